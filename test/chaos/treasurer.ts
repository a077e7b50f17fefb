/** The treasurer after a restore: a batch that was forgotten and is made again with other people in it names its order as before, and the
 *  Treasury has carried that out with another amount. The document is recorded by hand, and what is missing is ordered on paper. */
import { formatId } from '../../src/values/index.js';
import type { LedgerEntry } from '../../adapters/kit/simulator/index.js';
import type { Data } from '../setup/hub-client.js';
import { listSimulators } from '../setup/hub-folder.js';
import { insist, type ChaosWorld } from './chaos-world.js';

const REFUSED = `
  SELECT o.reference, o.batch_id FROM payment.funding_order o JOIN payment.batch b ON b.id = o.batch_id
  WHERE o.kind = 'FUND' AND o.closed_at IS NULL AND o.refused_at IS NOT NULL AND b.status = 'APPROVED'
    AND b.funded_amount - b.returned_amount < b.approved_amount`;

export class Treasurer {
  private papers = 0;

  constructor(private readonly world: ChaosWorld) {}

  async fundByHand(): Promise<void> {
    const orders = await this.world.rows<{ reference: string; batch_id: string }>(REFUSED);
    if (orders.length === 0) return;
    const carriedOut = await this.readBook();
    for (const { reference, batch_id: id } of orders) {
      const line = carriedOut.find((entry) => entry.reference === reference);
      if (line === undefined) continue;
      const batchId = formatId('bat', id);
      const missing = await this.record({
        ...{ batchId, documentNumber: line.externalReference, amount: Math.abs(line.amount) },
        date: line.bookedAt.slice(0, 10),
      });
      if (missing === 0) continue;
      this.papers += 1;
      const documentNumber = `GIAY-${this.papers}-${reference}`;
      await this.record({ batchId, documentNumber, amount: missing, date: line.bookedAt.slice(0, 10) });
    }
  }

  /** Money for a batch that is forgotten, and whose payments were all found again, is recorded where they are. */
  async recordForgotten(): Promise<void> {
    const [batch] = await this.world.rows<{ id: string }>(
      'SELECT id FROM payment.batch WHERE is_reconstructed ORDER BY id DESC LIMIT 1',
    );
    if (batch === undefined) return;
    const known = await this.world.rows<{ known: string }>(
      'SELECT reference AS known FROM payment.funding_order UNION SELECT document_number FROM payment.funding',
    );
    const isKnown = new Set(known.map((row) => row.known));
    for (const { reference, externalReference: documentNumber, amount, bookedAt } of await this.readBook())
      if (!isKnown.has(reference) && !isKnown.has(documentNumber))
        await this.record({
          ...{ batchId: formatId('bat', batch.id), documentNumber, amount, date: bookedAt.slice(0, 10) },
        });
  }

  /** @returns what is still missing */
  private async record(input: object): Promise<number> {
    const treasurer = await insist('the treasurer signs in', () => this.world.hub.client('demo-treasurer'));
    const { recordFunding } = await treasurer.ask('record-funding', { input });
    const result = recordFunding as Data;
    if (result['__typename'] !== 'RecordFundingSuccess') throw new Error(JSON.stringify(result));
    return result['missing'] as number;
  }

  private async readBook(): Promise<readonly LedgerEntry[]> {
    const treasury = listSimulators(this.world.hub.dataDir).find(({ name }) => name === 'treasury');
    return insist('the book of the Treasury is read', async () => {
      const response = await fetch(`${treasury?.url}/__simulator/ledger`, {
        signal: AbortSignal.timeout(5_000),
      });
      return ((await response.json()) as { entries: LedgerEntry[] }).entries;
    });
  }
}
