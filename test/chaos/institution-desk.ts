/** The people of an institution: they write into its book what they like, and say to the hub what they like, under the identity of its
 *  adapter. What they have said is remembered, so that the judge knows what the hub could know. */
import { httpHub, reportStatement, silentLog, type Statement } from '../../adapters/kit/index.js';
import type { LedgerEntry } from '../../adapters/kit/simulator/index.js';
import { listSimulators } from '../setup/hub-folder.js';
import type { Data } from '../setup/hub-client.js';
import { insist, type ChaosWorld } from './chaos-world.js';

export interface Said {
  readonly reportId: string;
  readonly reference?: string;
  readonly externalReference?: string;
  readonly status: string;
  readonly evidence: string;
  readonly amount?: number;
  readonly account?: string;
  readonly reason?: string;
  readonly occurredAt: string;
}

export interface Receipt {
  readonly reportId: string;
  readonly outcome: 'APPLIED' | 'DUPLICATE' | 'STALE' | 'EXCEPTION' | 'REFUSED';
}

type Summary = Awaited<ReturnType<typeof reportStatement>>;

/** Money that an institution has said to have moved, and since when the hub knows it. */
export interface ToldMoney {
  readonly reference: string;
  readonly knownFrom: Date;
}

const REPORT = `mutation ($reports: [PaymentStatusReport!]!) {
  reportPaymentStatuses(reports: $reports) { reportId outcome } }`;
const CALL_MAX = 500;

export class InstitutionDesk {
  /** The institution's own references of lines that no request of the hub has made. */
  readonly ownLines = new Set<string>();
  told: ToldMoney[] = [];
  private counted = 0;

  constructor(
    private readonly world: ChaosWorld,
    private readonly seed: number,
  ) {}

  /** A word that was never said before, and an institution's reference that was never used. */
  nextId(): string {
    this.counted += 1;
    return `desk-${this.seed}-${this.counted}`;
  }

  /** Money moves, and nobody is told. */
  async book(system: string, lines: readonly LedgerEntry[]): Promise<void> {
    for (const { externalReference } of lines) this.ownLines.add(externalReference);
    await insist(`${system} books`, async () => {
      const url = listSimulators(this.world.hub.dataDir).find(({ name }) => name === system)?.url;
      const response = await fetch(`${url}/__simulator/bookings`, {
        method: 'POST',
        body: JSON.stringify(lines),
        signal: AbortSignal.timeout(5_000),
      });
      if (!response.ok) throw new Error(await response.text());
    });
  }

  /** Says it until the hub has heard it. @returns one receipt a word, in their order */
  async say(system: string, reports: readonly Said[]): Promise<readonly Receipt[]> {
    const receipts: Receipt[] = [];
    for (let at = 0; at < reports.length; at += CALL_MAX) {
      const call = reports.slice(at, at + CALL_MAX);
      const { reportPaymentStatuses } = await insist(`${system} is heard`, async () =>
        (await this.world.adapterClient(system)).ask(REPORT, { reports: call }),
      );
      receipts.push(...(reportPaymentStatuses as Data[] as unknown as Receipt[]));
    }
    const back = new Set(
      reports.filter(({ status }) => status === 'RETURNED').map(({ reference }) => reference),
    );
    // What came back may be paid again, whatever was said of it before.
    this.told = this.told.filter(({ reference }) => !back.has(reference));
    await this.note(
      reports.flatMap(({ status, reference }) => (status === 'SETTLED' ? (reference ?? []) : [])),
    );
    return receipts;
  }

  /** Hands in a statement, as the adapter or an operator with a file does.
   *  @param paid the references of payments that it says were paid */
  async bring(system: string, statement: Statement, paid: readonly string[]): Promise<Summary> {
    const hub = httpHub({
      url: `${this.world.hub.url}/graphql`,
      token: { get: () => this.world.token(`adapter-${system}`), forget: () => undefined },
    });
    try {
      const summary = await reportStatement(hub, silentLog, statement);
      await this.note(paid);
      return summary;
    } finally {
      await hub.close();
    }
  }

  private async note(references: readonly string[]): Promise<void> {
    if (references.length === 0) return;
    const [{ now } = { now: new Date() }] = await this.world.rows<{ now: Date }>('SELECT now()');
    for (const reference of references) this.told.push({ reference, knownFrom: now });
  }
}
