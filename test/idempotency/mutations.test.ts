/** Every mutation of the API: which take a key, why the others need none, and that a repeat of each does nothing and answers the
 *  same. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { buildSchema, getNamedType, isInputObjectType } from 'graphql';
import type { Caller } from '../../src/access/index.js';
import { createAccountSubgraph, DEFAULT_ACCOUNT_POLICY } from '../../src/account/index.js';
import { createPaymentSubgraph } from '../../src/payment/index.js';
import { askingOf, type Asking } from '../account/subgraph-world.js';
import { readText } from '../architecture/source-file.js';
import { openPaymentBench, type PaymentBench } from '../payment/payment-bench.js';
import { KEYLESS, keyedMutations, type Mutation } from './keyed-mutations.js';
import { openLookUps } from '../setup/look-ups.js';

const NOBODY = '00000000-0000-7000-8000-0000000000ff';

let bench: PaymentBench;
let payment: Asking['ask'];
let account: Asking['ask'];
beforeAll(async () => {
  bench = await openPaymentBench();
  // Nothing here follows the log or waits for work.
  const unused = { events: {} as never, signal: {} as never, version: 'test' };
  ({ ask: payment } = askingOf(createPaymentSubgraph({ payment: bench.deps, ...unused })));
  const deps = { ...bench.deps, policy: DEFAULT_ACCOUNT_POLICY, ...openLookUps() };
  ({ ask: account } = askingOf(createAccountSubgraph({ account: deps, ...unused })));
});
beforeEach(async () => {
  await bench.reset();
  await bench.database.pool.query('TRUNCATE idempotency.answer');
});
afterAll(() => bench.database.drop());

type Answer = Readonly<Record<string, unknown>>;

async function say(caller: Caller, { name, document, domain }: Mutation, variables: object): Promise<Answer> {
  const ask = domain === 'account' ? account : payment;
  // Numbers of accounts are named by whoever is shown them.
  const who = domain === 'account' ? { ...caller, showsPersonalData: true } : caller;
  const data: Record<string, Answer> = await ask(who, document, variables as Record<string, unknown>);
  return data[name] ?? {};
}

/** Everything that a mutation could have made or moved. */
async function standing(): Promise<unknown> {
  const tables = [
    ...[
      'payment.batch',
      'payment.payment',
      'payment.attempt',
      'payment.funding',
      'payment.exception',
      'payment.left_out',
    ],
    ...['account.account', 'account.name_decision', 'account.account_check', 'work.task', 'event.inbox'],
  ];
  const { rows } = await bench.database.pool.query(
    tables
      .map(
        (table) =>
          `SELECT '${table}' AS name, count(*), md5(string_agg(t::text, ';' ORDER BY t::text)) FROM ${table} t`,
      )
      .join(' UNION ALL '),
  );
  return rows;
}

describe('the API', () => {
  const schema = buildSchema(readText('schema/api.graphql'));
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  const takesKey = fields.filter(({ args }) =>
    args.some((arg) => {
      const type = getNamedType(arg.type);
      return (
        arg.name === 'idempotencyKey' || (isInputObjectType(type) && 'idempotencyKey' in type.getFields())
      );
    }),
  );

  it('has a key on every mutation, or a reason why it needs none', () => {
    const known = [...keyedMutations.map(({ name }) => name), ...Object.keys(KEYLESS)];

    expect(known.sort()).toEqual(fields.map(({ name }) => name).sort());
    expect(takesKey.map(({ name }) => name).sort()).toEqual(keyedMutations.map(({ name }) => name).sort());
  });

  it('can answer InvalidInput wherever there is a key', () => {
    const without = takesKey.filter(({ type }) => {
      const result = getNamedType(type);
      const members = 'getTypes' in result ? result.getTypes() : [];
      return !members.some(({ name }) => name === 'InvalidInput');
    });

    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

describe.each(keyedMutations.map((mutation) => [mutation.name, mutation] as const))(
  '%s',
  (_name, mutation) => {
    const { caller, keyPath } = mutation;

    it('does nothing when it is repeated under its key, and answers the same', async () => {
      const variables = await mutation.prepare(bench);
      const key = randomUUID();

      const first = await say(caller, mutation, mutation.withKey(variables, key));
      const before = await standing();
      const again = await say(caller, mutation, mutation.withKey(variables, key));
      const other = await say(caller, mutation, mutation.withKey(mutation.otherwise(variables), key));

      expect(first['__typename']).toMatch(/Success$/);
      expect(again).toEqual(first);
      expect(other).toMatchObject({ __typename: 'InvalidInput', field: keyPath });
      expect(await standing()).toEqual(before);
    });

    it('keeps a failure as its answer too', async () => {
      const key = randomUUID();
      const variables = mutation.unknown(NOBODY);

      const first = await say(caller, mutation, mutation.withKey(variables, key));
      const again = await say(caller, mutation, mutation.withKey(variables, key));

      expect(first).toMatchObject({ __typename: 'NotFound' });
      expect(again).toEqual(first);
      expect(await kept()).toBe(1);
    });

    it('refuses a key that is no UUID', async () => {
      const variables = await mutation.prepare(bench);
      const before = await standing();

      const answer = await say(caller, mutation, mutation.withKey(variables, 'lần 1'));

      expect(answer).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT', field: keyPath });
      expect(await standing()).toEqual(before);
    });

    it('tells nothing to another caller, nor to one who lost the role', async () => {
      const variables = await mutation.prepare(bench);
      const key = randomUUID();
      const first = await say(caller, mutation, mutation.withKey(variables, key));
      const another = { ...caller, subject: 'somebody-else', clientId: 'somebody-else' };
      const demoted = { ...caller, roles: ['monitor'] as const };

      const theirs = await say(another, mutation, mutation.withKey(mutation.unknown(NOBODY), key));

      expect(theirs).toMatchObject({ __typename: 'NotFound' });
      expect(theirs).not.toEqual(first);
      await expect(say(demoted, mutation, mutation.withKey(variables, key))).rejects.toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ]);
    });
  },
);

async function kept(): Promise<number> {
  return (await bench.database.pool.query('SELECT 1 FROM idempotency.answer')).rowCount ?? 0;
}
