/** The simulated post is held to the same messages as the adapter, so that a protocol misread once does not pass twice. */
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { closeAll, newFolder, startPost } from './bench.js';
import { exchange, vectors, type Exchange } from './vectors.js';

beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(Date.parse(vectors.now)));
afterEach(async () => {
  jest.restoreAllMocks();
  await closeAll();
});

const start = async () => {
  const settings = {
    partnerCode: vectors.partnerCode,
    partnerPublicKeyPem: vectors.partnerPublicKeyPem,
    postPrivateKeyPem: vectors.postPrivateKeyPem,
  };
  const post = await startPost(newFolder(), {}, settings);
  const send = async (call: Exchange) => {
    const { method, path, timestamp, body, signature } = call;
    const answer = await fetch(`${post.simulator.url}${path}`, {
      method,
      body: body === '' ? undefined : body,
      headers: { 'x-ma-doi-tac': vectors.partnerCode, 'x-thoi-diem': timestamp, 'x-chu-ky': signature },
    });
    const text = await answer.text();
    return { status: answer.status, text, signature: answer.headers.get('x-chu-ky') };
  };
  return { ...post, send };
};

describe('the simulated post answers another implementation', () => {
  it('takes its list, and says the same of the same list again', async () => {
    const { send, simulator } = await start();

    const first = await send(exchange('hand a list over'));
    const again = await send(exchange('hand a list over'));

    const dong = vectors.lines.map(({ maChiTra, soTien }) => ({ maChiTra, soTien, trangThai: 'CHO_CHI' }));
    expect(JSON.parse(first.text)).toMatchObject({ maDanhSach: vectors.listId, trangThai: 'DA_NHAN', dong });
    expect(again.text).toBe(first.text);
    expect(simulator.ledger.entries).toHaveLength(0);
  });

  it.each(['ask about a line never received', 'confirm the reports'])(
    'signs as it does: %s',
    async (name) => {
      const { send } = await start();

      const { text, signature } = await send(exchange(name));

      expect({ text, signature }).toEqual({
        text: exchange(name).answer,
        signature: exchange(name).answerSignature,
      });
    },
  );

  // prettier-ignore
  it.each([
    ['signed by nobody',        { signature: '' }],
    ['signed for another body', { body: exchange('hand a list over').body.replace('540000', '940000') }],
    ['signed for another path', { path: '/doi-tac/v1/bien-dong' }],
    ['of another time',         { timestamp: '2026-11-22T02:59:59.000Z' }],
  ])('turns away what is %s', async (_, change) => {
    const { send } = await start();

    expect((await send({ ...exchange('hand a list over'), ...change })).status).toBe(401);
  });
});
