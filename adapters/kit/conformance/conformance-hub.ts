/** What the conformance suite needs of a hub: put work in, see what became of it. The model hub is one; the real hub is another. */
import type {
  AccountAnswer,
  AccountCheckTask,
  CitizenAnswer,
  CitizenCheckTask,
  PaymentTask,
} from '../adapter.js';
import type {
  CapabilitiesInput,
  FailureReason,
  ReportEvidence,
  ReportOutcome,
} from '../generated/hub-client.js';
import type { HubConnection } from '../hub/hub-connection.js';
import type { FundingOrder } from '../funding-source.js';
import type { ReportableStatus } from '../payment-outcome.js';
import type { FundingView } from './model-funding.js';
import type { RecipientListView } from './model-recipients.js';

export interface ConformanceHub {
  /** How adapters reach it; the suite runs once for each form. */
  readonly form: 'in process' | 'over HTTP';
  /** A connection for one run of the adapter. */
  connect(): Promise<HubConnection>;
  addPayment(task: PaymentTask): Promise<void>;
  addAccountCheck(task: AccountCheckTask): Promise<void>;
  addCitizenCheck(task: CitizenCheckTask): Promise<void>;
  addFundingOrder(order: FundingOrder): Promise<void>;
  payment(reference: string): Promise<PaymentView>;
  accountAnswer(taskId: string): Promise<Omit<AccountAnswer, 'checkedAt'> | undefined>;
  citizenAnswer(taskId: string): Promise<Omit<CitizenAnswer, 'checkedAt'> | undefined>;
  fundingOrder(reference: string): Promise<FundingView>;
  /** The lists that a register has reported, in the order in which they were heard of. */
  recipientLists(): Promise<readonly RecipientListView[]>;
  /** What the adapter declared last of its institution. */
  declaration(): Promise<CapabilitiesInput | undefined>;
  /** Resolves when something has changed since the last call; a test loops over it until it sees what it waits for. */
  changed(): Promise<void>;
  close(): Promise<void>;
}

/** A payment as the hub sees it, with every report that was made about it. */
export interface PaymentView {
  readonly status: ReportableStatus | 'QUEUED';
  readonly reason?: FailureReason;
  readonly externalReference?: string;
  readonly reports: readonly ReportView[];
  /** How often the task was handed out as SUBMIT, and how often it was given back. */
  readonly submits: number;
  readonly returns: number;
}

export interface ReportView {
  readonly reportId: string;
  readonly status: string;
  readonly evidence: ReportEvidence;
  readonly reason?: FailureReason;
  readonly amount?: number;
  readonly account?: string;
  readonly outcome: ReportOutcome;
}
