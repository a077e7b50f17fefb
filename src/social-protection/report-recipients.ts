/** A register's list of recipients, taken page by page: each page is merged whole or not at all, whatever came before it; when
 *  the last line has come, the rights that the list no longer names are ended. */
import { requireInstitution, type Caller } from '../access/index.js';
import { calendarDateOf, foldName, HubError, parsePeriod, RefusedValue } from '../values/index.js';
import {
  beginAgain,
  completeList,
  confirmRights,
  keepWhatOthersSay,
  refuseListedBefore,
} from './confirm-right-store.js';
import { holdImportLock } from './list-store.js';
import { refusalText, type RowContext } from './list/index.js';
import { mergePersons } from './merge-person-store.js';
import { mergeRights } from './merge-right-store.js';
import {
  digestOf,
  isRead,
  refusalOf,
  understandLine,
  withoutSpaces,
  type ReportedLine,
} from './recipient-line.js';
import { freshLines, overtakenReceipts, receiptsOf, type LineReceipt } from './recipient-receipt.js';
import type { ProgrammeGroup } from './reference/programme.js';
import { findKnownLines, openReportedList, recordLines, type ReportedList } from './reported-list-store.js';
import { rowContext } from './row-context.js';
import {
  refuseConflicts,
  refuseContradictions,
  refuseDuplicates,
  stageRows,
  type StagedRow,
} from './staging-store.js';
import type { Db, Transact } from './transaction-store.js';

/** Registers whose lists are taken, and for which groups of programmes. */
const GROUPS_OF_REGISTER: Readonly<Record<string, readonly ProgrammeGroup[]>> = {
  BHXH: ['SOCIAL_INSURANCE', 'UNEMPLOYMENT'],
};
/** Lines in one call. */
export const RECIPIENTS_MAX = 1000;
/** Lines of one list. */
const LIST_LINES_MAX = 5_000_000;
const LIST_NUMBER = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;
/** How far the register's clock may run ahead. */
const CLOCK_AHEAD_MS_MAX = 5 * 60_000;

export interface ReportRecipientsDeps {
  readonly db: Db;
  readonly transact: Transact;
  readonly clock: () => Date;
  /** The folder `prisma/data/` of the installation. */
  readonly dataDir: string;
  /** The register's adapter is alive. */
  readonly noteSeen: (institution: string) => void;
  /** Called after each page has committed: the accounts that the list names are there to be taken up. */
  readonly onListed: (listId: string, institution: string) => Promise<void>;
}

/** One page, with what it says of the whole list. */
export interface RecipientPage {
  readonly number: string;
  readonly period: string;
  readonly programme: string;
  /** Code of an administrative unit, as of today. */
  readonly area: string;
  readonly issuedAt: Date;
  readonly expected: number;
  /** At most 1,000; none: only asks how far the list has come. */
  readonly recipients: readonly ReportedLine[];
  /** Of lines that could not be read or kept, by their number: why. */
  readonly refusedItems?: ReadonlyMap<unknown, string> | undefined;
}

export interface PageReceipt {
  readonly received: number;
  readonly isComplete: boolean;
  /** A list issued later has begun to arrive: this one is taken no more. */
  readonly isOvertaken: boolean;
  /** Rights that ended because this page made the list whole. */
  readonly ended: number;
  /** In the order of the lines. */
  readonly receipts: readonly LineReceipt[];
}

/** Safe to repeat, in any order and beside itself: a line that has come is known by its number and content.
 *  @throws HubError FORBIDDEN for whoever is no such register, BAD_USER_INPUT for a programme that is not the register's, an area
 *          that is none, a month or time that lies ahead, more than 1,000 lines, or a list that came before with another head */
export async function reportRecipients(
  deps: ReportRecipientsDeps,
  caller: Caller,
  page: RecipientPage,
): Promise<PageReceipt> {
  try {
    return await takePage(deps, caller, page);
  } catch (error) {
    if (!(error instanceof RefusedValue) || !page.recipients.some(isRead)) throw error;
    return takeInParts(page, error, (part) => reportRecipients(deps, caller, part));
  }
}

/** A page that PostgreSQL refuses, for a reason that nobody saw before, is taken in halves: in the end one line is refused. */
async function takeInParts(
  page: RecipientPage,
  { message }: RefusedValue,
  take: (part: RecipientPage) => Promise<PageReceipt>,
): Promise<PageReceipt> {
  const { recipients } = page;
  const [line] = recipients;
  if (line !== undefined && recipients.length === 1)
    return take({
      ...page,
      recipients: [{ line: line.line }],
      refusedItems: new Map([[line.line, message]]),
    });
  const middle = Math.ceil(recipients.length / 2);
  const first = await take({ ...page, recipients: recipients.slice(0, middle) });
  const second = await take({ ...page, recipients: recipients.slice(middle) });
  return {
    ...second,
    ended: first.ended + second.ended,
    receipts: [...first.receipts, ...second.receipts],
  };
}

async function takePage(
  deps: ReportRecipientsDeps,
  caller: Caller,
  page: RecipientPage,
): Promise<PageReceipt> {
  const institution = requireInstitution(caller);
  const groups = GROUPS_OF_REGISTER[institution];
  if (!groups) throw new HubError('FORBIDDEN', 'Only the adapter of social insurance reports recipients.');
  deps.noteSeen(institution);
  const now = deps.clock();
  const context = await rowContext(deps, page.area, calendarDateOf(now));
  const list = listOf(page, { institution, groups, context, now });
  const { listId, ...receipt } = await deps.transact(async (db) => {
    await holdImportLock(db);
    const opened = await openReportedList(db, list, now);
    const listId = opened.list_id;
    if (opened.differs) throw new HubError('BAD_USER_INPUT', 'This list came before with another head.');
    const progress = {
      received: opened.received,
      isComplete: opened.completed_at !== null,
      isOvertaken: opened.is_overtaken,
      ended: 0,
    };
    if (opened.is_overtaken) return { listId, ...progress, receipts: overtakenReceipts(page) };
    const known = await findKnownLines(
      db,
      listId,
      page.recipients.map(({ line }) => line),
    );
    const fresh = freshLines(page, known);
    if (fresh.size === 0) return { listId, ...progress, receipts: receiptsOf(page, known, new Map()) };
    const { refusedItems } = page;
    const merge = { listId, list, lines: [...fresh.values()], refusedItems, context, now };
    const { refusals, received } = await mergeLines(db, merge);
    const isComplete = received === list.expected;
    const ended = isComplete ? await completeList(db, listId, now) : 0;
    const receipts = receiptsOf(page, known, refusals);
    return { listId, ...progress, received, isComplete, ended, receipts };
  });
  if (page.recipients.length > 0) await deps.onListed(listId, institution);
  return receipt;
}

interface HeadRoom {
  readonly institution: string;
  readonly groups: readonly ProgrammeGroup[];
  readonly context: RowContext;
  readonly now: Date;
}

function listOf(page: RecipientPage, { institution, groups, context, now }: HeadRoom): ReportedList {
  const refuse = (why: string): never => {
    throw new HubError('BAD_USER_INPUT', why);
  };
  if (page.recipients.length > RECIPIENTS_MAX) refuse(`At most ${RECIPIENTS_MAX} recipients in one call.`);
  if (!LIST_NUMBER.test(page.number)) refuse('`listId` has 1 to 64 letters, digits, dots, dashes, slashes.');
  if (page.expected < 1 || page.expected > LIST_LINES_MAX)
    refuse('`expected` is the lines of the whole list.');
  const programme = context.book.programmeData.programmes.find(({ code }) => code === page.programme);
  if (!programme || !groups.includes(programme.group))
    refuse('`programme` is none whose recipients this register names.');
  const unit = context.book.findUnit(page.area) ?? refuse('There is no such area today.');
  if (parsePeriod(page.period) > nextMonth(context.today))
    refuse('`period` lies further ahead than next month.');
  if (page.issuedAt.getTime() > now.getTime() + CLOCK_AHEAD_MS_MAX) refuse('`issuedAt` lies in the future.');
  const { number, period, issuedAt, expected } = page;
  return { institution, number, programmeCode: page.programme, areaId: unit.id, period, issuedAt, expected };
}

function nextMonth(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
}

interface Merge {
  readonly listId: string;
  readonly list: ReportedList;
  readonly lines: readonly ReportedLine[];
  readonly refusedItems: RecipientPage['refusedItems'];
  readonly context: RowContext;
  readonly now: Date;
}

async function mergeLines(db: Db, merge: Merge) {
  const { listId, list, lines, context, now } = merge;
  const periodStart = `${list.period}-01`;
  await stageRows(db, understand(merge));
  await refuseTogether(db, listId);
  await keepWhatOthersSay(db, periodStart);
  await beginAgain(db, periodStart, now);
  const options = {
    listId,
    importedBy: list.institution,
    importedAt: now,
    monthStart: periodStart,
    today: context.today,
    isRepeat: false,
  };
  await mergePersons(db, options);
  await mergeRights(db, options);
  await confirmRights(db, listId, periodStart, now);
  return recordLines(
    db,
    listId,
    lines.map((each) => ({
      line: each.line,
      digest: digestOf(each),
      personalId: withoutSpaces(each.personalId ?? ''),
      nameFolded: foldName(each.fullName ?? ''),
    })),
  );
}

function* understand({ list, lines, refusedItems, context }: Merge): Generator<StagedRow> {
  for (const line of lines) {
    const common = { number: line.line, original: [] };
    if (!isRead(line)) {
      const detail = refusedItems?.get(line.line);
      yield { ...common, refusal: refusalOf([{ code: 'UNREADABLE', ...(detail ? { detail } : {}) }]) };
      continue;
    }
    const parsed = understandLine(line, list.programmeCode, context);
    yield 'row' in parsed
      ? { ...common, row: parsed.row }
      : { ...common, refusal: refusalOf(parsed.refusals) };
  }
}

/** What is wrong only when lines are seen together, or beside what is known. */
async function refuseTogether(db: Db, listId: string): Promise<void> {
  const twice = refusalText({ code: 'DUPLICATE_ROW', detail: '{row} đã ghi người này' });
  const confirmed = 'CSDL dân cư đã xác nhận số này với họ tên, năm sinh khác; kiểm tra lại số';
  await refuseListedBefore(db, listId, twice);
  await refuseConflicts(
    db,
    refusalText({ code: 'CONFLICTING_ROW', detail: '{row} ghi số này cho người khác' }),
  );
  await refuseContradictions(db, refusalText({ code: 'CONFLICTING_ROW', detail: confirmed }));
  await refuseDuplicates(db, twice);
}
