/** Dates as lists write them: dd/MM/yyyy with any of / - . between, year only, a month, or a date cell. */
import { parseCalendarDate } from '../../values/index.js';
import { cellText, type Cell } from './raw-row.js';

/** Nobody on a list was born before this year. */
const YEAR_MIN = 1900;

export interface Birth {
  /** `YYYY-MM-DD`; absent when only the year is known. */
  readonly date?: string;
  readonly year: number;
}

/** A month and a year, or a year, with whatever stands where the day is not known: `09/1945`, `00/9/1945`, `tháng 9 năm 1945`. */
const MONTH_OF_BIRTH =
  /^(?:[0?x_.…-]{0,3}[-/.])?(?:tháng |th |t)?(\d{1,2}|[0?x_.…-]{0,3})(?:[-/.]| năm )(\d{4})$/i;
const YEAR_OF_BIRTH = /^(?:sinh |sn |năm |sinh năm )?(\d{4})(?:\.0)?$/i;

/** @param today no birth lies behind it */
export function parseBirth(cell: Cell, today: string): Birth | undefined {
  const text = textOf(cell).replace(/^(?:sinh\s+)?(?:ngày\s+)/i, '');
  const [, month, ofMonth] = MONTH_OF_BIRTH.exec(text) ?? [];
  const isMonth = month === undefined || !/\d/.test(month) || Number(month) <= 12;
  const year = Number(ofMonth ?? YEAR_OF_BIRTH.exec(text)?.[1] ?? Number.NaN);
  if (isMonth && year >= YEAR_MIN && year <= Number(today.slice(0, 4)) && !isLater(year, month, today))
    return { year };
  const date = parseDay(text);
  if (date === undefined || date > today || date < `${YEAR_MIN}-01-01`) return undefined;
  return { date, year: Number(date.slice(0, 4)) };
}

function isLater(year: number, month: string | undefined, today: string): boolean {
  return (
    month !== undefined && /^\d+$/.test(month) && `${year}-${month.padStart(2, '0')}` > today.slice(0, 7)
  );
}

/** The first day of a right: `07/2026` and `tháng 7/2026` mean the first of the month. */
export function parseMonthOrDay(cell: Cell): string | undefined {
  const text = textOf(cell)
    .replace(/^(từ\s+)?(tháng|th\.?|t)\s*/i, '')
    .replace(/^từ\s+(?:ngày\s+)?/i, '');
  const [, month, year] = /^(\d{1,2})(?:\s*[-/.]\s*|\s+năm\s+)(\d{4})$/i.exec(text) ?? [];
  if (month) return validDay(year!, month, '1');
  const [, isoYear, isoMonth] = /^(\d{4})-(\d{1,2})$/.exec(text) ?? [];
  if (isoYear) return validDay(isoYear, isoMonth!, '1');
  return parseDay(text);
}

/** A calendar day, `YYYY-MM-DD`. */
export function parseDayCell(cell: Cell): string | undefined {
  return parseDay(textOf(cell));
}

function parseDay(text: string): string | undefined {
  const [, day, month, year] =
    /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$/.exec(text) ??
    /^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})$/i.exec(text) ??
    [];
  if (day) return validDay(year!, month!, day);
  // Programs write a day with the time of its midnight.
  const [, isoYear, isoMonth, isoDay] =
    /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(text) ?? [];
  return isoYear ? validDay(isoYear, isoMonth!, isoDay!) : undefined;
}

function validDay(year: string, month: string, day: string): string | undefined {
  try {
    return parseCalendarDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  } catch {
    // No such day (31/02): the caller says so in the words of the list.
    return undefined;
  }
}

/** A date cell holds midnight UTC; a number is a year when it looks like one. */
function textOf(cell: Cell): string {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return cellText(cell)
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(/\s+00:00(?::00)?$/, '')
    .trim();
}
