/** What every register that names its recipients must do: what it signed comes whole, once, and nothing else comes. */
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Faults, SimulatedRecipient } from '../simulator/index.js';
import type { Bench } from './bench.js';
import type { RecipientListView } from './model-recipients.js';
import { rule, type Rule } from './rule.js';

const recipients = Array.from({ length: 130 }, (_, at): SimulatedRecipient => {
  const nth = String(at).padStart(3, '0');
  return {
    personalId: `037150000${nth}`,
    benefit: 'HUU_TRI',
    fullName: `Nguyễn Văn Ví Dụ ${nth}`,
    yearOfBirth: 1950,
    gender: 'MALE',
    provinceCode: '37',
    communeCode: '13285',
    monthlyAmount: 3_000_000 + at,
    validFrom: '2020-03-01',
    documentRef: `Sổ BHXH ${nth}`,
    ...(at % 10 ? { account: { institution: '970418', number: `4831000${nth}` } } : {}),
    ...(at === 7 ? { receiverName: 'Trần Thị Khác' } : {}),
  };
});
const quick = { pollSeconds: 0.05 };

export const recipientRules: readonly Rule[] = [
  rule(
    { id: 'REC-01', title: 'a list comes whole and as it was drawn up, each line once' },
    async (bench) => {
      await start(bench);

      const list = await until(bench, isWhole);

      expect(list).toMatchObject({ programme: 'BHXH-HUU', area: '37', expected: 130, repeats: 0 });
      expect(list.lines.map(({ line }) => line)).toEqual(recipients.map((_, at) => at + 1));
      expect(list.lines[1]).toMatchObject({
        ...{
          personalId: '037150000001',
          fullName: 'Nguyễn Văn Ví Dụ 001',
          yearOfBirth: 1950,
          gender: 'MALE',
        },
        ...{
          commune: '13285',
          monthlyAmount: 3_000_001,
          validFrom: '2020-03-01',
          documentRef: 'Sổ BHXH 001',
        },
        account: { institution: '970418', number: '4831000001' },
      });
      expect(list.lines[0]?.account).toBeUndefined();
    },
  ),
  rule({ id: 'REC-02', title: 'whoever is not to receive in person is said so' }, async (bench) => {
    await start(bench);

    const { lines } = await until(bench, isWhole);

    expect(lines.filter(({ namesReceiver }) => namesReceiver).map(({ line }) => line)).toEqual([8]);
  }),
  rule(
    { id: 'REC-03', title: 'of a list that the register did not sign nothing is taken' },
    async (bench) => {
      await start(bench, { wrongSignature: 1 });
      await told(bench, 'could not be taken');
      expect(await bench.hub.recipientLists()).toEqual([]);

      bench.simulator.faults.change({ wrongSignature: 0 });

      expect(await until(bench, isWhole)).toMatchObject({ expected: 130, repeats: 0 });
    },
  ),
  rule(
    { id: 'REC-04', title: 'a list that comes cut short is never whole, until it comes whole' },
    async (bench) => {
      await start(bench, { truncated: 1 });
      await told(bench, 'could not be taken');
      expect((await bench.hub.recipientLists()).filter(isWhole)).toEqual([]);

      bench.simulator.faults.change({ truncated: 0 });

      expect(await until(bench, isWhole)).toMatchObject({ expected: 130 });
    },
  ),
  rule(
    { id: 'REC-05', title: 'a register that drops, fails and asks for patience is asked again' },
    async (bench) => {
      await start(bench, { dropBeforeBooking: 0.1, serverError: 0.1, rateLimited: 0.2 });

      expect(await until(bench, isWhole)).toMatchObject({ expected: 130 });
    },
  ),
  rule(
    { id: 'REC-06', title: 'an answer of the hub that was lost is asked for again, and no line is missing' },
    async (bench) => {
      await start(bench, {}, ['answer is lost', 'never arrives', 'answer is lost']);

      expect(await until(bench, isWhole)).toMatchObject({ expected: 130 });
    },
  ),
  rule({ id: 'REC-07', title: 'a restart reads nothing again that the hub has whole' }, async (bench) => {
    await start(bench);
    await until(bench, isWhole);
    await bench.stopAdapter();

    await bench.startAdapter(quick);
    bench.simulator.recipients.put([{ ...recipients[0]!, isStruckOff: true }]);

    const corrected = await until(bench, (list) => isWhole(list) && list.expected === 129);
    expect(corrected.lines.map(({ personalId }) => personalId)).not.toContain(recipients[0]?.personalId);
    expect((await bench.hub.recipientLists()).map(({ repeats }) => repeats)).toEqual([0, 0]);
  }),
  rule({ id: 'REC-08', title: 'no log line about a list holds a person' }, async (bench) => {
    await start(bench, { dropBeforeBooking: 0.2, truncated: 0.2 });
    await until(bench, isWhole);

    await bench.stopAdapter();

    expect(bench.logged.join('\n')).not.toMatch(/03715|Ví Dụ|4831000/);
  }),
];

async function start(
  bench: Bench,
  faults: Partial<Faults> = {},
  troubles: readonly ('never arrives' | 'answer is lost')[] = [],
): Promise<void> {
  await bench.startSimulator(faults);
  bench.simulator.recipients.put(recipients);
  await bench.startAdapter(quick);
  bench.line.trouble('ReportRecipients', ...troubles);
}

async function until(
  bench: Bench,
  isWanted: (list: RecipientListView) => boolean,
): Promise<RecipientListView> {
  return bench.answer(async () => (await bench.hub.recipientLists()).find(isWanted));
}

/** Until the adapter has said so in its log; jest's own limit ends a wait that never will. */
async function told(bench: Bench, what: string): Promise<void> {
  while (!bench.logged.some((line) => line.includes(what))) await delay(10);
}

function isWhole({ isComplete }: RecipientListView): boolean {
  return isComplete;
}
