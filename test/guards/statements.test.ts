/** Held against a small country: how many statements each documented operation sends, and how PostgreSQL would run every one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { documentedOperations } from './documented-operations.js';
import { explainStatement } from './explain-statement.js';
import { openGuardedHub, type GuardedHub } from './guarded-hub.js';
import { stepName } from './guarded-step.js';
import { imagineCountry, type Country } from './imagine-country.js';
import { playCountry } from './play-country.js';
import { statementCounts } from './statement-counts.js';
import type { SentStatement } from './statement-record.js';
import { findWholeReads } from './whole-reads.js';
import { wholeReadsAllowed } from './whole-reads-allowed.js';

/** References to one owner may come from several places of a document, in whatever order their sources answer: a loader then asks
 *  once for each place, never once for each of fifty rows. */
const TIMES_MAX = 4;
const SIZES = ['little', 'much', 'besides'] as const;
const asked = [...documentedOperations.values()].filter(({ kind }) => kind !== 'subscription');

let hub: GuardedHub;
let country: Country;

beforeAll(async () => {
  hub = await openGuardedHub();
  hub.record.start();
  await playCountry(hub);
  hub.record.stop();
  country = await imagineCountry(hub.pool);
}, 120_000);

afterAll(() => hub.close(), 60_000);

describe('the documented operations', () => {
  it('are all asked, each with an answer', () => {
    const played = new Set(hub.played);

    expect([...documentedOperations.keys()].filter((name) => !played.has(name))).toEqual([]);
  });

  it('send as many different statements as the table says', () => {
    const counts = Object.fromEntries(
      asked.map(({ name }) => [name, hub.record.timesOf(SIZES.map((size) => stepName(name, size))).size]),
    );

    expect(counts).toEqual(statementCounts);
  });

  it('send none of them once a row', () => {
    const repeated = asked.flatMap(({ name }) =>
      [...hub.record.timesOf([stepName(name, 'little'), stepName(name, 'much')])]
        .filter(([, times]) => times > TIMES_MAX)
        .map(([statement, times]) => `${name} sends ${statement} ${times} times`),
    );

    expect(repeated).toEqual([]);
  });
});

describe('the tables that grow with the country', () => {
  it('are large enough here for the planner to mind', () => {
    expect([...country.large]).toEqual(expect.arrayContaining(GROWING));
  });

  it('are never read whole by a statement of an operation', async () => {
    const found = await readsOf(distinct(hub.record.sent));

    expect(found.filter((line) => !wholeReadsAllowed.some(({ of }) => line.startsWith(of)))).toEqual([]);
  }, 60_000);

  it('are read whole where an index is gone, and this test says so', async () => {
    const sent = hub.record.sent.filter(({ step }) => step === stepName('FindBeneficiary', 'little'));

    const found = await readsOf(sent, 'social_protection.person_personal_id_key');

    expect(found).toContainEqual(expect.stringContaining('Seq Scan on social_protection.person'));
  });
});

const GROWING = [
  ...[
    'access.entry',
    'account.account',
    'account.account_check',
    'event.log',
    'payment.attempt',
    'payment.payment',
  ],
  ...['payment.status_report', 'population.citizen_check', 'population.citizen_verdict', 'work.task'],
  ...['social_protection.beneficiary', 'social_protection.entitlement', 'social_protection.person'],
  ...[
    'report.account_fact',
    'report.delta',
    'report.payment_fact',
    'report.residence_fact',
    'report.standing',
  ],
];

/** Each text once an operation and size: values may turn a plan. */
function distinct(sent: readonly SentStatement[]): readonly SentStatement[] {
  const found = new Map<string, SentStatement>();
  for (const one of sent) found.set(`${one.step ?? ''}\n${one.text}`, one);
  return [...found.values()];
}

/** `statement (operation): line of the plan`. Temporary tables of the operation are made again, and nothing is kept. */
async function readsOf(statements: readonly SentStatement[], indexGone?: string): Promise<readonly string[]> {
  const client = await hub.pool.connect();
  try {
    await client.query('BEGIN');
    if (indexGone !== undefined) await client.query(`DROP INDEX ${indexGone}`);
    const found = new Set<string>();
    for (const statement of statements) {
      const plans = await explainStatement(client, statement);
      for (const { line } of plans.flatMap((plan) => findWholeReads(plan, country)))
        found.add(`${statement.name} (${statement.step ?? 'beside operations'}): ${line}`);
    }
    return [...found];
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
