/** Nobody sees through a neighbour: every object, through every field that leads to it, for every role. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { isObjectType, parse, type ExecutionResult } from 'graphql';
import type { Caller, Role } from '../../../src/access/index.js';
import { formatId } from '../../../src/values/index.js';
import { openSharedBatch, PROVINCE, type SharedBatch } from './shared-batch.js';
import { eachObject, type Row } from './walk-answers.js';
import { readEverybodysIds, readVisibleIds, type VisibleIds } from './visible-ids.js';
import { nodeDocument, rootCalls, rootDocument, ROOTS_BY_KEY } from './walk-documents.js';

// Everything is asked for at once: a busy machine takes its time.
jest.setTimeout(600_000);

let world: SharedBatch;
let everybodys: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  world = await openSharedBatch();
  everybodys = await readEverybodysIds(world.pool);
});
afterAll(() => world.close());

const person = (role: Role, area?: string): Caller =>
  ({
    ...{ subject: role, clientId: role, roles: [role], purposes: ['VERIFICATION'], purpose: 'VERIFICATION' },
    ...{ showsPersonalData: true, ...(area === undefined ? {} : { area: { code: area } }) },
  }) as const;
const machine = (institution: string): Caller =>
  ({
    ...{ subject: institution, clientId: institution, roles: ['adapter'], institution },
    ...{ purposes: [], showsPersonalData: true },
  }) as const;

/** `one` and `other` are the communes that share the batch. */
const CALLERS: readonly (readonly [string, (one: string, other: string) => Caller])[] = [
  ['a monitor of the country', () => person('monitor')],
  ['an officer of the province', () => person('officer', PROVINCE)],
  ['an officer of a commune', (one) => person('officer', one)],
  ['an officer of its neighbour', (_, other) => person('officer', other)],
  ['an approver of a commune', (one) => person('approver', one)],
  ['a treasurer of a commune', (one) => person('treasurer', one)],
  ['an auditor of a commune', (one) => person('auditor', one)],
  ['the adapter of BIDV', () => machine('BIDV')],
  ['the adapter of Agribank', () => machine('AGRIBANK')],
  ['the adapter of the population database', () => machine('POPULATION')],
];

const ask = async (caller: Caller, source: string, variables = {}): Promise<ExecutionResult> =>
  world.graph.execute({
    document: parse(source),
    contextValue: { caller, requestId: 'walk' },
    variables,
  });

function strangersIn(data: unknown, visible: VisibleIds): string[] {
  const found = new Set<string>();
  eachObject(data, (object, path) => {
    // What a flag points at beside its own payment may be elsewhere: it exists, and its name is masked.
    if (path.endsWith('flags.other')) return;
    const ids = visible.get(String(object['__typename']));
    if (ids && typeof object['id'] === 'string' && !ids.has(object['id']))
      found.add(`${path}: a ${String(object['__typename'])} that is not theirs`);
  });
  return [...found];
}

/** A root that the caller's role may not ask says so; nothing else fails. */
const failuresOf = ({ errors = [] }: ExecutionResult): string[] =>
  errors
    .filter(({ path, extensions }) => path?.length !== 1 || extensions['code'] !== 'FORBIDDEN')
    .map(({ path, message }) => `${path?.join('.')}: ${message}`);

describe.each(CALLERS)('%s', (_who, callerOf) => {
  let caller: Caller;
  let visible: VisibleIds;
  beforeAll(async () => {
    caller = callerOf(...world.communes);
    visible = await readVisibleIds(world.pool, caller);
  });

  it('is shown nobody else, through whatever field', async () => {
    const found: string[] = [];
    for (const [name, call] of Object.entries(rootCalls(caller.area?.code ?? PROVINCE))) {
      const answer = await ask(caller, rootDocument(world.graph.publicSchema, name, call));
      found.push(...strangersIn(answer.data, visible), ...failuresOf(answer));
    }

    expect(found).toEqual([]);
  });

  it('finds under an id what is theirs, and of what is not theirs as little as of what there is not', async () => {
    const { publicSchema } = world.graph;
    const found: string[] = [];
    for (const [type, ids] of everybodys) {
      const known = publicSchema.getType(type);
      if (!isObjectType(known) || known.getInterfaces().every(({ name }) => name !== 'Node')) continue;
      const document = nodeDocument(publicSchema, known);
      for (const id of ids) {
        const answer = await ask(caller, document, { id });
        found.push(...strangersIn(answer.data, visible), ...failuresOf(answer));
        if (answer.data?.['node'] && !visible.get(type)?.has(id)) found.push(`node of a foreign ${type}`);
      }
    }

    expect(found).toEqual([]);
  });

  it('is given by reference what they may see, and nothing else', async () => {
    const found: string[] = [];
    const context = { caller, requestId: 'walk' };
    for (const [type, ids] of everybodys) {
      const owner = world.subgraphs.find(({ name }) => name === OWNERS[type]);
      for (const id of ids) {
        const entity = await owner?.references[type]?.({ __typename: type, id }, context);
        if (entity && !visible.get(type)?.has(id)) found.push(`${owner?.name} gives a foreign ${type}`);
      }
    }

    expect([...new Set(found)]).toEqual([]);
  });
});

/** Others only add fields of their own to a key that they are given, within the scope. */
const OWNERS: Readonly<Record<string, string>> = {
  ...{ Beneficiary: 'social-protection', Authorisation: 'social-protection', Citizen: 'population' },
  ...{ Account: 'account', Payment: 'payment', PaymentBatch: 'payment', ReconciliationException: 'payment' },
};

describe('the walk', () => {
  it('begins at every root', () => {
    const roots = Object.keys(world.graph.publicSchema.getQueryType()?.getFields() ?? {});
    const known = [...Object.keys(rootCalls(PROVINCE)), ...ROOTS_BY_KEY];

    expect(roots.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('has something of every type to find, and of each a neighbour’s', async () => {
    const [one] = world.communes;
    const visible = await readVisibleIds(world.pool, person('officer', one));

    for (const [type, ids] of everybodys) {
      expect({ type, own: visible.get(type)?.size }).not.toMatchObject({ own: 0 });
      expect({ type, foreign: ids.filter((id) => !visible.get(type)?.has(id)).length }).not.toMatchObject(
        type === 'PaymentBatch' ? { foreign: -1 } : { foreign: 0 },
      );
    }
  });

  it('leaves the hub without a failure of its own', () => {
    expect(world.failures).toEqual([]);
  });
});

describe('a batch of which somebody sees some payments only', () => {
  const BATCH = `query ($id: ID!) { payment(id: $id) { batch {
    id name period status kind area { id } createdBy fundedAmount approvedBy carriedForwardFrom { id } fundingOrders { reference }
    totals { count byInstitution { institution { code } } } leftOut(first: 0) { totalCount } payments(first: 0) { totalCount }
    recentAccounts(first: 0) { totalCount } possibleBookings(first: 0) { totalCount } flags { rule } } } }`;

  it.each([
    ['a commune', (one: string) => person('officer', one)],
    ['an institution', () => machine('BIDV')],
  ])('has its name, and of its lists what is theirs: %s', async (_who, callerOf) => {
    const caller = callerOf(world.communes[0]);
    const { rows } = await world.pool.query<{ id: string; count: number; people: number }>(OWN_LINES, [
      caller.area?.code ?? null,
      caller.institution ?? null,
    ]);
    const [own] = rows;
    const { data } = await ask(caller, BATCH, { id: formatId('pay', own?.id ?? '') });

    const { batch } = data?.['payment'] as { readonly batch: Row };
    const count = own?.count;
    const people = caller.institution === undefined ? own?.people : 0;
    // Officials name batches by their programmes, of which an institution is not told.
    const name = caller.institution === undefined ? expect.stringContaining('Chi trả') : 'REGULAR 2026-10';
    expect(batch).toMatchObject({ name, status: 'COMPLETED' });
    expect(batch).toMatchObject({ area: null, createdBy: '', fundedAmount: 0, approvedBy: null });
    expect(batch).toMatchObject({ carriedForwardFrom: null, fundingOrders: [], totals: { count } });
    expect(batch).toMatchObject({ payments: { totalCount: count }, leftOut: { totalCount: people } });
    expect(batch).toMatchObject({
      recentAccounts: { totalCount: count },
      possibleBookings: { totalCount: count },
    });
    expect(batch['flags']).toHaveLength(caller.institution === undefined ? (count ?? -1) : 0);
  });
});

/** How many payments of the batch are whose, of how many people, and one of them. */
const OWN_LINES = `
  WITH area AS (
    SELECT c.descendant_id AS id FROM social_protection.administrative_unit u
    JOIN social_protection.area_closure c ON c.ancestor_id = u.id WHERE u.code = $1 AND u.valid_to IS NULL
  ), own AS (
    SELECT p.id, p.beneficiary_id FROM payment.payment p JOIN payment.batch b ON b.id = p.batch_id
    JOIN social_protection.administrative_unit u ON u.id = b.area_id
    WHERE u.code = '37' AND b.period = '2026-10' AND ($1::text IS NULL OR p.area_id IN (SELECT id FROM area))
      AND ($2::text IS NULL OR p.institution_code = $2)
  ) SELECT min(id::text) AS id, count(*)::int AS count, count(DISTINCT beneficiary_id)::int AS people FROM own`;
