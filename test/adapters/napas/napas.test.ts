/** The adapter against the simulated switch over real sockets. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { AdapterError } from '../../../adapters/kit/index.js';
import { adapter, demoConfig } from '../../../adapters/napas/index.js';
import { closeAll, kindOf, start, startSwitch, task } from './bench.js';
import { message } from './vectors.js';

afterEach(closeAll);

describe('the NAPAS adapter checks accounts at other banks', () => {
  // prettier-ignore
  it.each([
    ['1012345678', '970436', { accountState: 'OPEN', returnedName: 'N*** T** A** D**' }, 'the name comes masked'],
    ['1012345679', '970436', { accountState: 'BLOCKED' },     'closed and blocked are one word here'],
    ['1012345680', '970436', { accountState: 'BLOCKED' },     'and no name is told of either'],
    ['1012345678', '970415', { accountState: 'NOT_FOUND' },   'the same number at another bank is another account'],
    ['1099999999', '970436', { accountState: 'NOT_FOUND' },   'nobody has it'],
    ['1012345678', '123456', { accountState: 'UNAVAILABLE' }, 'no such bank can be asked'],
  ] as const)('%s at %s: %o, for %s', async (number, bankBin, expected, _meaning) => {
    const { checker } = await start();

    const answer = await checker.check({ id: 'tsk_1', kind: 'BANK', number, bankBin, holderName: 'Ai Đó' });

    expect(answer).toEqual({ checkedAt: expect.any(Date), ...expected });
  });
});

describe('the NAPAS adapter pays', () => {
  it('into an account at another bank: credited, booked once under the hub’s reference', async () => {
    const { rail, simulator } = await start();

    const outcome = await rail.submit(task());

    const [line] = simulator.ledger.entries;
    expect(line).toMatchObject({ reference: task().reference, account: '1012345678', amount: 540_000 });
    expect(outcome).toMatchObject({
      status: 'SETTLED',
      evidence: 'REPLY',
      amount: 540_000n,
      externalReference: line?.externalReference,
    });
    expect(await rail.inquire(task())).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
  });

  // prettier-ignore
  it.each([
    [{ accountNumber: '1012345679' }, 'ACCOUNT_CLOSED',    'RJCT AC04'],
    [{ accountNumber: '1012345680' }, 'ACCOUNT_BLOCKED',   'RJCT AC06'],
    [{ accountNumber: '1099999999' }, 'ACCOUNT_NOT_FOUND', 'RJCT BE06'],
    [{ bankBin: '970415' },           'ACCOUNT_NOT_FOUND', 'RJCT BE06'],
    [{ bankBin: '123456' },           'ACCOUNT_INVALID',   'RJCT RC04'],
    [{ amount: 500_000_000n },        'LIMIT_EXCEEDED',    'RJCT AM02'],
  ] as const)('not with %o: %s (%s)', async (change, reason, reasonText) => {
    const { rail, simulator } = await start();

    expect(await rail.submit(task(change))).toMatchObject({ status: 'REJECTED', reason, reasonText });
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('up to one đồng below 500 million', async () => {
    const { rail } = await start();

    expect(await rail.submit(task({ amount: 499_999_999n }))).toMatchObject({ status: 'SETTLED' });
  });

  it('and hears later of what the receiving bank finishes later', async () => {
    const { rail, until } = await start({ asynchronous: 1, processingMs: 30 });

    expect(await rail.submit(task())).toMatchObject({ status: 'ACCEPTED', reasonText: 'ACSP' });
    const [notice] = await until((notices) => notices.length > 0);

    expect(notice).toMatchObject({
      reference: task().reference,
      status: 'SETTLED',
      evidence: 'NOTIFICATION',
      amount: 540_000n,
    });
  });

  it('and hears of money that comes back', async () => {
    const { rail, until, giveBack } = await start();
    await rail.submit(task());

    await giveBack(task().reference, 'MD07');
    const [notice] = await until((notices) => notices.length > 0);

    expect(notice).toMatchObject({ status: 'RETURNED', reason: 'DECEASED', evidence: 'NOTIFICATION' });
  });

  it('and finds a return whose notification was lost in the statement of the day, the same line at every look', async () => {
    const { rail, statements, today, giveBack } = await start({ loseNotification: 1 });
    await rail.submit(task());
    await giveBack(task().reference, 'AC04');

    const lines = await statements.read(today());

    expect(lines?.notices).toMatchObject([
      { status: 'ACCEPTED', evidence: 'STATEMENT', reference: task().reference, account: '1012345678' },
      { status: 'RETURNED', evidence: 'STATEMENT', reason: 'ACCOUNT_CLOSED', amount: 540_000n },
    ]);
    expect(await statements.read(today())).toEqual(lines);
    expect(await statements.read('2020-01-01')).toMatchObject({ entries: 0 });
  });

  it('and asks for no money under a lease that ended while something else was asked first', async () => {
    const { rail, simulator } = await start();
    const confirm = () => Promise.reject(new AdapterError('NOT_SENT', 'LEASE_LOST', 'others decide now'));

    await expect(rail.submit(task(), { confirm })).rejects.toMatchObject({ kind: 'NOT_SENT' });

    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('and calls a reference that the switch already knows a doubt', async () => {
    const { rail, simulator } = await start();
    await rail.submit(task());

    expect(await rail.submit(task())).toMatchObject({ status: 'UNKNOWN', reason: 'DUPLICATE' });
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it('and says NOT_RECEIVED of a reference that the switch does not know', async () => {
    const { rail } = await start();

    expect(await rail.inquire(task())).toMatchObject({ status: 'UNKNOWN', reason: 'NOT_RECEIVED' });
  });

  // prettier-ignore
  it.each([
    [{ dropReplyAfterBooking: 1 },   'NO_ANSWER', 1],
    [{ serverErrorAfterBooking: 1 }, 'NO_ANSWER', 1],
    [{ wrongSignature: 1 },          'NO_ANSWER BAD_SIGNATURE', 1],
    [{ serverError: 1 },             'NO_ANSWER', 0],
    [{ rateLimited: 1 },             'REFUSED RATE_LIMITED', 0],
  ] as const)('and knows nothing of a transfer when the switch does %o: %s', async (faults, kind, bookings) => {
    const { rail, simulator } = await start(faults);

    expect(await kindOf(rail.submit(task()))).toMatch(kind);
    expect(simulator.ledger.entries).toHaveLength(bookings);
  });

  it('and signs in again where a restarted switch has forgotten its token', async () => {
    const { rail, simulator, dataDir } = await start();
    await rail.submit(task());
    await simulator.stop();
    await startSwitch(dataDir, {}, simulator.port);

    expect(await rail.inquire(task())).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
    expect(await rail.submit(task({ reference: 'ASHAFTER' }))).toMatchObject({ status: 'SETTLED' });
  });

  it('and has sent nothing when the switch is down or gives no token', async () => {
    const { rail, simulator } = await start();
    simulator.faults.change({ dropBeforeBooking: 1 });
    expect(await kindOf(rail.submit(task()))).toMatch(/^NOT_SENT/);
    await simulator.stop();

    expect(await kindOf(rail.submit(task({ reference: 'ASHOTHER' })))).toMatch(/^NOT_SENT/);
  });

  it('and names the operator’s fault when its credentials are refused', async () => {
    const { rail } = await start({}, { password: 'another' });

    expect(await kindOf(rail.submit(task()))).toBe('MISCONFIGURED TOKEN_REFUSED');
  });

  it('and passes on the amount that the switch names, right or wrong', async () => {
    const { rail } = await start({ wrongAmount: 1 });

    expect(await rail.submit(task())).toMatchObject({ amount: 540_001n });
  });
});

describe('the port where the switch calls back', () => {
  it.each([
    ['a message without a signature', 'POST', '', 401],
    ['another path', 'POST', '/other', 404],
    ['another method', 'PUT', '', 404],
  ])('turns away %s, and the hub hears nothing', async (_, method, suffix, status) => {
    const { callbackUrl, heard } = await start();

    const answer = await fetch(callbackUrl + suffix, { method, body: message('pacs.004-return') });

    expect(answer.status).toBe(status);
    expect(heard).toEqual([]);
  });
});

describe('the configuration of the NAPAS adapter', () => {
  const good = demoConfig('/tmp/napas-config', 'https://switch.example');

  it.each([
    ['a key that is none', { privateKey: 'secret words' }, 'privateKey'],
    ['a bank that is none', { debtorBank: 'BIDV' }, 'debtorBank'],
    ['a field too many', { apiKey: 'x' }, 'apiKey'],
  ])('with %s is refused, naming the field and not the value', (_, change, field) => {
    const parse = () => adapter.parseConfig({ ...good, ...change });

    expect(parse).toThrow(AdapterError);
    expect(parse).toThrow(field);
    expect(parse).not.toThrow('secret words');
  });
});
