/** How the project reads PostgreSQL's types: money is bigint, calendar dates are text, instants are Date. */
import pg from 'pg';

const { builtins } = pg.types;
const dateOid: number = builtins.DATE;
const dateArrayOid = 1182;
const int8ArrayOid = 1016;

/** Its own type knows only the types that PostgreSQL is born with. */
const builtInParser = pg.types.getTypeParser as (oid: number, format?: string) => (text: string) => unknown;

/** What is given for types that nobody has registered: the text itself. */
const asText = builtInParser(0);

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.DATE, String],
  [builtins.TIMESTAMPTZ, parseInstant],
  [int8ArrayOid, arrayOf(BigInt)],
  [dateArrayOid, arrayOf(String)],
]);

export const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (
  oid: number,
  format?: 'text' | 'binary',
): unknown => (format !== 'binary' && parsers.get(oid)) || builtInParser(oid, format);

/** What reads the text of a column, or undefined where the text is the value. */
export function readerOf(oid: number): ((text: string) => unknown) | undefined {
  if (oid === dateOid) return undefined;
  const parser = parsers.get(oid) ?? builtInParser(oid, 'text');
  return parser === asText ? undefined : parser;
}

/** PostgreSQL writes arrays as `{a,b,NULL}`; numbers and dates need no quotes inside. */
function arrayOf(parse: (text: string) => unknown): (text: string) => unknown {
  return (text) => {
    const inside = text.slice(1, -1);
    return inside === '' ? [] : inside.split(',').map((item) => (item === 'NULL' ? null : parse(item)));
  };
}

/** `2026-11-22 14:54:42.123456+07`, to the millisecond. Pages are full of instants, and the library reads each by regular expressions:
 *  it is left what is not of this form (years before 100 and after 9999, infinity, zones with minutes). */
function parseInstant(text: string): unknown {
  const zoneAt = text.length - 3;
  const sign = text.charCodeAt(zoneAt);
  const isUsual = zoneAt >= 19 && text.charCodeAt(10) === SPACE && (sign === PLUS || sign === MINUS);
  const year = isUsual ? digits(text, 0, 4) : 0;
  if (year < 100) return builtInParser(builtins.TIMESTAMPTZ, 'text')(text);
  const zoneHours = (sign === PLUS ? 1 : -1) * digits(text, zoneAt + 1, 2);
  const milliseconds = zoneAt === 19 ? 0 : digits(`${text.slice(20, Math.min(zoneAt, 23))}00`, 0, 3);
  return new Date(
    Date.UTC(year, digits(text, 5, 2) - 1, digits(text, 8, 2), digits(text, 11, 2) - zoneHours) +
      digits(text, 14, 2) * 60_000 +
      digits(text, 17, 2) * 1_000 +
      milliseconds,
  );
}

const [SPACE, PLUS, MINUS, ZERO] = [32, 43, 45, 48] as const;

function digits(text: string, at: number, count: number): number {
  let number = 0;
  for (let index = at; index < at + count; index += 1) number = number * 10 + text.charCodeAt(index) - ZERO;
  return number;
}
