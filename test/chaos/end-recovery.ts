/** What an operator does after a restore: has every institution's statements read, waits until everything is answered, and ends the
 *  recovery in two. */
import { setTimeout as delay } from 'node:timers/promises';

import type { LedgerLine } from '../setup/simulated-world.js';
import { insist, type ChaosWorld } from './chaos-world.js';
import type { InstitutionDesk, Said } from './institution-desk.js';
import type { People } from './people.js';
import type { StrikeBook } from './strike-book.js';

export interface Recovering {
  readonly world: ChaosWorld;
  readonly desk: InstitutionDesk;
  readonly strikes: StrikeBook;
  readonly people: People;
  /** What is being done, for whoever watches. */
  readonly say: (doing: string) => void;
}

const END = `mutation ($input: EndRecoveryInput!) {
  endRecovery(input: $input) { __typename ... on UserError { message } } }`;
const NOTE = 'mutation ($days: [Date!]!) { noteStatements(days: $days) }';
const WANTED = `SELECT institution_code, to_char(day, 'YYYY-MM-DD') AS day FROM payment.recovery_statement WHERE read_at IS NULL`;
const ENDED_MS = 180_000;
const LOOK_MS = 300;
/** Institutions' clocks and the database's are one here; a line of the same second may be on either side. */
const BEFORE_MS = 5_000;

/** @throws Error naming what does not come to an end */
export async function endRecovery(recovering: Recovering, takenAt: Date): Promise<void> {
  const { world, people } = recovering;
  recovering.say('recovers: statements are read');
  await bringBooks(recovering, takenAt);
  recovering.say('recovers: what is open is asked about');
  const until = Date.now() + ENDED_MS;
  for (;;) {
    await people.decideAll();
    await people.letTimePass();
    if (await isEnded(world)) return;
    if (Date.now() > until) throw new Error(`The recovery does not end: ${await describe(world)}`);
    await delay(LOOK_MS);
  }
}

/** Institutions without statements of their own send a list: every line of their book since the backup. */
async function bringBooks({ world, desk }: Recovering, takenAt: Date): Promise<void> {
  const ledgers = await insist('the books can be read', () => world.books.ledgers());
  for (const { name } of world.rails) {
    const lines = ledgers.filter(({ system, bookedAt }) => system === name && isSince(bookedAt, takenAt));
    await desk.say(name, lines.map(saidOf));
    await insist(`the days of ${name} are noted`, () => noteDays(world, name));
  }
}

async function noteDays(world: ChaosWorld, name: string): Promise<void> {
  const { institution } = world.rails.find((rail) => rail.name === name)!;
  const wanted = await world.rows<{ institution_code: string; day: string }>(WANTED);
  const days = wanted.flatMap(({ institution_code: code, day }) => (code === institution ? [day] : []));
  if (days.length > 0) await (await world.adapterClient(name)).ask(NOTE, { days });
}

const isSince = (bookedAt: string, takenAt: Date): boolean =>
  new Date(bookedAt).getTime() >= takenAt.getTime() - BEFORE_MS;

function saidOf({ system, reference, account, amount, externalReference, bookedAt }: LedgerLine): Said {
  return {
    ...{ reportId: `list-${system}-${externalReference}-${amount}`, reference, externalReference },
    ...{ status: amount < 0 ? 'RETURNED' : 'SETTLED', evidence: 'STATEMENT', amount: Math.abs(amount) },
    ...(account === 'CASH' ? {} : { account }),
    occurredAt: bookedAt,
  };
}

/** Two people say so; nobody accepts a gap. */
async function isEnded(world: ChaosWorld): Promise<boolean> {
  const [officer, approver] = await insist('both sign in', () =>
    Promise.all([world.hub.client('demo-officer'), world.hub.client('demo-approver')]),
  );
  await officer.ask(END, { input: { reason: 'đã đối chiếu mọi sổ' } });
  await approver.ask(END, { input: {} });
  const [going] = await world.rows('SELECT 1 FROM payment.recovery WHERE ended_at IS NULL');
  return going === undefined;
}

async function describe(world: ChaosWorld): Promise<string> {
  const rows = await world.rows(
    `SELECT (SELECT json_agg(jsonb_build_object('reference', a.reference, 'status', a.status, 'decided', a.is_decided,
           'action', t.action, 'holder', t.lease_holder, 'tries', t.tries, 'exceptions',
           (SELECT json_agg(json_build_array(x.kind, x.resolution, x.detail)) FROM payment.exception x WHERE x.attempt_id = a.id)))
         FROM payment.recovery_attempt r JOIN payment.attempt a ON a.id = r.attempt_id LEFT JOIN work.task t ON t.id = a.id
         WHERE r.answered_at IS NULL) AS unanswered,
       (SELECT count(*)::int FROM payment.recovery_statement WHERE read_at IS NULL) AS statements,
       (SELECT json_agg(DISTINCT jsonb_build_object('kind', kind, 'detail', detail)) FROM
         (SELECT * FROM payment.exception WHERE resolved_at IS NULL AND payment_id IS NULL LIMIT 5) x) AS alone`,
  );
  return JSON.stringify(rows);
}
