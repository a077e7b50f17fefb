/** One column of a table as a bar chart: plain SVG, bars on a logarithmic scale when they differ by more than twenty times. */

const BAR = 26;
const LABEL = 300;
const WIDTH = 860;

export function plot({ title, chart, columns, rows }) {
  const column = columns.indexOf(chart);
  const bars = rows
    .map((row) => ({ label: row[0], value: Number(row[column]) }))
    .filter(({ value }) => value > 0);
  const values = bars.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const isLogarithmic = most / least > 20;
  const room = WIDTH - LABEL - 90;
  const lengthOf = (value) =>
    isLogarithmic
      ? 20 + ((room - 20) * Math.log(value / least)) / Math.log(most / least)
      : (room * value) / most;
  const height = 50 + bars.length * (BAR + 8);
  const parts = bars.map(({ label, value }, index) => {
    const y = 40 + index * (BAR + 8);
    const fill = label.startsWith('An Sinh Hub') ? '#0b6e4f' : '#9aa5b1';
    return `<text x="${LABEL - 10}" y="${y + 18}" text-anchor="end">${escaped(label)}</text>
<rect x="${LABEL}" y="${y}" width="${lengthOf(value).toFixed(1)}" height="${BAR}" rx="3" fill="${fill}"/>
<text x="${(LABEL + lengthOf(value) + 8).toFixed(1)}" y="${y + 18}">${value < 1 ? value.toFixed(3) : value.toLocaleString('en', { maximumFractionDigits: 1 })}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#fff"/>
<text x="10" y="22" font-weight="600">${escaped(title)}: ${escaped(chart)}${isLogarithmic ? ' (logarithmic)' : ''}</text>
${parts.join('\n')}
</svg>
`;
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
