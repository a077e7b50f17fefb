/** A mask cannot be undone: for whoever is shown none of it, through every field of every object. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse, type ExecutionResult } from 'graphql';
import { callerFromToken, type Caller } from '../../../src/access/index.js';
import { formatId } from '../../../src/values/index.js';
import { openSharedBatch, PROVINCE, type SharedBatch } from './shared-batch.js';
import { eachObject } from './walk-answers.js';
import { rootCalls, rootDocument } from './walk-documents.js';

// Everything is asked for at once: a busy machine takes its time.
jest.setTimeout(600_000);

let world: SharedBatch;
let whole: ReadonlySet<string>;
beforeAll(async () => {
  world = await openSharedBatch();
  // What institutions and officials wrote about somebody.
  await world.pool.query(`UPDATE payment.payment SET reason_text = receiver_name`);
  await world.pool.query(
    `UPDATE payment.exception_evidence SET text = (SELECT full_name FROM social_protection.person LIMIT 1)`,
  );
  const { rows } = await world.pool.query<{ value: string }>(WHOLE_VALUES);
  whole = new Set(rows.map(({ value }) => value));
});
afterAll(() => world.close());

/** Whatever names a person: numbers, names as they are written anywhere, dates of birth. */
const WHOLE_VALUES = `
  SELECT personal_id AS value FROM social_protection.person
  UNION SELECT full_name FROM social_protection.person
  UNION SELECT date_of_birth::text FROM social_protection.person
  UNION SELECT number FROM account.account
  UNION SELECT holder_name FROM account.account
  UNION SELECT receiver_name FROM payment.payment`;

const MONITOR = callerFromToken({ sub: 'm', roles: ['monitor'], purposes: ['MONITORING'] });
const CALLERS: readonly (readonly [string, Caller])[] = [
  ['a monitor', MONITOR],
  ['an auditor', callerFromToken({ sub: 'a', roles: ['auditor'], purposes: ['AUDIT'] })],
  [
    'an officer who names no purpose',
    callerFromToken({
      ...{ sub: 'o', roles: ['officer'], area: PROVINCE },
      purposes: ['VERIFICATION', 'MONITORING'],
    }),
  ],
];

/** The answers to every root; asked once. */
const walked = new Map<Caller, Promise<ReadonlyMap<string, ExecutionResult>>>();
function walk(caller: Caller): Promise<ReadonlyMap<string, ExecutionResult>> {
  const answers = walked.get(caller) ?? askEverything(caller);
  walked.set(caller, answers);
  return answers;
}

async function askEverything(caller: Caller): Promise<ReadonlyMap<string, ExecutionResult>> {
  const answers = new Map<string, ExecutionResult>();
  for (const [name, call] of Object.entries(rootCalls(PROVINCE))) {
    const document = parse(rootDocument(world.graph.publicSchema, name, call));
    const contextValue = { caller, requestId: 'walk' };
    answers.set(name, await world.graph.execute({ document, contextValue, variables: {} }));
  }
  return answers;
}

describe.each(CALLERS)('%s', (_who, caller) => {
  it('is told no number, name or date of birth, nor a year or gender beside their masks', async () => {
    const found = new Set<string>();
    for (const [, { data }] of await walk(caller))
      eachObject(data, (object, path) => {
        for (const [field, value] of Object.entries(object)) {
          if (typeof value === 'string' && namesSomebody(value)) found.add(`${path}.${field}`);
          if (/^(yearOfBirth|gender)$/.test(field) && value !== null) found.add(`${path}.${field}`);
        }
      });

    expect([...found]).toEqual([]);
  });
});

function namesSomebody(text: string): boolean {
  return whole.has(text) || (text.match(/\d{6,}/g) ?? []).some((digits) => whole.has(digits));
}

describe('a monitor', () => {
  const PERSONS = new Set(['Beneficiary', 'Citizen', 'Account', 'Authorisation']);
  const BENEFITS = new Set([
    'Payment',
    'PaymentBatch',
    'PaymentEvent',
    'Entitlement',
    'Programme',
    'LeftOut',
  ]);

  it('never gets from a person to a programme or an amount, nor back', async () => {
    const found = new Set<string>();
    for (const [, { data }] of await walk(MONITOR))
      eachObject(data, (object, path, types) => {
        const joins = types.some((type) => PERSONS.has(type)) && types.some((type) => BENEFITS.has(type));
        if (joins) found.add(path);
        if (PERSONS.has(types.at(-1) ?? '') && object['noAccountReason'])
          found.add(`${path}.noAccountReason`);
      });

    expect([...found]).toEqual([]);
  });

  it('sees payments and persons, each by themselves', async () => {
    const answers = await walk(MONITOR);
    const types = new Set<string>();
    for (const [, { data }] of answers)
      eachObject(data, (object) => void types.add(String(object['__typename'])));

    expect([...types]).toEqual(expect.arrayContaining(['Beneficiary', 'Account', 'Payment', 'Programme']));
  });

  it.each([
    ['payments of somebody', 'payments(filter: { beneficiaryId: $id }) { totalCount }'],
    ['payment events of somebody', 'paymentEvents(filter: { beneficiaryId: $id }) { nodes { id } }'],
    ['people of a programme', 'beneficiaries(filter: { programme: "HTXH" }) { totalCount }'],
    ['who was left out', 'paymentBatches { nodes { leftOut { edges { cursor } } } }'],
  ])('is not told %s', async (_title, field) => {
    const { rows } = await world.pool.query<{ id: string }>(
      'SELECT id FROM social_protection.beneficiary LIMIT 1',
    );
    const source = field.replace('$id', `"${formatId('ben', rows[0]?.id ?? '')}"`);
    const contextValue = { caller: MONITOR, requestId: 'walk' };

    const { data, errors } = await world.graph.execute({
      document: parse(`{ ${source} }`),
      contextValue,
      variables: {},
    });

    if (field.startsWith('paymentBatches')) expect(JSON.stringify(data)).not.toContain('cursor');
    else expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});
