/** Long answers are zipped for whoever takes that. */
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'undici';
import { startToyHub, type ToyHub } from './toy-hub.js';

let hub: ToyHub;
let token: string;

beforeAll(async () => {
  hub = await startToyHub();
  token = await hub.tokenOf('demo-officer');
});
afterAll(() => hub.close());

const LONG = `{ ${Array.from({ length: 90 }, (_, at) => `name${at}: __typename`).join(' ')} }`;

async function answer(query: string, encoding?: string) {
  const { headers, body } = await request(`${hub.url}/graphql`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(encoding === undefined ? {} : { 'accept-encoding': encoding }),
    },
    body: JSON.stringify({ query }),
  });
  return { headers, bytes: Buffer.from(await body.arrayBuffer()) };
}

describe('an answer', () => {
  it('that is long comes zipped where the client takes that, and says the same', async () => {
    const plain = await answer(LONG);
    const zipped = await answer(LONG, 'br;q=1, gzip');

    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 2);
    expect(gunzipSync(zipped.bytes).toString()).toBe(plain.bytes.toString());
  });

  it.each([
    ['that is short', '{ __typename }', 'gzip'],
    ['for whoever takes no gzip', LONG, 'br'],
    ['for whoever refuses it', LONG, 'gzip;q=0, identity'],
  ])('%s comes as it is', async (_what, query, encoding) => {
    const { headers, bytes } = await answer(query, encoding);

    expect(headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(bytes.toString())).toHaveProperty('data');
  });
});
