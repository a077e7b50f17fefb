/**
 * What an adapter is: the one interface between a worker of the hub and an outside system's own protocol.
 * The kit's worker claims, paces, reports and keeps leases; an adapter only speaks its protocol and translates.
 */
import type {
  AccountState,
  CitizenCheckScope,
  CitizenField,
  CitizenVerdict,
  Gender,
  InstitutionKind,
  NameMatch,
} from './generated/hub-client.js';
import type { Capabilities } from './capabilities.js';
import type { FundingSource } from './funding-source.js';
import type { Log } from './log.js';
import type { PaymentNotice, PaymentOutcome } from './payment-outcome.js';
import type { RecipientSource } from './recipient-source.js';
import type { FileSignatures } from './signature/file-signature.js';
import type { Statement } from './statement.js';

export type { PaymentNotice, PaymentOutcome } from './payment-outcome.js';

/** One outside system. `index.ts` of each adapter folder exports it under the name `adapter`. */
export interface Adapter<Config = unknown> {
  /** Folder name and command-line name, kebab-case: `viettel-money`. */
  readonly name: string;
  /** Institution code of the tasks it claims: `VIETTEL_MONEY`. */
  readonly institution: string;
  /** What the institution can and cannot do, as its documentation says. */
  readonly capabilities: Capabilities;
  /** Checks a configuration, with messages that name the fix. @throws AdapterError MISCONFIGURED */
  parseConfig(input: unknown): Config;
  /** Opens what the protocol needs (connections, callback listener). Nothing is paid or asked yet.
   *  @throws AdapterError MISCONFIGURED */
  start(config: Config, deps: AdapterDeps): Promise<AdapterSession>;
  /** Reads a statement file of the institution, entry by entry (`collectStatement`). An entry that cannot be read costs that entry.
   *  @param content as it lies on the disk: its encoding is the file's own
   *  @param statedAt instant of entries that name none, in a file that names none itself
   *  @throws StatementError for what is no statement, or says itself that there is more of it: nothing of the file is used then */
  readStatement?(content: Uint8Array, statedAt: Date): Statement;
  /** What proves a file of the institution that a person hands over; undefined where the partnership signs none. */
  fileSignatures?(config: Config, clock: () => Date): Promise<FileSignatures | undefined>;
}

/** A started adapter. A side that the institution does not serve is left out. */
export interface AdapterSession {
  readonly payment?: PaymentRail;
  readonly accountChecks?: AccountChecker;
  readonly citizenChecks?: CitizenChecker;
  readonly statements?: StatementSource;
  readonly recipients?: RecipientSource;
  readonly funding?: FundingSource;
  readonly feed?: NoticeFeed;
  /** Where this configuration differs from the adapter's documented capabilities; taken instead of them. */
  readonly capabilities?: Capabilities;
  /** Address that the institution calls back, when the adapter listens for it. */
  readonly callbackUrl?: string;
  /** Called once, after all work is finished or given back. Closes listeners and connections. */
  stop(): Promise<void>;
}

export interface AdapterDeps {
  readonly clock: () => Date;
  /** Never given a person's data: no personal id, account number or name in any field or message. */
  readonly log: Log;
  /** A fresh random UUID. */
  readonly randomId: () => string;
  /** Hands the hub what the institution said unasked (callback, IPN, statement line). Resolves when the hub has
   *  acknowledged it, so that a listener answers the institution only then; safe to repeat. */
  readonly notify: (notice: PaymentNotice) => Promise<void>;
}

/** Pays. Every error out of it is an `AdapterError`; any other error counts as a bug after sending: `UNKNOWN`. */
export interface PaymentRail {
  /** Sends one payment under `task.reference`. A reply that the reference is already known is not a refusal: find out by
   *  inquiry what became of it.
   *  @param lease confirmed right before the request that moves money wherever another one comes first (a token, a
   *    verification): this process may have been asleep in between. Left out, nothing is confirmed.
   *  @throws AdapterError */
  submit(task: PaymentTask, lease?: SubmitLease): Promise<PaymentOutcome>;
  /** Asks what became of `task.reference`. An institution that says it never received it gives `notReceived()`.
   *  Safe to repeat. @throws AdapterError */
  inquire(task: PaymentTask): Promise<PaymentOutcome>;
  /** Sends up to `capabilities.payment.nativeBatchMax` payments in one exchange; outcomes in the order of the tasks. */
  submitBatch?(tasks: readonly PaymentTask[]): Promise<readonly PaymentOutcome[]>;
}

/** The right to send one payment. */
export interface SubmitLease {
  /** @throws AdapterError NOT_SENT when the lease may have ended: others decide about the payment now */
  confirm(): Promise<void>;
}

/** One attempt to pay. Dates are calendar dates of Asia/Ho_Chi_Minh, `YYYY-MM-DD`. */
export interface PaymentTask {
  readonly id: string;
  readonly paymentId: string;
  readonly batchId: string;
  /** The hub's own reference: 1 to 35 of A–Z and 0–9, the same in every retry of this attempt. */
  readonly reference: string;
  readonly externalReference?: string;
  readonly firstSentAt?: Date;
  /** Whole đồng, positive. */
  readonly amount: bigint;
  /** The payer's account at the institution. */
  readonly sourceAccount: string;
  /** Left out when the receiver is paid cash at the counter. */
  readonly accountNumber?: string;
  readonly receiverName: string;
  readonly receiverPersonalId?: string;
  /** The entitled person, when the receiver is an authorised one. */
  readonly ultimateBeneficiaryName?: string;
  /** NAPAS BIN of the receiving bank. */
  readonly bankBin?: string;
  /** How cash reaches its receiver; left out where an account is credited. */
  readonly delivery?: 'COUNTER' | 'HOME';
  /** Administrative code of the commune where the receiver is paid. */
  readonly areaCode?: string;
  /** Find out and report, and never send: the hub recovers after a restore. */
  readonly isInquiryOnly?: boolean;
  readonly requestedDate: string;
  readonly narrative: string;
  readonly purposeCode: string;
}

/** The institution's own record of what it booked, read on schedule. */
export interface StatementSource {
  /** Pause between two looks, whole milliseconds. */
  readonly everyMs: number;
  /** What was booked on one day of Asia/Ho_Chi_Minh, `YYYY-MM-DD`; undefined while there is no statement of it yet. Safe to repeat.
   *  @throws AdapterError, StatementError */
  read(day: string): Promise<Statement | undefined>;
}

/** What an institution reports as it happens and keeps for us until we confirm it: nothing is lost while nobody listens. */
export interface NoticeFeed {
  /** Pause between two looks, whole milliseconds. */
  readonly everyMs: number;
  /** The oldest page that is not confirmed; undefined when there is none. Safe to repeat. @throws AdapterError */
  read(): Promise<FeedPage | undefined>;
}

export interface FeedPage {
  readonly notices: readonly PaymentNotice[];
  /** Called once the hub has every notice of the page. Safe to repeat. @throws AdapterError */
  confirm(): Promise<void>;
}

/** Asks an institution about one account. Safe to repeat. */
export interface AccountChecker {
  check(task: AccountCheckTask): Promise<AccountAnswer>;
}

export interface AccountCheckTask {
  readonly id: string;
  readonly kind: InstitutionKind;
  readonly bankBin?: string;
  readonly number: string;
  readonly holderName: string;
  readonly holderPersonalId?: string;
}

export interface AccountAnswer {
  readonly accountState: AccountState;
  /** The name as the institution wrote it: full, unaccented or masked. The hub compares, never the adapter. */
  readonly returnedName?: string;
  /** The institution's own comparison, where it returns no name. */
  readonly institutionMatch?: NameMatch;
  readonly personalIdMatches?: boolean;
  readonly checkedAt: Date;
}

/** Asks the register about one citizen. Safe to repeat. */
export interface CitizenChecker {
  check(task: CitizenCheckTask): Promise<CitizenAnswer>;
}

export interface CitizenCheckTask {
  readonly id: string;
  readonly scope: CitizenCheckScope;
  readonly personalId: string;
  readonly oldIdNumber?: string;
  readonly fullName: string;
  readonly dateOfBirth?: string;
  readonly yearOfBirth?: number;
  readonly gender?: Gender;
  readonly residenceCode?: string;
  /** Who asked, and for what: carried through to the register. */
  readonly requestedBy: string;
  readonly purpose: string;
}

export interface CitizenAnswer {
  readonly verdict: CitizenVerdict;
  readonly mismatches?: readonly CitizenField[];
  readonly checkedAt: Date;
}
