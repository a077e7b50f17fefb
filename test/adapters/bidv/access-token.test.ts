import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AccessToken } from '../../../adapters/bidv/access-token.js';
import { parseConfig } from '../../../adapters/bidv/config.js';
import { demoConfig } from '../../../adapters/bidv/index.js';
import { HttpClient } from '../../../adapters/kit/index.js';

const partnership = demoConfig(mkdtempSync(join(tmpdir(), 'bidv-')), 'http://127.0.0.1:1');
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A token service that counts how often it is asked, and a clock that a test moves. */
async function start(answer: (count: number) => { status: number; body: string }) {
  const asked = { count: 0 };
  const server = createServer((_, response) => {
    asked.count += 1;
    const { status, body } = answer(asked.count);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const http = new HttpClient({ baseUrl });
  closing.push(
    () => http.close(),
    () => new Promise((resolve) => server.close(resolve)),
  );
  const time = { now: new Date('2026-11-20T02:00:00Z') };
  const token = new AccessToken(
    http,
    parseConfig({ ...partnership, baseUrl }),
    'CERTIFICATE',
    () => time.now,
  );
  return { token, asked, time };
}

const fresh = (count: number) => ({
  status: 200,
  body: JSON.stringify({ access_token: `T${count}`, token_type: 'bearer', expires_in: 3600 }),
});

describe('the BIDV access token', () => {
  it('is asked for once, however many calls need it at the same time', async () => {
    const { token, asked } = await start(fresh);

    const values = await Promise.all(Array.from({ length: 50 }, () => token.get()));

    expect(new Set(values)).toEqual(new Set(['T1']));
    expect(asked.count).toBe(1);
  });

  it('is renewed a minute before it ends, so that no call carries one that ends on the way', async () => {
    const { token, time } = await start(fresh);
    await token.get();

    time.now = new Date('2026-11-20T02:58:59Z');
    const nearlyOver = await token.get();
    time.now = new Date('2026-11-20T02:59:01Z');
    const over = await token.get();

    expect([nearlyOver, over]).toEqual(['T1', 'T2']);
  });

  it('is forgotten when the bank refuses it, but not when another call has renewed it already', async () => {
    const { token } = await start(fresh);
    const first = await token.get();

    token.forget(first);
    const second = await token.get();
    token.forget(first);

    expect([first, second, await token.get()]).toEqual(['T1', 'T2', 'T2']);
  });

  // prettier-ignore
  it.each([
    [401, '{"error":"invalid_client"}', 'MISCONFIGURED', 'TOKEN_REFUSED'],
    [200, 'no JSON',                    'NOT_SENT',      'TOKEN_UNAVAILABLE'],
    [200, '{"access_token":"T"}',       'NOT_SENT',      'TOKEN_UNAVAILABLE'],
    [503, '',                           'NOT_SENT',      'TOKEN_UNAVAILABLE'],
  ])('an answer of %i %s leaves the payment unsent', async (status, body, kind, code) => {
    const { token } = await start(() => ({ status, body }));

    await expect(token.get()).rejects.toMatchObject({ kind, code });
  });
});
