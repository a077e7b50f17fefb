/** Holds the hub against everything that must still be true after the attack. The books of the simulators are the judge: money that
 *  moved is there, whatever the hub was told. */
import { parseId, prefixOf } from '../../src/values/index.js';
import { findEventFaults, listPaymentEventIds, NO_EVENT_FAULTS } from '../setup/event-agreement.js';
import { accountForMoney } from './account-for-money.js';
import type { ChaosWorld } from './chaos-world.js';
import type { CutReader } from './cut-reader.js';
import type { InstitutionDesk } from './institution-desk.js';
import { tellStory } from './tell-story.js';

export interface Verdict {
  readonly payments: number;
  readonly settled: number;
  readonly rejected: number;
  readonly cancelled: number;
  readonly returned: number;
  readonly attempts: number;
  readonly events: number;
  /** Empty when everything holds. */
  readonly complaints: readonly string[];
}

const READER_MS = 120_000;
/** Who decides about these loses nothing by it; anything else is a wrong word between honest parties. */
const COUNTS = `
  SELECT count(*)::int AS payments,
    (count(*) FILTER (WHERE status = 'SETTLED'))::int AS settled,
    (count(*) FILTER (WHERE status = 'REJECTED'))::int AS rejected,
    (count(*) FILTER (WHERE status = 'CANCELLED'))::int AS cancelled,
    (count(*) FILTER (WHERE status = 'RETURNED'))::int AS returned,
    (SELECT count(*)::int FROM payment.attempt) AS attempts
  FROM payment.payment`;

/** Asked when nothing is under way. */
export async function judge(
  world: ChaosWorld,
  { reader, desk }: { readonly reader: CutReader; readonly desk: InstitutionDesk },
): Promise<Verdict> {
  const complaints = [...(await accountForMoney(world, desk))];
  const events = await findEventFaults(world.hub);
  if (JSON.stringify(events) !== JSON.stringify(NO_EVENT_FAULTS))
    complaints.push(`events: ${JSON.stringify(events)}`);

  const told = await listPaymentEventIds(world.hub);
  await reader.untilCount(told.length, READER_MS);
  complaints.push(...compareTold(told, reader));

  const check = await world.hub.command('check', '--json');
  if (check.code !== 0)
    complaints.push(
      `hub check: ${violated(check.stdout)} ${check.stderr} ${await storiesOf(world, check.stdout)}`,
    );
  if (world.simulators.trustedExpired > 0)
    complaints.push(`${world.simulators.trustedExpired} connections went on under an expired certificate`);

  const [counts] = await world.rows<Omit<Verdict, 'complaints' | 'events'>>(COUNTS);
  return { ...counts!, events: told.length, complaints };
}

function compareTold(told: readonly string[], { ids, refused, state }: CutReader): string[] {
  if (told.length === ids.length && told.every((id, at) => id === ids[at])) return [];
  const read = new Set(ids);
  const missed = told.flatMap((id, at) => (read.has(id) ? [] : [at]));
  const where = missed.length > 0 ? ` (from the ${missed[0]! + 1}th to the ${missed.at(-1)! + 1}th)` : '';
  return [
    `the subscriber that was cut off, ${state}: ${missed.length} events skipped${where}, ` +
      `${ids.length - read.size} repeated, of ${told.length}; it was also told ${JSON.stringify(refused.slice(-3))}`,
  ];
}

/** What is known of the attempts and payments that a check names, for whoever reads it when the database is gone. */
async function storiesOf(world: ChaosWorld, stdout: string): Promise<string> {
  const ids = (stdout.match(/\b(att|pay)_[0-9a-z]{26}\b/g) ?? []).map((id) => parseId(prefixOf(id)!, id));
  const months = await world.rows<{ month: string }>(MONTHS_OF, [ids]);
  const ledgers = await world.books.ledgers();
  const stories = months.map(({ month }) => tellStory(world, month, ledgers));
  return (await Promise.all(stories)).join('; ');
}

const MONTHS_OF = `
  SELECT DISTINCT concat_ws('/', p.programme_code, p.period, p.citizen_id, p.line) AS month
  FROM payment.payment p LEFT JOIN payment.attempt a ON a.payment_id = p.id
  WHERE p.id = ANY($1::uuid[]) OR a.id = ANY($1::uuid[]) LIMIT 5`;

function violated(stdout: string): string {
  try {
    const { checks } = JSON.parse(stdout) as {
      checks: { name: string; violations: number; examples: string[] }[];
    };
    return JSON.stringify(checks.filter(({ violations }) => violations > 0));
  } catch {
    // Not even a document: its own words say why.
    return stdout;
  }
}
