/** The demo's people: reproducible, readable by the list reader, with known shares of what is wrong in real lists. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DEMO_SYSTEMS, generateDemo, type DemoFiles } from '../../src/demo/generator/index.js';
import {
  openReferenceBook,
  parseRow,
  readList,
  type ListRow,
} from '../../src/social-protection/list/index.js';
import { personalIdFacts, type PersonalId } from '../../src/values/index.js';

const DATA_DIR = join(import.meta.dirname, '../../prisma/data');
const TODAY = '2026-11-22';
const PEOPLE = 2000;

async function make(people: number): Promise<DemoFiles> {
  const targetDir = await mkdtemp(join(tmpdir(), 'ansinh-demo-'));
  return generateDemo({ people, dataDir: DATA_DIR, targetDir, today: TODAY });
}

async function readAll(path: string) {
  const book = openReferenceBook(DATA_DIR, TODAY);
  const rows: ListRow[] = [];
  const refusals: string[] = [];
  for await (const raw of (await readList(path)).rows) {
    const parsed = parseRow(raw, { book, today: TODAY, provinceCode: '37' });
    if ('row' in parsed) rows.push(parsed.row);
    else refusals.push(...parsed.refusals.map((refusal) => refusal.code));
  }
  return { rows, refusals };
}

const linesOf = async (path: string) =>
  (await readFile(path, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a generated province', () => {
  let files: DemoFiles;
  let list: Awaited<ReturnType<typeof readAll>>;
  beforeAll(async () => {
    files = await make(PEOPLE);
    list = await readAll(files.xlsx);
  });

  it('has as many persons that can be taken as it was asked for', () => {
    expect(new Set(list.rows.map((row) => row.person.personalId)).size).toBe(PEOPLE);
  });

  it('is the same list as XLSX and as CSV', async () => {
    const { rows } = await readAll(files.csv);

    const plain = (row: ListRow) => ({ ...row, rowNumber: 0 });
    expect(rows.map(plain)).toEqual(list.rows.map(plain));
  });

  it('is the same when it is made again', async () => {
    const again = await make(PEOPLE);

    expect(await readFile(again.csv, 'utf8')).toBe(await readFile(files.csv, 'utf8'));
  });

  it('is named as the country is: Nguyễn is more than a third', () => {
    const share =
      list.rows.filter((row) => row.person.fullName.startsWith('Nguyễn ')).length / list.rows.length;

    expect(share).toBeGreaterThan(0.33);
    expect(share).toBeLessThan(0.45);
  });

  it('has personal ids that agree with gender and year of birth', () => {
    const facts = list.rows.map((row) => personalIdFacts(row.person.personalId as PersonalId));

    expect(facts.map((fact) => [fact.gender, fact.yearOfBirth])).toEqual(
      list.rows.map((row) => [row.person.gender, row.person.yearOfBirth]),
    );
  });

  it('lists an account for more than nine in ten, all at institutions with a simulator', () => {
    const isSimulated = (row: ListRow) =>
      /^(BIDV|AGRIBANK|MOMO|ZALOPAY|VIETTEL_MONEY|VNPT_MONEY|MOBIFONE_MONEY|NAPAS:\d{6})$/.test(
        (row.account ?? row.receiver?.account)?.institutionCode ?? '',
      );

    const share = list.rows.filter(isSimulated).length / list.rows.length;

    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.96);
  });

  it.each([
    ['viettel-money', /^0(3[2-9]|86|9[678])\d{7}$/],
    ['vnpt-money', /^0(8[12345]|88|91|94)\d{7}$/],
    ['mobifone-money', /^0(70|7[6-9]|89|90|93)\d{7}$/],
  ] as const)('gives %s the numbers of its own operator', async (system, numbers) => {
    const accounts = await linesOf(join(files.simulators[system], 'accounts.jsonl'));

    expect(accounts.filter(({ number }) => !numbers.test(String(number)))).toEqual([]);
  });

  it('has a reason for everybody who is paid in cash', () => {
    const cash = list.rows.filter((row) => row.paymentMethod === 'CASH');

    expect(cash.length).toBeGreaterThan(20);
    expect(cash.every((row) => row.noAccountReason !== undefined)).toBe(true);
  });

  it('has the same list beside people of social insurance, who are on their own register only', async () => {
    const targetDir = await mkdtemp(join(tmpdir(), 'ansinh-demo-'));
    const insured = await generateDemo({
      people: 300,
      insured: 40,
      dataDir: DATA_DIR,
      targetDir,
      today: TODAY,
    });

    const recipients = await linesOf(join(insured.simulators['social-insurance'], 'recipients.jsonl'));
    const listed = await readFile(insured.csv, 'utf8');

    expect(listed).toBe(await readFile((await make(300)).csv, 'utf8'));
    expect(recipients).toHaveLength(40);
    expect(recipients.filter(({ personalId }) => listed.includes(String(personalId)))).toEqual([]);
    expect(new Set(recipients.map(({ benefit }) => benefit))).toEqual(new Set(['HUU_TRI', 'THAT_NGHIEP']));
  });

  it('has rows that must be refused, for several reasons, and few of them', () => {
    expect(new Set(list.refusals).size).toBeGreaterThanOrEqual(3);
    expect(list.refusals.length / files.rows).toBeLessThan(0.02);
  });

  it('gives each simulator its accounts, and the register its citizens, with what is wrong among them', async () => {
    for (const system of DEMO_SYSTEMS.filter((name) => !['population', 'social-insurance'].includes(name))) {
      const accounts = await linesOf(join(files.simulators[system], 'accounts.jsonl'));
      expect(accounts.length).toBeGreaterThan(40);
      expect(new Set(accounts.map((account) => account['number'])).size).toBe(accounts.length);
    }
    const citizens = await linesOf(join(files.simulators.population, 'citizens.jsonl'));
    expect(citizens.length).toBeGreaterThan(PEOPLE);
    const deceased = citizens.filter((citizen) => citizen['isDeceased'] === true).length;
    expect(deceased).toBeGreaterThan(2);
    expect(deceased / citizens.length).toBeLessThan(0.02);
  });
});
