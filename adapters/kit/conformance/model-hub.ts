/** A hub in memory with the promised schema: the same operations, leases, receipts and wake-ups, in process or over HTTP. */
import { EventEmitter, on, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { buildSchema, execute, subscribe, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { AccountCheckTask, CitizenCheckTask, PaymentTask } from '../adapter.js';
import type {
  AccountCheckReport,
  CapabilitiesInput,
  CitizenCheckReport,
  FundingRefusalInput,
  PaymentStatusReport,
  RecipientListInput,
  RecordFundingInput,
  WorkKind,
} from '../generated/hub-client.js';
import { HubFailure, type HubAnswer, type HubConnection } from '../hub/hub-connection.js';
import { inProcessHub } from '../hub/in-process-hub.js';
import type { ConformanceHub, PaymentView } from './conformance-hub.js';
import type { FundingOrder } from '../funding-source.js';
import { ModelFunding, type FundingView } from './model-funding.js';
import { ModelPayments } from './model-payments.js';
import { ModelRecipients, type RecipientListView } from './model-recipients.js';
import { ModelTasks, type Claim } from './model-tasks.js';

const promisedSchema = new URL('../../../schema/promised.graphql', import.meta.url);

export class ModelHub implements ConformanceHub {
  readonly form: ConformanceHub['form'] = 'in process';
  readonly schema: GraphQLSchema = buildSchema(readFileSync(promisedSchema, 'utf8'));
  readonly #events = new EventEmitter().setMaxListeners(0);
  readonly #payments = new ModelPayments();
  readonly #funding = new ModelFunding();
  readonly #recipients = new ModelRecipients();
  readonly #accountTasks = new Map<string, AccountCheckTask>();
  readonly #accountLeases = new ModelTasks((_id, action) => action);
  readonly #accountReports = new Map<string, AccountCheckReport>();
  readonly #citizenTasks = new Map<string, CitizenCheckTask>();
  readonly #citizenLeases = new ModelTasks((_id, action) => action);
  readonly #citizenReports = new Map<string, CitizenCheckReport>();
  #declaration: CapabilitiesInput | undefined;
  #change = 0;
  #seenChange = 0;

  connect(): Promise<HubConnection> {
    return Promise.resolve(
      inProcessHub({
        execute: ({ document, variables }) => this.answer(document, variables),
        subscribe: ({ document }) => this.subscribe(document),
      }),
    );
  }

  async answer(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Promise<HubAnswer> {
    return await execute({ schema: this.schema, document, variableValues: variables, rootValue: this.#root });
  }

  async subscribe(document: DocumentNode): Promise<AsyncIterable<HubAnswer>> {
    const answers = await subscribe({ schema: this.schema, document, rootValue: this.#root });
    if (Symbol.asyncIterator in answers) return answers;
    throw new HubFailure('INTERNAL', answers.errors?.[0]?.message ?? 'no subscription');
  }

  addPayment(task: PaymentTask): Promise<void> {
    this.#payments.add(task);
    return this.#wake('PAYMENT');
  }

  addAccountCheck(task: AccountCheckTask): Promise<void> {
    this.#accountTasks.set(task.id, task);
    this.#accountLeases.add(task.id, 'CHECK');
    return this.#wake('ACCOUNT_CHECK');
  }

  addCitizenCheck(task: CitizenCheckTask): Promise<void> {
    this.#citizenTasks.set(task.id, task);
    this.#citizenLeases.add(task.id, 'CHECK');
    return this.#wake('CITIZEN_CHECK');
  }

  addFundingOrder(order: FundingOrder): Promise<void> {
    this.#funding.add(order);
    return Promise.resolve();
  }

  fundingOrder(reference: string): Promise<FundingView> {
    return Promise.resolve(this.#funding.view(reference));
  }

  payment(reference: string): Promise<PaymentView> {
    return Promise.resolve(this.#payments.view(reference));
  }

  accountAnswer(taskId: string): ReturnType<ConformanceHub['accountAnswer']> {
    const report = this.#accountReports.get(taskId);
    return Promise.resolve(
      report && withoutNulls<Awaited<ReturnType<ConformanceHub['accountAnswer']>>>(report),
    );
  }

  citizenAnswer(taskId: string): ReturnType<ConformanceHub['citizenAnswer']> {
    const report = this.#citizenReports.get(taskId);
    return Promise.resolve(
      report && withoutNulls<Awaited<ReturnType<ConformanceHub['citizenAnswer']>>>(report),
    );
  }

  recipientLists(): Promise<readonly RecipientListView[]> {
    return Promise.resolve(this.#recipients.view());
  }

  declaration(): Promise<CapabilitiesInput | undefined> {
    return Promise.resolve(this.#declaration);
  }

  async changed(): Promise<void> {
    if (this.#seenChange === this.#change) await once(this.#events, 'change');
    this.#seenChange = this.#change;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Resolvers of the promised schema, as graphql-js takes them from a root value. */
  readonly #root = {
    claimPayments: (claim: Claim) =>
      this.#noting(
        this.#payments.tasks
          .claim(claim)
          .map(({ id, action, leasedUntil }) => this.#payments.wire(id, action, leasedUntil)),
      ),
    reportPaymentStatuses: ({ reports }: { reports: PaymentStatusReport[] }) =>
      this.#noting(
        reports.map((report) => ({ reportId: report.reportId, outcome: this.#payments.report(report) })),
      ),
    claimAccountChecks: (claim: Claim) =>
      this.#accountLeases
        .claim(claim)
        .map(({ id, leasedUntil }) => ({ ...this.#accountTasks.get(id), leasedUntil })),
    reportAccountChecks: ({ reports }: { reports: AccountCheckReport[] }) =>
      this.#noting(reports.map((report) => receive(report, this.#accountLeases, this.#accountReports))),
    claimCitizenChecks: (claim: Claim) =>
      this.#citizenLeases
        .claim(claim)
        .map(({ id, leasedUntil }) => ({ ...this.#citizenTasks.get(id), leasedUntil })),
    reportCitizenChecks: ({ reports }: { reports: CitizenCheckReport[] }) =>
      this.#noting(reports.map((report) => receive(report, this.#citizenLeases, this.#citizenReports))),
    claimFundingOrders: () => this.#noting(this.#funding.claim()),
    recordFunding: ({ input }: { input: RecordFundingInput }) =>
      this.#noting(this.#funding.record('FUND', input)),
    recordFundingReturn: ({ input }: { input: RecordFundingInput }) =>
      this.#noting(this.#funding.record('RETURN', input)),
    reportFundingRefusal: ({ input }: { input: FundingRefusalInput }) =>
      this.#noting(this.#funding.refuse(input)),
    reportRecipients: ({ input }: { input: RecipientListInput }) =>
      this.#noting(this.#recipients.report(input)),
    extendLeases: ({ taskIds, leaseSeconds }: { taskIds: string[]; leaseSeconds: number }) =>
      sum(this.#allLeases.map((tasks) => tasks.extend(taskIds, leaseSeconds))),
    returnTasks: ({ taskIds }: { taskIds: string[] }) =>
      this.#noting(sum(this.#allLeases.map((tasks) => tasks.return(taskIds)))),
    declareCapabilities: ({ input }: { input: CapabilitiesInput }) => {
      this.#declaration = input;
      return this.#noting({ ...input, declaredAt: new Date().toISOString() });
    },
    workReady: () => this.#workReady(),
  };

  get #allLeases(): readonly ModelTasks[] {
    return [this.#payments.tasks, this.#accountLeases, this.#citizenLeases];
  }

  async *#workReady() {
    for await (const [kind] of on(this.#events, 'work') as AsyncIterable<[WorkKind]>) {
      yield { workReady: { kind, waiting: 1 } };
    }
  }

  #wake(kind: WorkKind): Promise<void> {
    this.#events.emit('work', kind);
    return Promise.resolve();
  }

  #noting<Result>(result: Result): Result {
    this.#change += 1;
    this.#events.emit('change');
    return result;
  }
}

function receive<Report extends { readonly taskId: string; readonly reportId: string }>(
  report: Report,
  tasks: ModelTasks,
  reports: Map<string, Report>,
) {
  const known = reports.get(report.taskId);
  if (known?.reportId === report.reportId) return { reportId: report.reportId, outcome: 'DUPLICATE' };
  reports.set(report.taskId, report);
  tasks.remove(report.taskId);
  return { reportId: report.reportId, outcome: 'APPLIED' };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function withoutNulls<Row>(row: object): Row {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && value !== undefined),
  ) as Row;
}
