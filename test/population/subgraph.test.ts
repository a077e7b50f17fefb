import { execute, type GraphQLObjectType, parse, validate } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '../../src/access/index.js';
import { serveSubgraph } from '../../src/federation/index.js';
import type { HubContext, ReferenceResolver, Subgraph } from '../../src/graphql/index.js';
import { createPopulationSubgraph } from '../../src/population/index.js';
import { formatId } from '../../src/values/index.js';
import { countStatements } from '../setup/count-statements.js';
import { PROVINCE, seedPeople } from '../setup/payable-people.js';
import { createTestDatabase, type TestDatabase } from '../setup/test-database.js';
import {
  bidv,
  column,
  communeOfficer,
  monitor,
  officer,
  openWorld,
  register,
  seedReceiver,
  strangeOfficer,
} from './population-world.js';

let database: TestDatabase;
let subgraph: Subgraph;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  subgraph = createPopulationSubgraph((await openWorld(database)).deps);
});

describe('a citizen', () => {
  it('is shown whole to an officer of the area with a purpose, masked to the monitor, and not elsewhere', async () => {
    await seedPeople(database.pool, { verdict: 'MATCH', checkedDaysAgo: 31 });
    const [id = ''] = await citizenIds();

    expect(await enter([id], officer)).toMatchObject([
      {
        personalId: '035050000001',
        fullName: 'Nguyễn Văn Thử',
        verdict: 'MATCH',
        isStale: true,
        source: 'CSDLDC',
      },
    ]);
    expect(await enter([id], monitor)).toMatchObject([
      { personalId: '035*******01', fullName: 'N*** V** T**' },
    ]);
    expect(await enter([id], communeOfficer)).toMatchObject([{ verdict: 'MATCH' }]);
    expect(await enter([id], strangeOfficer)).toEqual([null]);
    expect(await enter([id], bidv)).toEqual([null]);
    expect(await enter([id], register)).toEqual([null]);
  });

  it('who was never asked about is UNCHECKED and stale', async () => {
    await seedPeople(database.pool, { verdict: null });
    const [id = ''] = await citizenIds();

    expect(await enter([id], monitor)).toMatchObject([
      { verdict: 'UNCHECKED', mismatches: [], checkedAt: null, isStale: true },
    ]);
  });

  it('who receives for somebody is seen where that somebody lives', async () => {
    const [beneficiaryId = ''] = await seedPeople(database.pool);
    const receiver = formatId('cit', await seedReceiver(database, beneficiaryId));

    expect(await enter([receiver], communeOfficer)).toMatchObject([{ id: receiver }]);
    expect(await enter([receiver], strangeOfficer)).toEqual([null]);
    expect(await enter([receiver], bidv)).toEqual([null]);
  });

  it('or five hundred of them are one statement, in order, with null for unknown ids', async () => {
    await seedPeople(database.pool, { count: 500 });
    const ids = await citizenIds();
    let found: unknown[] = [];

    const texts = await countStatements(async () => (found = await enter([...ids, 'cit_nonsense'], officer)));

    expect(texts).toHaveLength(1);
    expect(found.map((one) => (one as { id: string } | null)?.id)).toEqual([...ids, undefined]);
  });
});

describe('a check', () => {
  it('goes from request to verdict over the API', async () => {
    const [beneficiaryId = ''] = await seedPeople(database.pool, { verdict: null });

    const asked = await ask(
      officer,
      `mutation { requestCitizenChecks(input: { beneficiaryIds: ["${formatId('ben', beneficiaryId)}"] }) { queued skipped } }`,
    );
    const claimed = (await ask(
      register,
      `mutation { claimCitizenChecks(limit: 5, worker: "w") { id scope personalId oldIdNumber fullName dateOfBirth
         yearOfBirth gender residenceCode requestedBy purpose leasedUntil } }`,
    )) as { claimCitizenChecks: { id: string }[] };
    const [task] = claimed.claimCitizenChecks;
    const reported = await ask(
      register,
      `mutation { reportCitizenChecks(reports: [
         { reportId: "r1", taskId: "${task?.id ?? ''}", verdict: MATCH, checkedAt: "2026-11-22T01:00:00Z" }
         { reportId: "r2", taskId: "nonsense", verdict: MATCH, checkedAt: "2026-11-22T01:00:00Z" }
       ]) { reportId outcome } }`,
    );

    expect(asked).toEqual({ requestCitizenChecks: { queued: 1, skipped: 0 } });
    expect(task).toMatchObject({
      scope: 'AUTHENTICATE',
      personalId: '035050000001',
      yearOfBirth: 1950,
      gender: 'MALE',
      requestedBy: 'officer',
    });
    expect(reported).toEqual({
      reportCitizenChecks: [
        { reportId: 'r1', outcome: 'APPLIED' },
        { reportId: 'r2', outcome: 'REFUSED' },
      ],
    });
    const [id = ''] = await citizenIds();
    expect(await enter([id], officer)).toMatchObject([{ verdict: 'MATCH', isStale: false }]);
  });

  it('is requested by officers only', async () => {
    await expect(
      ask(monitor, `mutation { requestCitizenChecks(input: { area: "${PROVINCE}" }) { queued } }`),
    ).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

/** Enters citizens by their keys, in one tick, as the executor does. */
function enter(ids: readonly string[], caller: Caller): Promise<unknown[]> {
  const type = subgraph.schema.getType('Citizen') as GraphQLObjectType;
  const { resolveReference } = (
    type.extensions.apollo as { subgraph: { resolveReference: ReferenceResolver } }
  ).subgraph;
  const context: HubContext = { caller, requestId: 'test' };
  return Promise.all(ids.map((id) => resolveReference({ __typename: 'Citizen', id }, context)));
}

async function ask(caller: Caller, source: string): Promise<unknown> {
  const document = parse(source);
  const schema = serveSubgraph(subgraph);
  expect(validate(schema, document)).toEqual([]);
  const answer = await execute({
    schema,
    document,
    contextValue: { caller, requestId: 'test' },
  });
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- tests look into the list
  if (answer.errors) throw answer.errors;
  return JSON.parse(JSON.stringify(answer.data));
}

const citizenIds = async (): Promise<string[]> =>
  (
    await column<string>(
      database,
      'SELECT citizen_id AS value FROM social_protection.beneficiary ORDER BY id',
    )
  ).map((uuid) => formatId('cit', uuid));
