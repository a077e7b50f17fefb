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
import type { RoundRoom } from './rounds-of.js';
import type { Round } from './round.js';

const linesMax = 1_000;

type Receipt = ReportRecipientsMutation['reportRecipients'];
type ListRoom = Pick<RoundRoom, 'hub' | 'log'>;

export function recipientRound({ session, clock, hub, log }: RoundRoom): Round | undefined {
  const source = session.recipients;
  if (!source) return undefined;
  /** Lists that need not be read again while this process lives; those that the register shows no more are forgotten. */
  let done = new Set<string>();
  return {
    name: 'recipients',
    everyMs: source.everyMs,
    turn: async (stopping) => {
      const numbers = await listNumbers(source, clock());
      done = new Set(numbers.filter((number) => done.has(number)));
      let failure: unknown;
      for (const number of numbers) {
        if (stopping.aborted) return;
        if (done.has(number)) continue;
        try {
          if (await bring(await source.open(number), { hub, log }, stopping)) done.add(number);
        } catch (error) {
          // One list that cannot be read must not hold up the others.
          failure = error;
          log.warn({ list: number, code: codeOf(error) }, 'a list of recipients could not be taken whole');
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
      receipt = await report(page.slice(at, at + linesMax));
      refused += receipt.receipts.filter(({ outcome }) => outcome === 'REFUSED').length;
      if (receipt.isOvertaken) return true;
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
