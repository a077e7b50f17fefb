import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { countEnded, countTo, isAtAnEnd, sum } from './batch-figures.js';
import { findEventFaults, listPaymentEventIds, NO_EVENT_FAULTS } from '../setup/event-agreement.js';
import type { Data, HubClient, Watch } from '../setup/hub-client.js';
import { untilInsuredAreKnown } from '../setup/insured-people.js';
import { compareMoney } from '../setup/money-agreement.js';
import {
  approveBatch,
  beginningOf,
  checkProvince,
  createBatch,
  periodOf,
  PREPARING,
  PROVINCE,
} from '../setup/province-payout.js';
import { RecipientList } from '../setup/recipient-list.js';
import { RunningHub } from '../setup/running-hub.js';
import { SimulatedWorld } from '../setup/simulated-world.js';
import { findPersonalNumbers, numbersIn } from '../setup/personal-numbers.js';

const NEW_PEOPLE = 150;
const PAYOUT_MS = 240_000;

const hub = new RunningHub({ logLevel: 'debug' });
const world = new SimulatedWorld(hub.dataDir);
const lists = mkdtempSync(join(tmpdir(), 'ansinh-hub-lists-'));
let began = 0;

function tell(what: string): void {
  console.info(`${what} ${((performance.now() - began) / 1000).toFixed(1)} s after the start`);
}

beforeAll(async () => {
  began = performance.now();
  await hub.start();
  await untilInsuredAreKnown(hub);
  tell('2,000 people are imported and the hub is ready');
}, 180_000);

afterAll(async () => {
  await hub.remove();
  rmSync(lists, { recursive: true, force: true });
}, 60_000);

async function totalCount(client: HubClient): Promise<number> {
  const { beneficiaries } = await client.ask(
    'query ($area: ID!) { beneficiaries(first: 0, filter: { area: $area }) { totalCount } }',
    { area: PROVINCE },
  );
  return (beneficiaries as Data)['totalCount'] as number;
}

async function importList(path: string): Promise<Data> {
  const { code, stdout, stderr } = await hub.command('import', path, '--json');
  if (code !== 0) throw new Error(`import ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as Data;
}

describe('the main job, from a list to money in the account', () => {
  it('imports a list from XLSX and CSV; refused rows say why and stop no other', async () => {
    const officer = await hub.client('demo-officer');
    const before = await totalCount(officer);
    const generated = await hub.command(
      'generate',
      lists,
      '--people',
      String(NEW_PEOPLE),
      '--seed',
      '2026',
      '--json',
    );
    await world.learn(lists);
    const list = RecipientList.read(join(lists, 'danh-sach.csv'));
    const sound = list.rows[0]!;
    const bad = [
      list.change(sound, { 'Số định danh cá nhân/CCCD': '0372' }),
      list.change(sound, { 'Mã xã/Xã phường': '99999' }),
      list.change(sound, { 'Mã chế độ/Đối tượng': 'CHE-DO-LA' }),
      sound,
    ];
    const spoilt = list.with(bad).write(join(lists, 'hong.csv'), { hasByteOrderMark: false });

    const xlsx = await importList(join(lists, 'danh-sach.xlsx'));
    const withoutMark = await importList(spoilt);

    expect(generated.code).toBe(0);
    expect(xlsx).toMatchObject({ rows: list.rows.length, isRepeat: false });
    expect(await totalCount(officer)).toBe(before + NEW_PEOPLE);
    expect(withoutMark['rows']).toBe(list.rows.length + bad.length);
    expect(withoutMark['refused']).toBe((xlsx['refused'] as number) + bad.length);
    expect(withoutMark['accepted']).toBe(xlsx['accepted']);
    const refused = readFileSync(withoutMark['refusedPath'] as string, 'utf8')
      .trimEnd()
      .split('\r\n')
      .slice(-4);
    for (const [at, code] of [
      'BAD_PERSONAL_ID',
      'UNKNOWN_COMMUNE',
      'UNKNOWN_PROGRAMME',
      'DUPLICATE_ROW',
    ].entries()) {
      expect(refused[at]).toContain(`[${code}]`);
    }
  }, 120_000);

  it('changes nothing when the same people come again: the same file, or the same rows as CSV with a mark', async () => {
    const [{ before } = { before: '' }] = await hub.rows<{ before: string }>(STANDING);
    const csv = RecipientList.read(join(lists, 'danh-sach.csv'));

    const again = await importList(join(lists, 'danh-sach.xlsx'));
    const asCsv = await importList(csv.write(join(lists, 'lai.csv'), { hasByteOrderMark: true }));

    expect(again).toMatchObject({ isRepeat: true, accounts: 0 });
    expect(asCsv).toMatchObject({ isRepeat: false, accounts: 0, accepted: again['accepted'] });
    expect(await hub.rows(STANDING)).toEqual([{ before }]);
    tell('lists were imported four times');
  }, 120_000);

  it('checks every citizen and every account, and tells each verdict as it arrives', async () => {
    const { citizens, accounts } = await checkProvince(hub);

    tell(`${citizens} persons and ${accounts} accounts are checked`);
    expect(citizens).toBeGreaterThan(2000);
    expect(accounts).toBeGreaterThan(1500);
    const verdicts = await hub.rows<{ verdict: string }>(
      'SELECT verdict FROM population.citizen_verdict GROUP BY 1 ORDER BY 1',
    );
    // Asked whether the data agree, the register does not tell a stranger from a mistake.
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['DECEASED', 'MATCH', 'MISMATCH']);
  }, 240_000);

  const paid: { batch?: Data; events?: Watch } = {};

  it(
    'creates a batch of the province, which somebody else approves, and pays it as everybody watches',
    async () => {
      const monitor = await hub.client('demo-monitor');
      const after = await beginningOf(monitor, 'paymentEvents');
      const events = monitor.watch('watch-payment-events', { after });
      const batch = (await createBatch(hub, periodOf(0)))!;
      const progress = monitor.watch('watch-batch-progress', { id: batch['id'] });
      const officer = await hub.client('demo-officer');
      const own = await officer.answer('approve-payment-batch', { input: { id: batch['id'] } });

      const wasFlagged = await approveBatch(hub, batch['id'] as string);
      await progress.until(
        'the batch is completed',
        (items) => items.at(-1)?.['batch'].status === 'COMPLETED',
        PAYOUT_MS,
      );

      tell(`${batch['totals'].count} payments are paid`);
      const last = progress.items.at(-1)!;
      const figures = await readBatch(batch['id'] as string);
      await events.until('the last event', (items) => countEnded(items) === batch['totals'].count, 10_000);
      await Promise.all([events.close(), progress.close()]);
      Object.assign(paid, { batch, events });
      expect(own.body.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
      expect(wasFlagged).toBe(true);
      expect(last['totals']).toEqual({
        count: figures['totals'].count,
        amount: figures['totals'].amount,
        byStatus: figures['totals'].byStatus,
      });
      expect(isAtAnEnd(figures)).toBe(true);
      expect(sum(figures['totals'].byStatus as Data[], 'amount')).toBe(figures['totals'].amount);
      expect(figures['leftOut'].totalCount).toBeGreaterThan(0);
    },
    PAYOUT_MS + 60_000,
  );

  it('shows a paid person in one request: verdict, rights, accounts, what was paid and how', async () => {
    const officer = await hub.client('demo-officer', PREPARING);
    const settled = paid.events!.items.find(({ to }) => to === 'SETTLED')!;

    const WHOSE = 'query ($id: ID!) { payment(id: $id) { beneficiary { id } } }';
    const { payment } = await officer.ask(WHOSE, { id: settled['payment'].id });
    const { beneficiary } = await officer.ask('unified-view', { id: (payment as Data)['beneficiary'].id });

    const person = beneficiary as Data;
    // Whoever only watches is not told whose a payment is.
    expect(settled['payment'].beneficiary).toBeNull();
    expect(person).toMatchObject({
      personalId: expect.stringMatching(/^\d{12}$/),
      citizen: { verdict: 'MATCH', isStale: false },
      payTo: { status: 'VERIFIED', isStale: false },
    });
    expect(person['entitlements'].length).toBeGreaterThan(0);
    expect(person['accounts'].map(({ id }: Data) => id as string)).toContain(person['payTo'].id);
    expect(person['payments'].nodes[0]).toMatchObject({
      status: 'SETTLED',
      attempts: [{ status: 'SETTLED' }],
    });
  });

  it('tells the new coverage, of the province and of every commune', async () => {
    const monitor = await hub.client('demo-monitor');

    const { coverage } = await monitor.ask('coverage', { area: PROVINCE, period: periodOf(0) });

    const report = coverage as Data;
    const [{ persons, amount } = { persons: 0, amount: 0n }] = await hub.rows<{
      persons: number;
      amount: bigint;
    }>(
      `SELECT count(DISTINCT citizen_id)::int AS persons, sum(amount)::bigint AS amount FROM payment.payment
       WHERE status = 'SETTLED' AND account_id IS NOT NULL`,
    );
    expect(report).toMatchObject({ paidThroughAccount: persons, amountThroughAccount: Number(amount) });
    expect(report['withAccount']).toBeGreaterThanOrEqual(persons);
    expect(sum(report['children'], 'amountThroughAccount')).toBe(Number(amount));
    expect(sum(report['children'], 'beneficiaries')).toBe(report['beneficiaries']);
  });

  it(
    'goes on after Ctrl-C in the middle of a payout: nothing lost, nothing twice',
    async () => {
      const monitor = await hub.client('demo-monitor');
      const after = paid.events!.items.at(-1)!['cursor'] as string;
      const before = monitor.watch('watch-payment-events', { after });
      const batch = (await createBatch(hub, periodOf(1)))!;
      await approveBatch(hub, batch['id'] as string);
      await before.until('a hundred are paid', (items) => countTo(items, 'SETTLED') >= 100, PAYOUT_MS);

      const exitCode = await hub.interrupt();
      await hub.start();
      const reader = await hub.client('demo-monitor');
      const from = (before.items.at(-1)?.['cursor'] as string | undefined) ?? after;
      const rest = reader.watch('watch-payment-events', { after: from });
      const count = batch['totals'].count as number;
      const seen = (): readonly Data[] => [...before.items, ...rest.items];
      await rest.until('everybody is paid', () => countEnded(seen()) === count, PAYOUT_MS);
      await rest.close();

      tell(`${count} more payments are paid, with a Ctrl-C between`);
      expect(exitCode).toBe(0);
      expect(rest.items.length).toBeGreaterThan(0);
      const told = [...paid.events!.items, ...seen()].map(({ id }) => id as string);
      expect(told).toEqual(await listPaymentEventIds(hub));
    },
    2 * PAYOUT_MS,
  );

  it('says of every payment what the institutions’ books say', async () => {
    const money = await compareMoney(hub, await world.ledgers());

    expect(money).toMatchObject({
      paidTwice: [],
      different: [],
      unexplained: [],
      unfinished: [],
      exceptions: 0,
    });
    expect(money.settled).toBeGreaterThan(2000);
    expect(await findEventFaults(hub)).toEqual(NO_EVENT_FAULTS);
  });

  it('has written no personal id and no account number into any log', () => {
    const numbers = findPersonalNumbers([hub.dataDir, lists]);

    expect(numbers.size).toBeGreaterThan(4000);
    expect(numbersIn(hub.output, numbers)).toEqual([]);
  });
});

/** Everything that an import could change. */
const STANDING = `
  SELECT concat_ws(' ', (SELECT count(*) FROM social_protection.person), (SELECT count(*) FROM social_protection.beneficiary),
    (SELECT count(*) FROM social_protection.entitlement), (SELECT count(*) FROM account.account),
    (SELECT count(*) FROM event.log) + (SELECT count(*) FROM event.inbox)) AS before`;

async function readBatch(id: string): Promise<Data> {
  const officer = await hub.client('demo-officer');
  return (await officer.ask('batch-with-totals', { id }))['paymentBatch'] as Data;
}
