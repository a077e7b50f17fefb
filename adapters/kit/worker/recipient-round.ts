/** Asks a register again and again for its lists of this month and the next, and brings those that the hub has not whole yet,
 *  page by page. What the hub has of a list is the hub's to know: a restart, a lost answer or a list read twice costs time only. */
import type {
  RecipientLine,
  RecipientList,
  RecipientListHead,
  RecipientSource,
} from '../recipient-source.js';
import { toAdapterError } from '../adapter-error.js';
import { ReportRecipientsDocument, type ReportRecipientsMutation } from '../generated/hub-client.js';
import { inHanoi } from '../hanoi-time.js';
import { HubFailure } from '../hub/hub-connection.js';
import { isRefusal } from './rare-reports.js';
import type { RoundRoom } from './rounds-of.js';
import type { Round } from './round.js';
import { StubbornItems } from './stubborn-items.js';

const linesMax = 1_000;

type Receipt = ReportRecipientsMutation['reportRecipients'];
type ListRoom = Pick<RoundRoom, 'hub' | 'log'>;

export function recipientRound({ session, clock, hub, log }: RoundRoom): Round | undefined {
  const source = session.recipients;
  if (!source) return undefined;
  /** Lists that need not be read again while this process lives; those that the register shows no more are forgotten. */
  let done = new Set<string>();
  const stubborn = new StubbornItems();
  return {
    name: 'recipients',
    everyMs: source.everyMs,
    turn: async (stopping) => {
      const numbers = await listNumbers(source, clock());
      done = new Set(numbers.filter((number) => done.has(number)));
      stubborn.keepOnly(new Set(numbers));
      let failure: unknown;
      for (const number of numbers) {
        if (stopping.aborted) return;
        if (done.has(number) || stubborn.isApart(number)) continue;
        try {
          if (await bring(await source.open(number), { hub, log }, stopping)) done.add(number);
          stubborn.succeed(number);
        } catch (error) {
          // One list that cannot be read must not hold up the others.
          const facts = { list: number, code: codeOf(error) };
          const isAboutList = error instanceof HubFailure && error.isAboutRequest;
          const fate = isAboutList ? stubborn.fail(number, isRefusal(error)) : 'TRY_AGAIN';
          if (fate === 'TRY_AGAIN') {
            failure = error;
            log.warn(facts, 'a list of recipients could not be taken whole');
          } else if (fate === 'NEWLY_APART')
            log.error(facts, 'a list of recipients cannot be taken: it is kept apart and tried again rarely');
        }
      }
      if (failure !== undefined) throw toError(failure);
    },
  };
}

async function listNumbers(source: RecipientSource, now: Date): Promise<readonly string[]> {
  const hanoi = inHanoi(now);
  const monthOf = (add: number) =>
    new Date(Date.UTC(hanoi.getUTCFullYear(), hanoi.getUTCMonth() + add)).toISOString().slice(0, 7);
  return [...(await source.listNumbers(monthOf(0))), ...(await source.listNumbers(monthOf(1)))];
}

/** @returns whether the hub needs nothing more of the list */
async function bring(list: RecipientList, { hub, log }: ListRoom, stopping: AbortSignal): Promise<boolean> {
  const { head } = list;
  const report = async (lines: readonly RecipientLine[]): Promise<Receipt> =>
    (await hub.execute(ReportRecipientsDocument, { input: inputOf(head, lines) })).reportRecipients;
  if (isSettled(await report([]))) return true;
  let refused = 0;
  let receipt: Receipt | undefined;
  for await (const page of list.pages()) {
    for (let at = 0; at < page.length; at += linesMax) {
      if (stopping.aborted) return false;
      const lines = page.slice(at, at + linesMax);
      for await (const part of inParts(lines, report, log)) {
        receipt = part;
        refused += part.receipts.filter(({ outcome }) => outcome === 'REFUSED').length;
        if (part.isOvertaken) return true;
      }
    }
  }
  const { received, ended, isComplete } = receipt ?? { received: 0, ended: 0, isComplete: false };
  const facts = {
    list: head.number,
    period: head.period,
    programme: head.programme,
    lines: received,
    refused,
    ended,
  };
  if (isComplete) log.info(facts, 'a list of recipients is with the hub, whole');
  else log.warn({ ...facts, expected: head.lines }, 'lines of a list are missing: nobody is ended by it');
  return isComplete;
}

/** A page that the hub refuses for what it says is brought in halves, down to the line that it refuses: the others arrive. */
async function* inParts(
  lines: readonly RecipientLine[],
  report: (lines: readonly RecipientLine[]) => Promise<Receipt>,
  log: ListRoom['log'],
): AsyncGenerator<Receipt> {
  try {
    yield await report(lines);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [one] = lines;
    if (lines.length === 1 && one !== undefined)
      return log.error({ line: one.line, code: codeOf(error) }, 'the hub refuses this line for good');
    const middle = Math.ceil(lines.length / 2);
    yield* inParts(lines.slice(0, middle), report, log);
    yield* inParts(lines.slice(middle), report, log);
  }
}

function isSettled({ isComplete, isOvertaken }: Receipt): boolean {
  return isComplete || isOvertaken;
}

function inputOf(head: RecipientListHead, lines: readonly RecipientLine[]) {
  const { number, period, programme, area, issuedAt } = head;
  return {
    ...{ listId: number, period, programme, area },
    issuedAt: issuedAt.toISOString(),
    expected: head.lines,
    recipients: lines.map(({ communeCode, monthlyAmount, ...line }) => ({
      ...line,
      commune: communeCode,
      monthlyAmount: Number(monthlyAmount),
    })),
  };
}

function codeOf(error: unknown): string {
  return error instanceof HubFailure ? error.code : toAdapterError(error).code;
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : toAdapterError(thrown);
}
