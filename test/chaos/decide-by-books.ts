/** What honest people decide about an exception who can read the institutions' books: the decision that makes the hub's record of a
 *  payment what the books have. */
import type { LedgerLine } from '../setup/simulated-world.js';

/** What waits for people, with what the hub has on record about its attempt. */
export interface OpenException {
  readonly id: string;
  readonly kind: string;
  readonly reference: string | null;
  /** Of the attempt. */
  readonly status: string | null;
  readonly amount: bigint | null;
  readonly paid_amount: bigint | null;
  readonly account_number: string | null;
  readonly named_amount: bigint | null;
  /** Of its attempt, to be recovered and not recovered; this exception left out. */
  readonly recovering: bigint;
  readonly institution_code: string;
  /** Nobody has it in hand, and nobody is known to have sent it. */
  readonly is_unsent: boolean;
  readonly open_seconds: number;
}

export interface Decision {
  /** Undefined: one person notes it. */
  readonly decision: string | undefined;
  readonly paidAmount?: bigint;
}

export interface Booked {
  /** In the payment's own account. */
  readonly right: bigint;
  readonly elsewhere: bigint;
}

/** By reference, whichever attempt it is of. */
export class Books {
  private readonly byReference = new Map<string, LedgerLine[]>();

  constructor(lines: readonly LedgerLine[]) {
    for (const line of lines) {
      const known = this.byReference.get(line.reference);
      if (known) known.push(line);
      else this.byReference.set(line.reference, [line]);
    }
  }

  of(reference: string, account: string | null): Booked {
    const lines = this.byReference.get(reference) ?? [];
    const sum = (isRight: boolean): bigint =>
      lines
        .filter((line) => (line.account === (account ?? 'CASH')) === isRight)
        .reduce((total, { amount }) => total + BigInt(amount), 0n);
    return { right: sum(true), elsewhere: sum(false) };
  }
}

export const CLOSED: readonly string[] = ['SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED'];
/** What has stood open for so long, while institutions behave, is not on its way any more. */
const PATIENCE_SECONDS = 20;

/** Undefined: nobody can tell yet. */
export function decideByBooks(exception: OpenException, books: Books): Decision | undefined {
  const { reference, status, amount, account_number: account } = exception;
  if (reference === null || status === null || amount === null) return withoutPayment(exception);
  const booked = books.of(reference, account);
  const settled = status === 'SETTLED' ? least(exception.paid_amount ?? amount, amount) : 0n;
  const missing = booked.right + booked.elsewhere - settled - exception.recovering;
  if (exception.kind === 'TO_RECOVER')
    return { decision: missing < (exception.named_amount ?? 0n) ? 'RECOVERED' : 'WRITTEN_OFF' };
  // What came back of what is to be recovered is noted there.
  if (missing <= 0n && missing >= -exception.recovering && status === 'SETTLED') return confirmed(exception);
  if (missing === 0n) return confirmed(exception);
  return status === 'SETTLED'
    ? aboutSettled({ missing, settled, amount })
    : aboutUnsettled(exception, { missing, booked, amount });
}

function withoutPayment({ kind, open_seconds: seconds }: OpenException): Decision | undefined {
  if (kind === 'REPORT_ID_REUSED') return { decision: undefined };
  // The hub finds by itself what it has forgotten.
  return seconds < PATIENCE_SECONDS / 2 ? undefined : { decision: 'WRITTEN_OFF' };
}

/** The hub has it as the books have it. */
function confirmed(exception: OpenException): Decision | undefined {
  const { kind, status, is_unsent, open_seconds, paid_amount: paid, amount } = exception;
  if (status === 'SETTLED')
    return paid !== null && paid < (amount ?? 0n)
      ? { decision: 'PAID_OTHER_AMOUNT', paidAmount: paid }
      : { decision: 'WAS_PAID' };
  if (CLOSED.includes(status ?? '')) return { decision: 'WAS_NOT_PAID' };
  const isOver = is_unsent || open_seconds > PATIENCE_SECONDS;
  return isOver ? { decision: kind === 'NOT_RECEIVED' ? 'GIVE_UP' : 'WAS_NOT_PAID' } : undefined;
}

interface OfSettled {
  readonly missing: bigint;
  readonly settled: bigint;
  readonly amount: bigint;
}

function aboutSettled({ missing, settled, amount }: OfSettled): Decision {
  const total = settled + missing;
  if (total <= 0n) return { decision: 'WAS_NOT_PAID' };
  return total === amount ? { decision: 'WAS_PAID' } : { decision: 'PAID_OTHER_AMOUNT', paidAmount: total };
}

function aboutUnsettled(
  { kind, named_amount: named }: OpenException,
  { missing, booked, amount }: { readonly missing: bigint; readonly booked: Booked; readonly amount: bigint },
): Decision {
  if (kind === 'NOT_RECEIVED') return { decision: missing > 0n ? 'WAS_PAID' : 'GIVE_UP' };
  if (missing <= 0n) return { decision: 'WAS_NOT_PAID' };
  if (booked.right <= 0n && (named ?? amount) === missing) return { decision: 'PAID_OTHER_ACCOUNT' };
  return missing === amount
    ? { decision: 'WAS_PAID' }
    : { decision: 'PAID_OTHER_AMOUNT', paidAmount: missing };
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
