/** How a cost grows with the size of what it is paid for. Nothing may grow faster than n log n. */
import { exponentOf } from './statistics.mjs';

/** @param points `[size, cost]` of three sizes; @returns a sentence for the page */
export function growthNote({ cost, unit, sizes, points }) {
  const listed = points
    .map(([size, value]) => `${value.toPrecision(3)} ${unit} at ${size.toLocaleString('en')}`)
    .join(', ');
  return `${cost} grows with the number of ${sizes} to the power of ${exponentOf(points).toFixed(2)}: ${listed}.`;
}
