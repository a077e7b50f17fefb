/** The hub's scalars. Input is validated by the value types of `src/values`; a refused value is never repeated. */
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import {
  formatDong,
  HubError,
  parseCalendarDate,
  parseCursor,
  parseDong,
  parseInstant,
  parsePeriod,
  parsePersonalId,
} from '../values/index.js';

export const DongScalar = new GraphQLScalarType<bigint, number>({
  name: 'Dong',
  description: 'Whole Vietnamese đồng, as a JSON integer within ±(2^53 − 1). Never a fraction.',
  serialize: (value) => formatDong(parseDong(value)),
  parseValue: parseDongJson,
  parseLiteral: (node) => parseDong(textOf(node, Kind.INT)),
});

export const DateTimeScalar = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'RFC 3339 instant in UTC.',
  serialize: (value) => (value instanceof Date ? value : new Date(value as string)).toISOString(),
  parseValue: (value) => parseInstant(requireText(value, 'DateTime')),
  parseLiteral: (node) => parseInstant(textOf(node, Kind.STRING)),
});

export const DateScalar = textScalar(
  'Date',
  'ISO 8601 calendar date in Asia/Ho_Chi_Minh.',
  parseCalendarDate,
);
export const PeriodScalar = textScalar('Period', 'A payment period, `2026-11`.', parsePeriod);
export const PersonalIdScalar = textScalar(
  'PersonalId',
  'Personal identification number: as input 12 digits, validated (province of registration, century and gender digit, ' +
    "year of birth); as output masked (`079*******12`) unless the caller's purpose shows it.",
  parsePersonalId,
);
export const CursorScalar = textScalar(
  'Cursor',
  "Opaque position in one event log (it carries the log's own id). Comparable only by the hub.",
  (text) => {
    parseCursor(text);
    return text;
  },
);

/** A scalar that is text on both sides; what the hub itself sends out is sound already. */
function textScalar(name: string, description: string, parse: (text: string) => string) {
  return new GraphQLScalarType<string, string>({
    name,
    description,
    serialize: String,
    parseValue: (value) => parse(requireText(value, name)),
    parseLiteral: (node) => parse(textOf(node, Kind.STRING)),
  });
}

function parseDongJson(value: unknown): bigint {
  if (typeof value === 'string') throw new HubError('BAD_USER_INPUT', 'Dong is a JSON number, not a string.');
  return parseDong(value);
}

function requireText(value: unknown, name: string): string {
  if (typeof value !== 'string') throw new HubError('BAD_USER_INPUT', `${name} is a string.`);
  return value;
}

function textOf(node: ValueNode, kind: Kind.INT | Kind.STRING): string {
  if (node.kind !== kind) {
    throw new HubError('BAD_USER_INPUT', kind === Kind.INT ? 'An integer is needed.' : 'A string is needed.');
  }
  return (node as { value: string }).value;
}
