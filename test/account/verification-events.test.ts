import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { appendEvents } from '../../src/event/index.js';
import { formatId } from '../../src/values/index.js';
import { COMMUNE, OTHER_COMMUNE, PROVINCE, seedPeople } from '../setup/payable-people.js';
import {
  bidv,
  communeOfficer,
  monitor,
  officer,
  strangeOfficer,
  treasurer,
  viettel,
  type World,
} from './account-world.js';
import { openSubgraphBench, type Asking, type SubgraphBench } from './subgraph-world.js';

interface Page {
  readonly verificationEvents: {
    readonly nodes: { accountStatus: string | null; account: { number: string } | null }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}

let bench: SubgraphBench;
let world: World;
let asking: Asking;
/** Events of earlier tests stay in the log: every test reads from here. */
let start: string;

beforeAll(async () => {
  bench = await openSubgraphBench();
});
beforeEach(async () => {
  ({ world, asking } = await bench.reset());
  start = bench.events.cursorAt(await bench.events.end());
});
afterAll(() => bench.close());

describe('verification events', () => {
  it('tell what became known of an account, and of a citizen where the register answered', async () => {
    const [beneficiaryId = ''] = await stalePeople();
    await world.answer(await world.claim());
    await appendEvents(bench.database.pool, [
      {
        kind: 'verification',
        subjectId: beneficiaryId,
        beneficiaryId,
        institutionCode: 'CSDLDC',
        areaId: '00000000-0000-7000-8000-000000013285',
        statusTo: 'MATCH',
        occurredAt: new Date(),
        data: { citizenVerdict: 'MATCH' },
      },
    ]);
    await bench.events.flush();

    const page: Page = await read(officer);

    const beneficiary = { id: formatId('ben', beneficiaryId) };
    expect(page.verificationEvents.nodes).toEqual([
      {
        citizenVerdict: null,
        accountStatus: 'CHECKING',
        nameMatch: 'MATCH',
        beneficiary,
        account: { number: '970400000001', status: 'VERIFIED' },
      },
      {
        citizenVerdict: null,
        accountStatus: 'VERIFIED',
        nameMatch: 'MATCH',
        beneficiary,
        account: { number: '970400000001', status: 'VERIFIED' },
      },
      { citizenVerdict: 'MATCH', accountStatus: null, nameMatch: null, beneficiary, account: null },
    ]);
  });

  it('are masked for the monitor, and never tell an adapter of persons or of other institutions', async () => {
    await stalePeople();
    await bench.events.flush();

    expect((await read(monitor)).verificationEvents.nodes[0]?.account?.number).toBe('****0001');
    expect((await read(bidv)).verificationEvents.nodes).toMatchObject([
      { beneficiary: null, account: { number: '****0001' } },
    ]);
    expect((await read(viettel)).verificationEvents.nodes).toEqual([]);
    expect((await read(strangeOfficer)).verificationEvents.nodes).toEqual([]);
    await expect(read(treasurer)).rejects.toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('are found by area, institution and beneficiary, all at once', async () => {
    const [here = ''] = await stalePeople();
    await stalePeople({ from: 2, commune: OTHER_COMMUNE });
    await stalePeople({ from: 3, institution: 'VIETTEL_MONEY' });
    await bench.events.flush();
    const count = async (filter: string, caller = officer): Promise<number> =>
      (await read(caller, `filter: { ${filter} },`)).verificationEvents.nodes.length;

    expect(await count(`area: "${PROVINCE}"`)).toBe(3);
    expect(await count(`area: "${COMMUNE}"`)).toBe(2);
    expect(await count(`area: "${COMMUNE}", institution: "BIDV"`)).toBe(1);
    expect(await count(`beneficiaryId: "${formatId('ben', here)}"`)).toBe(1);
    expect(await count(`area: "${OTHER_COMMUNE}"`, communeOfficer)).toBe(0);
    expect(await count(`institution: "BIDV"`, viettel)).toBe(0);
    await expect(count('area: "99999"')).rejects.toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('are read in pages, each event once, and the last cursor goes on into the subscription', async () => {
    await stalePeople({ count: 5 });
    await bench.events.flush();
    const seen: string[] = [];
    let after = start;
    for (let page: Page | undefined; page?.verificationEvents.pageInfo.hasNextPage !== false;) {
      page = await read(officer, 'first: 2,', after);
      seen.push(...page.verificationEvents.nodes.map((node) => node.account?.number ?? ''));
      after = page.verificationEvents.pageInfo.endCursor;
    }
    const stream = await asking.follow(
      officer,
      `subscription { verificationEvents(after: "${after}") { accountStatus account { number } } }`,
    );

    await world.answer((await world.claim(bidv, { limit: 1 })).slice(0, 1));
    bench.events.wake();
    const next = await stream.next();
    await stream.return(undefined);

    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    expect(JSON.parse(JSON.stringify(next.value))).toMatchObject({
      data: { verificationEvents: { accountStatus: 'VERIFIED', account: { number: expect.any(String) } } },
    });
  });
});

/** People whose account is asked about now. */
async function stalePeople(options: Parameters<typeof seedPeople>[1] = {}): Promise<readonly string[]> {
  const ids = await seedPeople(bench.database.pool, { ...options, accountStatus: 'UNAVAILABLE' });
  await world.request({ beneficiaryIds: ids });
  return ids;
}

const read = (caller: typeof officer, rest = '', after = start): Promise<Page> =>
  asking.ask(
    caller,
    `{ verificationEvents(${rest} after: "${after}") {
       nodes { citizenVerdict accountStatus nameMatch beneficiary { id } account { number status } }
       pageInfo { endCursor hasNextPage } } }`,
  );
