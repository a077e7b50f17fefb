/** Few numbers out of many. */

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (values) => quantile(values, 0.5);

/** Median with the middle half beside it: how far rounds differ from each other. */
export function spread(values) {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** A spread as the tables show it: the median, and in brackets the middle half of rounds. */
export function shownSpread({ median, low, high }, digits = 2) {
  const fixed = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const [middle, from, to] = [median, low, high].map((value) => value.toLocaleString('en', fixed));
  return `${middle} (${from}–${to})`;
}

/** The exponent of growth: the slope of log(cost) over log(size), by least squares. 1 is linear. */
export function exponentOf(points) {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)]);
  const mean = (index) => logs.reduce((sum, log) => sum + log[index], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const below = logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return above / below;
}
