/** The adapter against the simulated post over real sockets. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { adapter, demoConfig } from '../../../adapters/vnpost/index.js';
import { closeAll, closeLater, endOf, newFolder, start, startAdapter, startPost, task } from './bench.js';
import { vectors } from './vectors.js';

afterEach(closeAll);

const day = (at = new Date()) => new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);

describe('cash at the counter', () => {
  it('is handed over as a list: each line is acknowledged, or refused with the post’s own reason', async () => {
    const { submitBatch, simulator } = await start();

    const outcomes = await submitBatch([task('A1'), task('A2', { amount: 100_000_001n })]);

    expect(outcomes).toMatchObject([
      { status: 'ACCEPTED', evidence: 'REPLY', amount: 540_000n, externalReference: expect.any(String) },
      {
        status: 'REJECTED',
        evidence: 'REPLY',
        reason: 'LIMIT_EXCEEDED',
        reasonText: expect.stringContaining('D07'),
      },
    ]);
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it('is settled when the receiver has signed, and said again until the hub has it', async () => {
    const { collect, feed, rail, simulator } = await start();
    await rail.submit(task('A1'));
    const before = await feed.read();

    await collect('A1');
    const page = await feed.read();
    const again = await feed.read();
    await page?.confirm();
    const after = await feed.read();

    const [booked] = simulator.ledger.entries;
    expect(before).toBeUndefined();
    expect(page?.notices).toMatchObject([
      {
        reference: 'A1',
        status: 'SETTLED',
        evidence: 'NOTIFICATION',
        externalReference: booked?.externalReference,
      },
    ]);
    expect(again?.notices).toEqual(page?.notices);
    expect(after).toBeUndefined();
    expect(booked).toMatchObject({ reference: 'A1', account: 'CASH', amount: 540_000 });
    expect(await rail.inquire(task('A1'))).toMatchObject({ status: 'SETTLED', evidence: 'INQUIRY' });
  });

  it('that nobody collected comes back as an unpaid list when the period ends', async () => {
    const { collect, endPeriod, feed, rail, statements, submitBatch } = await start();
    await submitBatch([task('A1'), task('A2'), task('A3')]);
    await collect('A2');

    await endPeriod();
    await endPeriod();

    const notices = (await feed.read())?.notices ?? [];
    const uncollected = {
      status: 'REJECTED',
      reason: 'CUTOFF',
      reasonText: expect.stringMatching(/^NOT_COLLECTED/),
      amount: 540_000n,
    };
    expect(notices).toMatchObject([
      { reference: 'A2', status: 'SETTLED' },
      { reference: 'A1', ...uncollected },
      { reference: 'A3', ...uncollected },
    ]);
    expect(await rail.inquire(task('A3'))).toMatchObject(uncollected);
    expect((await statements.read(day()))?.notices).toMatchObject(
      notices.map((notice) => ({ ...notice, evidence: 'STATEMENT' })),
    );
  });

  it('is paid to nobody after its list has ended; where it was all the same, the hub hears it as it is', async () => {
    const { collect, endPeriod, feed, rail, simulator } = await start();
    await rail.submit(task('A1'));
    await endPeriod();

    const refused = await collect('A1');
    const paidLate = await collect('A1', true);

    expect([refused, paidLate]).toEqual([409, 200]);
    expect((await feed.read())?.notices).toMatchObject([{ status: 'REJECTED' }, { status: 'SETTLED' }]);
    expect(simulator.ledger.entries).toHaveLength(1);
  });

  it('ends by itself when its time is over', async () => {
    const dataDir = newFolder();
    const { simulator } = await startPost(dataDir, {}, { closeAfterMs: 1 });
    const { rail } = await startAdapter(demoConfig(dataDir, simulator.url));
    await rail.submit(task('A1'));

    let status = 'ACCEPTED';
    while (status === 'ACCEPTED') status = (await rail.inquire(task('A1'))).status;

    expect(status).toBe('REJECTED');
  });
});

describe('cash brought home', () => {
  it('stays open while nobody is met, visit after visit, and is settled when it is signed for', async () => {
    const { collect, feed, rail, visit } = await start();
    await rail.submit(task('H1', { delivery: 'HOME' }));

    await visit('H1', 'KHONG_GAP');
    await visit('H1', 'KHONG_GAP');
    await collect('H1');

    expect((await feed.read())?.notices).toMatchObject([
      { status: 'ACCEPTED', reasonText: expect.stringMatching(/^KHONG_GAP 1 /) },
      { status: 'ACCEPTED', reasonText: expect.stringMatching(/^KHONG_GAP 2 /) },
      { status: 'SETTLED' },
    ]);
  });

  it.each([
    ['DA_MAT', 'DECEASED'],
    ['TU_CHOI_NHAN', 'REFUSED'],
  ])('ends with %s as %s, and cannot be collected any more', async (outcome, reason) => {
    const { collect, feed, rail, simulator, visit } = await start();
    await rail.submit(task('H1', { delivery: 'HOME' }));

    await visit('H1', outcome);

    expect((await feed.read())?.notices).toMatchObject([{ status: 'REJECTED', reason }]);
    expect(await collect('H1')).toBe(409);
    expect(simulator.ledger.entries).toHaveLength(0);
  });
});

describe('doubts about a list', () => {
  it('the same list again is the same answer, and a reference in another list is known', async () => {
    const { collect, simulator, submitBatch } = await start();
    await submitBatch([task('A1'), task('A2')]);
    await collect('A1');

    const again = await submitBatch([task('A2'), task('A1')]);
    const elsewhere = await submitBatch([task('A1'), task('A3')]);

    expect(again).toMatchObject([{ status: 'ACCEPTED' }, { status: 'SETTLED' }]);
    expect(elsewhere).toMatchObject([{ status: 'UNKNOWN', reason: 'DUPLICATE' }, { status: 'ACCEPTED' }]);
    expect(await collect('A1')).toBe(409);
    expect(simulator.ledger.find('A1')).toHaveLength(1);
  });

  it('an answer that is lost says nothing, and an inquiry finds every line where it is', async () => {
    const { rail, submitBatch } = await start({ dropReplyAfterBooking: 1 });

    const lost = await endOf(submitBatch([task('A1'), task('A2')]));

    expect(lost).toMatch(/^NO_ANSWER /);
    expect(await rail.inquire(task('A2'))).toMatchObject({ status: 'ACCEPTED', evidence: 'INQUIRY' });
    expect(await rail.inquire(task('A3'))).toMatchObject({ status: 'UNKNOWN', reason: 'NOT_RECEIVED' });
  });

  it.each([
    ['NO_ANSWER BAD_SIGNATURE', { wrongSignature: 1 }],
    ['REFUSED RATE_LIMITED', { rateLimited: 1 }],
    ['NO_ANSWER HTTP_500', { serverError: 1 }],
  ])('%s is no word on a payment', async (end, faults) => {
    const { rail } = await start(faults);

    expect(await endOf(rail.submit(task('A1')))).toBe(end);
  });

  it('the post forgets neither lists nor words nor what was not confirmed over a restart', async () => {
    const dataDir = newFolder();
    const before = await startPost(dataDir);
    const { submitBatch } = await startAdapter(demoConfig(dataDir, before.simulator.url));
    await submitBatch([task('A1'), task('A2')]);
    await before.collect('A1');
    await before.simulator.stop();

    const after = await startPost(dataDir);
    const { feed, rail } = await startAdapter(demoConfig(dataDir, after.simulator.url));

    expect((await feed.read())?.notices).toMatchObject([{ reference: 'A1', status: 'SETTLED' }]);
    expect(await rail.inquire(task('A2'))).toMatchObject({ status: 'ACCEPTED' });
    expect(await after.collect('A1')).toBe(409);
  });
});

describe('reports that the post pushes', () => {
  const listen = { port: 0 };
  const keys = { privateKeyPem: vectors.partnerPrivateKeyPem, postPublicKey: vectors.postPublicKeyPem };
  const config = { baseUrl: 'http://127.0.0.1:9', partnerCode: vectors.partnerCode, ...keys, listen };
  const { body, signature, timestamp } = vectors.push;
  const push = async (url: string | undefined, text: string, headers: Record<string, string>) =>
    (await fetch(url ?? '', { method: 'POST', body: text, headers })).status;

  it('are the post’s word when they carry its signature', async () => {
    const { session, told } = await startAdapter(config, () => new Date(vectors.now));

    const status = await push(session.callbackUrl, body, { 'x-thoi-diem': timestamp, 'x-chu-ky': signature });

    expect(status).toBe(204);
    expect(told).toMatchObject([
      { reference: 'ASH20261100000001', status: 'SETTLED', evidence: 'NOTIFICATION' },
    ]);
  });

  // prettier-ignore
  it.each([
    ['without a signature', body,                                {}],
    ['with a forged one',   body,                                { 'x-thoi-diem': timestamp, 'x-chu-ky': 'c2FpIGNodSBreQ==' }],
    ['of another report',   body.replace('540000', '940000'),    { 'x-thoi-diem': timestamp, 'x-chu-ky': signature }],
    ['at another time',     body,                                { 'x-thoi-diem': '2026-11-22T03:00:01.000Z', 'x-chu-ky': signature }],
  ])('are nobody’s word %s', async (_, text, headers) => {
    const { session, told } = await startAdapter(config, () => new Date(vectors.now));

    expect(await push(session.callbackUrl, text, headers as Record<string, string>)).toBe(401);
    expect(told).toEqual([]);
  });

  it('are nobody’s word long after they were signed', async () => {
    const later = new Date(Date.parse(vectors.now) + 6 * 60_000);
    const { session } = await startAdapter(config, () => later);

    expect(await push(session.callbackUrl, body, { 'x-thoi-diem': timestamp, 'x-chu-ky': signature })).toBe(
      401,
    );
  });

  it('reach the adapter from the simulated post as well', async () => {
    const dataDir = newFolder();
    const { postPublicKey } = adapter.parseConfig(demoConfig(dataDir, 'http://127.0.0.1:9'));
    const { session, told } = await startAdapter({ ...config, postPublicKey });
    const pushed = await startPost(dataDir, {}, { pushUrl: session.callbackUrl });
    const { rail } = await startAdapter(demoConfig(dataDir, pushed.simulator.url));
    await rail.submit(task('A1'));
    const heard = new Promise<void>((resolve) => {
      const look = setInterval(() => told.length > 0 && resolve(), 5);
      closeLater(() => Promise.resolve(clearInterval(look)));
    });

    await pushed.collect('A1');
    await heard;

    expect(told).toMatchObject([{ reference: 'A1', status: 'SETTLED' }]);
  });
});
