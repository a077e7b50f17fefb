/** The adapter against a post that another implementation plays: it checks every byte of ours and answers with its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { handOverOf, lastPayingDay } from '../../../adapters/vnpost/wire.js';
import { closeAll, closeLater, endOf, startAdapter } from './bench.js';
import { exchange, vectors, vectorTasks, type Exchange } from './vectors.js';

afterEach(closeAll);

const now = new Date(vectors.now);
const terms = { partnerCode: vectors.partnerCode, payingDaysMin: 5 };

/** Answers only what the vectors have, signed as they are signed. */
async function playPost(expected: readonly Exchange[]) {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      const { method, url, headers } = request;
      const fit = expected.find(
        (one) =>
          one.method === method &&
          one.path === url &&
          one.body === body &&
          one.signature === headers['x-chu-ky'] &&
          one.timestamp === headers['x-thoi-diem'],
      );
      response.writeHead(fit?.status ?? 400, { 'x-chu-ky': fit?.answerSignature ?? '' });
      response.end(fit?.answer);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closeLater(() => new Promise((resolve) => void server.close(resolve)));
  const config = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    partnerCode: vectors.partnerCode,
    privateKeyPem: vectors.partnerPrivateKeyPem,
    postPublicKey: vectors.postPublicKeyPem,
  };
  return startAdapter(config, () => now);
}

const [first, second] = vectorTasks;
if (!first || !second) throw new Error('the vectors have two lines');

describe('the vnpost adapter speaks as another implementation does', () => {
  it('hands a list over, and reads which lines were taken', async () => {
    const { submitBatch } = await playPost([exchange('hand a list over')]);

    const outcomes = await submitBatch([second, first]);

    expect(outcomes).toMatchObject([
      { status: 'REJECTED', reason: 'REFUSED', evidence: 'REPLY', amount: 1_080_000n },
      { status: 'ACCEPTED', evidence: 'REPLY', externalReference: 'PHT1234567123456VN' },
    ]);
  });

  it('takes a whole list that is turned away for not taken, and not for refused payments', async () => {
    const { submitBatch } = await playPost([exchange('a list turned away')]);

    expect(await endOf(submitBatch(vectorTasks))).toBe('REFUSED LIST_L04');
  });

  it.each([
    ['ask about a line', { status: 'SETTLED', evidence: 'INQUIRY', amount: 540_000n }],
    ['ask about a line never received', { status: 'UNKNOWN', reason: 'NOT_RECEIVED', evidence: 'INQUIRY' }],
  ])('asks: %s', async (name, outcome) => {
    const { rail } = await playPost([exchange(name)]);

    expect(await rail.inquire(first)).toMatchObject(outcome);
  });

  it('reads the reports of the counters and an unpaid list, and confirms them', async () => {
    const { feed } = await playPost([exchange('read the reports'), exchange('confirm the reports')]);

    const page = await feed.read();
    await page?.confirm();

    expect(page?.notices).toMatchObject([
      { reference: first.reference, status: 'SETTLED', evidence: 'NOTIFICATION', occurredAt: now },
      { reference: first.reference, status: 'REJECTED', reason: 'CUTOFF' },
    ]);
    expect(page?.notices[1]?.reasonText).toMatch(/^NOT_COLLECTED /);
  });

  it('believes nothing that the post has not signed for this very request', async () => {
    const asked = exchange('ask about a line');
    const { answer, answerSignature } = exchange('ask about a line never received');
    const changed = await playPost([{ ...asked, answer }]);
    const unsigned = await playPost([{ ...asked, answerSignature: '' }]);
    const ofAnother = await playPost([{ ...asked, answerSignature }]);

    for (const { rail } of [changed, unsigned, ofAnother])
      expect(await endOf(rail.inquire(first))).toBe('NO_ANSWER BAD_SIGNATURE');
  });
});

describe('a list of the post', () => {
  it('has the same id for the same payments in whatever order, and another for any other', () => {
    const same = handOverOf([second, first], terms, now);
    const other = handOverOf([first, { ...second, amount: 1n }], terms, now);

    expect(same.listId).toBe(vectors.listId);
    expect(other.listId).not.toBe(vectors.listId);
  });

  // prettier-ignore
  it.each([
    ['2026-11-20', '2026-11-22T03:00:00Z', '2026-11-30'],
    ['2026-12-01', '2026-11-22T03:00:00Z', '2026-12-31'],
    ['2026-11-01', '2026-11-25T03:00:00Z', '2026-11-30'],
    ['2026-11-01', '2026-11-25T18:00:00Z', '2026-12-31'],
    ['2026-12-20', '2026-12-30T03:00:00Z', '2027-01-31'],
    ['2028-02-01', '2028-02-10T03:00:00Z', '2028-02-29'],
  ])('wanted on %s and handed over at %s is paid until %s', (requestedDate, at, lastDay) => {
    expect(lastPayingDay(requestedDate, new Date(at), 5)).toBe(lastDay);
  });
});
