/** Adapters' reports as an attack: the truth about what an institution has booked, in every order and over and over, by a thousand
 *  clients at once; and the same about another institution's payments, which must change nothing. */
import { createChance, type Chance } from '../crash/seeded-chance.js';
import { HubClient, type Data } from '../setup/hub-client.js';
import type { LedgerLine } from '../setup/simulated-world.js';
import type { Blow } from './chaos-schedule.js';
import { insist, type ChaosWorld } from './chaos-world.js';
import type { InstitutionDesk } from './institution-desk.js';
import type { StrikeBook } from './strike-book.js';

const CLIENTS = 1_000;
const LINES_MAX = 250;
const FORGED_MAX = 200;
const REPORTS_PER_CLIENT_MAX = 4;
/** What an institution says of a payment that it has booked, in the order in which it happened. */
const WORDS = ['SUBMITTED', 'ACCEPTED', 'SETTLED'] as const;

const REPORT = `mutation ($reports: [PaymentStatusReport!]!) {
  reportPaymentStatuses(reports: $reports) { reportId outcome } }`;

interface Attack {
  readonly world: ChaosWorld;
  readonly desk: InstitutionDesk;
  readonly strikes: StrikeBook;
}

/** The institution with the most in its book, so that there is something to report. */
export async function stormReports({ world, desk, strikes }: Attack, { when, isOther }: Blow): Promise<void> {
  const chance = createChance(Math.floor(when * 1e9));
  const { name, lines: booked } = await busiest(world, desk);
  const client = await clientOf(world, name, isOther);
  const lines = await knownOf(world, booked.slice(-LINES_MAX));
  if (lines.length === 0 || client === undefined) return;
  const batch = `storm-${Math.floor(when * 1e9)}-${Date.now()}`;
  const reports = lines.flatMap((line) =>
    WORDS.map((status) => reportOf(line, status, `${batch}-${line.reference}-${status}`)),
  );
  const answers = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const said = Array.from({ length: chance.between(1, REPORTS_PER_CLIENT_MAX) }, () =>
        pick(reports, chance),
      );
      // A hub that dies under it leaves a question open: asked again after any doubt, as adapters do.
      const { reportPaymentStatuses } = await insist('the reports are taken', () =>
        client.ask(REPORT, { reports: said }),
      );
      return reportPaymentStatuses as Data[];
    }),
  );
  const receipts = answers.flat();
  const first = receipts.filter(({ outcome }) => outcome !== 'DUPLICATE');
  const firstIds = new Set(first.map(({ reportId }) => reportId as string));
  const wrong = first.filter(({ outcome }) => outcome === 'REFUSED' || outcome === 'EXCEPTION');
  if (firstIds.size !== first.length) throw new Error(`${batch}: a report was taken twice`);
  if (wrong.length > 0) throw new Error(`${batch}: ${JSON.stringify(wrong.slice(0, 3))}`);
  strikes.note('clientsAtOnce');
  strikes.note('reportReplayed', receipts.length - first.length);
  strikes.note('reportReordered', first.filter(({ outcome }) => outcome === 'STALE').length);
}

/** Those that the hub has not forgotten in a restore: of the others statements and people tell it. */
async function knownOf(world: ChaosWorld, lines: readonly LedgerLine[]): Promise<readonly LedgerLine[]> {
  const rows = await world.hub.rows<{ reference: string }>(
    'SELECT reference FROM payment.attempt WHERE reference = ANY($1::text[])',
    [lines.map(({ reference }) => reference)],
  );
  const known = new Set(rows.map(({ reference }) => reference));
  return lines.filter(({ reference }) => known.has(reference));
}

/** @throws Error when a hub takes one of them, in whatever way */
export async function forgeReports({ world, strikes }: Attack, { whom, isOther }: Blow): Promise<void> {
  const { rails } = world;
  const victim = rails[whom % rails.length];
  const forger = rails[(whom + 1) % rails.length];
  if (!victim || !forger || victim === forger) return;
  const attempts = await world.rows<{ reference: string; amount: bigint }>(
    `SELECT a.reference, p.amount FROM payment.attempt a JOIN payment.payment p ON p.id = a.payment_id
     WHERE split_part(p.institution_code, ':', 1) = $1 ORDER BY a.id DESC LIMIT ${FORGED_MAX}`,
    [victim.institution],
  );
  const client = await clientOf(world, forger.name, isOther);
  if (attempts.length === 0 || client === undefined) return;
  const reports = attempts.flatMap(({ reference, amount }, at) =>
    (['SETTLED', 'REJECTED', 'RETURNED'] as const).map((status) => ({
      ...reportOf({ reference, amount: Number(amount) }, status, `forged-${reference}-${status}`),
      evidence: at % 2 === 0 ? 'NOTIFICATION' : 'STATEMENT',
    })),
  );
  const { reportPaymentStatuses } = await insist('the forger is answered', () =>
    client.ask(REPORT, { reports }),
  );
  const taken = (reportPaymentStatuses as Data[]).filter(({ outcome }) => outcome !== 'REFUSED');
  if (taken.length > 0)
    throw new Error(`${forger.name} speaks for ${victim.name}: ${JSON.stringify(taken.slice(0, 3))}`);
  strikes.note('reportForged', reports.length);
}

/** What institutions contradict themselves about is left out: there, nobody knows what is the truth. */
async function busiest(
  world: ChaosWorld,
  { ownLines }: InstitutionDesk,
): Promise<{ name: string; lines: readonly LedgerLine[] }> {
  const all = await insist('the books can be read', () => world.books.ledgers());
  const contradicted = new Set(
    all.flatMap(({ externalReference, reference }) => (ownLines.has(externalReference) ? [reference] : [])),
  );
  const ledgers = all.filter(({ reference }) => !contradicted.has(reference));
  const books = world.rails.map(({ name }) => ({
    name,
    lines: ledgers.filter(({ system }) => system === name),
  }));
  return books.reduce((most, book) => (book.lines.length > most.lines.length ? book : most));
}

async function clientOf(world: ChaosWorld, rail: string, isSecond: boolean): Promise<HubClient | undefined> {
  const token = await insist('an adapter signs in', () => world.token(`adapter-${rail}`));
  const url = isSecond ? world.urls.at(-1) : world.urls[0];
  return url === undefined ? undefined : new HubClient(url, token);
}

function reportOf(
  { reference, amount }: Pick<LedgerLine, 'reference' | 'amount'>,
  status: string,
  reportId: string,
) {
  const evidence = status === 'SETTLED' ? 'INQUIRY' : 'REPLY';
  return { reportId, reference, status, evidence, amount, occurredAt: new Date().toISOString() };
}

function pick<Item>(items: readonly Item[], chance: Chance): Item {
  return items[chance.between(0, items.length - 1)] as Item;
}
