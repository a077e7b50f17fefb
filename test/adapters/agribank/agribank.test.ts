/** The adapter against the simulated bank over real sockets. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { closeAll, kindOf, start, task } from './bench.js';

afterEach(closeAll);

describe('the Agribank adapter checks accounts', () => {
  // prettier-ignore
  it.each([
    ['1500205000011', 'Nguyễn Thị Ánh Đào', '001145000011', { accountState: 'OPEN', returnedName: 'NGUYEN THI ANH DAO', personalIdMatches: true }],
    ['1500205000011', 'Ai Đó <&\'>',        undefined,      { accountState: 'OPEN', returnedName: 'NGUYEN THI ANH DAO' }],
    ['1500205000011', 'Nguyễn Thị Ánh Đào', '001145999999', { accountState: 'OPEN', returnedName: 'NGUYEN THI ANH DAO', personalIdMatches: false }],
    ['1500205000022', 'Trần Văn Bình',      undefined,      { accountState: 'CLOSED' }],
    ['1500205000033', 'Lê Thị Cúc',         undefined,      { accountState: 'BLOCKED', returnedName: 'LE THI CUC' }],
    ['1500209999999', 'Ai Đó',              undefined,      { accountState: 'NOT_FOUND' }],
  ] as const)('%s of %s with id %s: %o', async (number, holderName, holderPersonalId, expected) => {
    const { checker } = await start();

    const answer = await checker.check({ id: 'tsk_1', kind: 'BANK', number, holderName, holderPersonalId });

    expect(answer).toMatchObject(expected);
  });
});

describe('the Agribank adapter pays', () => {
  it('one person: booked at the payer’s side first, settled when the credit is told', async () => {
    const { rail, simulator, until, heard } = await start();

    const outcome = await rail.submit(task());
    await until((notices) => notices.length > 0);

    const [line] = simulator.ledger.entries;
    expect(line).toMatchObject({ reference: task().reference, account: '1500205000011', amount: 540_000 });
    expect(outcome).toMatchObject({
      status: 'ACCEPTED',
      evidence: 'REPLY',
      externalReference: line?.externalReference,
    });
    expect(heard).toEqual([
      expect.objectContaining({
        reference: task().reference,
        status: 'SETTLED',
        evidence: 'NOTIFICATION',
        amount: 540_000n,
      }),
    ]);
    expect(await rail.inquire(task())).toMatchObject({
      status: 'SETTLED',
      evidence: 'INQUIRY',
      amount: 540_000n,
    });
  });

  it('many people in one file, each with an outcome of its own, in the order of the tasks', async () => {
    const { submitBatch, simulator, until } = await start();
    const tasks = ['1500205000011', '1500205000022', '1500205000033', '1500209999999', '1500205000011'].map(
      (accountNumber, index) =>
        task({
          reference: `ASHBATCH${index}`,
          accountNumber,
          ...(index === 4 ? { sourceAccount: '1500201000002', purposeCode: 'PENS' } : {}),
        }),
    );

    const outcomes = await submitBatch(tasks);
    await until((notices) => notices.length === 2);

    expect(outcomes.map(({ status, reason }) => [status, reason])).toEqual([
      ['ACCEPTED', undefined],
      ['REJECTED', 'ACCOUNT_CLOSED'],
      ['REJECTED', 'ACCOUNT_BLOCKED'],
      ['REJECTED', 'ACCOUNT_NOT_FOUND'],
      ['ACCEPTED', undefined],
    ]);
    expect(simulator.ledger.entries.map(({ reference }) => reference)).toEqual(['ASHBATCH0', 'ASHBATCH4']);
  });

  it('and hears later of what the bank finishes later', async () => {
    const { rail, until } = await start({ asynchronous: 1, processingMs: 30 });

    expect(await rail.submit(task())).toMatchObject({
      status: 'ACCEPTED',
      evidence: 'REPLY',
      reasonText: 'ACSP',
    });
    const heard = await until((notices) => notices.some(({ status }) => status === 'SETTLED'));

    expect(heard.map(({ status }) => status)).toEqual(['ACCEPTED', 'SETTLED']);
  });

  it('and hears of money that comes back', async () => {
    const { rail, simulator, until } = await start();
    await rail.submit(task());
    await until((notices) => notices.length === 1);

    const body = JSON.stringify({ reference: task().reference, reason: 'AC04' });
    await fetch(`${simulator.url}/__bank/returns`, { method: 'POST', body });
    const heard = await until((notices) => notices.length === 2);

    expect(heard[1]).toMatchObject({ status: 'RETURNED', reason: 'ACCOUNT_CLOSED', amount: 540_000n });
  });

  it('and finds out by inquiry what became of a reference that the bank already knows', async () => {
    const { rail, submitBatch, simulator } = await start();
    await rail.submit(task());

    expect(await rail.submit(task())).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
    const again = await submitBatch([task(), task({ reference: 'ASHNEW' })]);
    expect(again.map(({ status }) => status)).toEqual(['SETTLED', 'ACCEPTED']);
    expect(simulator.ledger.entries).toHaveLength(2);
  });

  it('and says NOT_RECEIVED of a reference that the bank does not know', async () => {
    const { rail } = await start();

    expect(await rail.inquire(task())).toMatchObject({
      status: 'UNKNOWN',
      evidence: 'INQUIRY',
      reason: 'NOT_RECEIVED',
    });
  });

  // prettier-ignore
  it.each([
    [{ dropReplyAfterBooking: 1 },   'NO_ANSWER', 1],
    [{ serverErrorAfterBooking: 1 }, 'NO_ANSWER', 1],
    [{ wrongSignature: 1 },          'NO_ANSWER', 1],
    [{ dropBeforeBooking: 1 },       'NO_ANSWER', 0],
    [{ serverError: 1 },             'NO_ANSWER', 0],
    [{ rateLimited: 1 },             'REFUSED',   0],
  ] as const)('and knows nothing of a file when the bank does %o: %s', async (faults, kind, bookings) => {
    const { submitBatch, simulator } = await start(faults);

    expect(await kindOf(submitBatch([task(), task({ reference: 'ASHOTHER' })]))).toMatch(kind);
    expect(simulator.ledger.entries).toHaveLength(2 * bookings);
  });

  it('and tells a bank that is down from one that may have received', async () => {
    const { rail, simulator } = await start();
    await simulator.stop();

    expect(await kindOf(rail.submit(task()))).toMatch(/^NOT_SENT/);
  });

  it('and calls a status word that no documentation names UNKNOWN', async () => {
    const { rail } = await start({ unknownStatusWord: 1 });

    expect(await rail.submit(task())).toMatchObject({ status: 'UNKNOWN', evidence: 'REPLY' });
    expect(await rail.inquire(task())).toMatchObject({ status: 'UNKNOWN', evidence: 'INQUIRY' });
  });

  it('and passes on the amount that the bank names, right or wrong', async () => {
    const { rail } = await start({ wrongAmount: 1 });

    expect(await rail.submit(task())).toMatchObject({ amount: 540_001n });
  });

  it('and is turned away with a wrong secret, saying nothing of the payment', async () => {
    const { rail } = await start({}, { secret: 'another-secret-0123456789' });

    expect(await kindOf(rail.submit(task()))).toBe('REFUSED NOT_AUTHORISED');
  });
});
