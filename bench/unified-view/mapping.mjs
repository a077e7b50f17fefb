/** Where answers of equal meaning differ in spelling: ids as UUIDs, instants to the millisecond, accounts and attempts in order of id.
 *  This is the documented mapping before answers are compared; nothing else is touched. */
import { parseId } from '../../dist/src/values/index.js';

const TYPED_ID = /^([a-z]{3})_[0-9a-z]{26}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

export function spelledAlike(value) {
  if (Array.isArray(value)) return ordered(value.map(spelledAlike));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, spelledAlike(inner)]));
  }
  if (typeof value !== 'string') return value;
  const prefix = TYPED_ID.exec(value)?.[1];
  if (prefix) return parseId(prefix, value);
  return INSTANT.test(value) ? new Date(value).toISOString() : value;
}

function ordered(items) {
  return items.every((item) => typeof item?.id === 'string')
    ? items.sort((a, b) => (a.id < b.id ? -1 : 1))
    : items;
}
