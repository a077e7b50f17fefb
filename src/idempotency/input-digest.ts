/** Whether two inputs are the same, without keeping either: they hold personal data. */
import { createHash } from 'node:crypto';

/** What was left out is like what is null; the order of fields does not count, that of a list does.
 *  @param salt so that equal inputs of two keys are not known as equal */
export function digestOf(salt: object, input: object): Buffer {
  return createHash('sha256')
    .update(canonical([salt, input]))
    .digest();
}

function canonical(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== null && member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
