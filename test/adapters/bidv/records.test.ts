/** BIDV's two records of a day, read by the adapter from the simulated bank over real sockets, and lines written by hand. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readTransaction } from '../../../adapters/bidv/account-transaction.js';
import { adapter, demoConfig } from '../../../adapters/bidv/index.js';
import { parseConfig } from '../../../adapters/bidv/config.js';
import { BidvRecords } from '../../../adapters/bidv/records.js';
import { createSimulator } from '../../../adapters/bidv/simulator.js';
import { paymentTask } from '../../../adapters/kit/conformance/index.js';
import { silentLog } from '../../../adapters/kit/index.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const today = () => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

async function start() {
  const dataDir = mkdtempSync(join(tmpdir(), 'bidv-'));
  const simulator = await createSimulator({ dataDir });
  closing.push(() => simulator.stop());
  simulator.accounts.put([{ number: '21510000000001', name: 'Nguyễn Thị Ánh Đào', state: 'OPEN' }]);
  const session = await adapter.start(adapter.parseConfig(demoConfig(dataDir, simulator.url)), {
    clock: () => new Date(),
    log: silentLog,
    randomId: randomUUID,
    notify: () => Promise.reject(new Error('this bank never calls')),
  });
  closing.push(() => session.stop());
  const { payment, statements } = session;
  if (!payment || !statements) throw new Error('the adapter pays and reads statements');
  const pay = async () => {
    const task = paymentTask({ accountNumber: '21510000000001', amount: 540_000n });
    await payment.submit(task);
    return task.reference;
  };
  const giveBack = (reference: string) =>
    fetch(`${simulator.url}/__bank/returns`, {
      method: 'POST',
      body: JSON.stringify({ reference, reason: '102' }),
    });
  return { pay, giveBack, read: () => statements.read(today()), statements };
}

describe('BIDV’s records of a day', () => {
  it('are not there before anything is booked', async () => {
    const { read } = await start();

    expect(await read()).toBeUndefined();
  });

  it('say twice of each payment what is booked: that it left the payer, and that it is in the account', async () => {
    const { pay, read } = await start();
    const reference = await pay();

    const statement = await read();

    expect(statement?.notices).toMatchObject([
      { reference, status: 'ACCEPTED', evidence: 'STATEMENT', amount: 540_000n },
      { reference, status: 'SETTLED', evidence: 'STATEMENT', amount: 540_000n, account: '21510000000001' },
    ]);
    expect(await read()).toEqual(statement);
  });

  it('say of money that came back whose it was and why', async () => {
    const { pay, giveBack, read } = await start();
    const reference = await pay();
    await giveBack(reference);

    const returned = (await read())?.notices.filter(({ status }) => status === 'RETURNED');

    expect(returned).toMatchObject([{ reference, amount: 540_000n, reason: 'ACCOUNT_CLOSED' }]);
  });

  it('are read to the last page', async () => {
    const { pay, read } = await start();
    const references = await Promise.all(Array.from({ length: 230 }, pay));

    const booked = (await read())?.notices.filter(({ status }) => status === 'ACCEPTED') ?? [];

    expect(new Set(booked.map(({ reference }) => reference))).toEqual(new Set(references));
  });
});

const line = {
  ...{ tranDate: '20261123081500', seq: '1', ref: 'FT2632700001', currCode: 'VND' },
  ...{ remark: 'CHI TRA 2026-11 REF:0193A1B2', debitAmount: '540000', creditAmount: '0' },
};
const credit = { ...line, debitAmount: 0, creditAmount: 540_000 };
const read = (of: unknown) => readTransaction(of, { account: '1200000000001', returnWord: 'HOAN TRA' });

describe('a line of the payer’s account', () => {
  it('is our own side of a payment, booked: accepted, not settled', () => {
    expect(read(line)).toEqual({
      isBooking: true,
      bookedAs: ['history', '1200000000001', 'FT2632700001', '20261123', 'debit'],
      notice: {
        ...{ reference: '0193A1B2', externalReference: 'FT2632700001', status: 'ACCEPTED', amount: 540_000n },
        ...{
          evidence: 'STATEMENT',
          reasonText: 'debit booked',
          occurredAt: new Date('2026-11-23T01:15:00Z'),
        },
      },
    });
  });

  // prettier-ignore
  it.each([
    ['a debit without our reference',  { ...line, remark: 'PHI DICH VU' },                     { notice: { status: 'ACCEPTED', externalReference: 'FT2632700001' } }],
    ['a credit that gives it back',    { ...credit, remark: 'HOAN TRA 103 REF:0193A1B2' },     { notice: { status: 'RETURNED', reason: 'ACCOUNT_BLOCKED' } }],
    ['a return for no known reason',   { ...credit, remark: 'HOAN TRA REF:0193A1B2' },         { notice: { status: 'RETURNED', reason: 'REFUSED' } }],
    ['a credit that does not say why', credit,                                                 { notice: { status: 'UNKNOWN' } }],
    ['our reference in small letters', { ...line, remark: 'chi tra ref:0193a1b2' },            { notice: { reference: '0193A1B2' } }],
    ['amounts that are padded',        { ...line, debitAmount: ' 000000000000000540000.00' },  { notice: { amount: 540_000n } }],
    ['a return that names nobody',     { ...credit, remark: 'hoan tra 103' },                  { notice: { status: 'RETURNED', amount: 540_000n } }],
    ['the account being filled',       { ...credit, remark: 'NOP TIEN KBNN' },                 { notOurs: 'a credit that names no payment of ours' }],
    ['another currency',               { ...line, currCode: 'USD' },                           { notOurs: 'in another currency' }],
  ])('%s', (_what, of, expected) => {
    expect(read(of)).toMatchObject(expected);
  });

  it.each([
    ['no currency', { ...line, currCode: '' }, /currCode/],
    ['a fraction', { ...line, debitAmount: '540000.5' }, /debitAmount/],
    ['neither debit nor credit', { ...line, debitAmount: '0' }, /a debit or a credit/],
    ['a month that is none', { ...line, tranDate: '20261345' }, /tranDate does not exist/],
    ['a day that is none', { ...line, tranDate: '20261131' }, /tranDate does not exist/],
    ['nothing that is a line', null, /the line cannot be read/],
  ])('of %s is not read', (_what, of, words) => {
    expect(() => read(of)).toThrow(words);
  });
});

describe('what the bank answers about its records', () => {
  const answering = (reply: object) => {
    const ask = ({ path }: { path: string }) =>
      Promise.resolve(path.includes('reconciliation') ? { errorCode: '001' } : { ...reply });
    const keys = { clientId: 'a', clientSecret: 'b', symmetricKeyHex: '00', partnerPrivateKey: '-----BEGIN', partnerCertificate: '-----BEGIN', bankCertificate: '-----BEGIN' }; // prettier-ignore
    const config = parseConfig({ baseUrl: 'http://bank', statementAccounts: ['1'], ...keys });
    return new BidvRecords({ ask }, config, { log: silentLog, randomId: randomUUID }).read('2026-11-22');
  };

  // prettier-ignore
  it.each([
    ['002',                     { errorCode: '002' },                                      'RECORDS_002'],
    ['005',                     { errorCode: '005' },                                      'RECORDS_005'],
    ['fewer lines than counted', { errorCode: '000', totalRecords: 3, trans: [] },         /before its totalRecords/],
    ['no lines at all',         { errorCode: '000' },                                      /no trans/],
  ])('%s is no record of the day', async (_what, reply, words) => {
    const expected = typeof words === 'string' ? { code: words } : { message: expect.stringMatching(words) };
    await expect(answering(reply)).rejects.toMatchObject(expected);
  });

  it('counts a line that cannot be read, names it by its place, and reads the others', async () => {
    const trans = [line, { ...line, debitAmount: 'x' }, { ...line, ref: 'FT2' }];

    const statement = await answering({ errorCode: '000', totalRecords: 3, trans });

    expect(statement).toMatchObject({ entries: 3, unreadable: [{ place: 'Line 2 of account 1’s history' }] });
    expect(statement?.notices).toHaveLength(2);
  });
});
