import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { createTokenVerifier } from '../../src/access/index.js';

interface Claims {
  issuer?: string;
  audience?: string;
  expires?: string;
}

let key: CryptoKey;
let jwk: JWK;
let issuerServer: Server;
let port: number;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  key = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  issuerServer = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/oidc/keys') response.end(JSON.stringify({ keys: [jwk] }));
    else
      response.end(
        JSON.stringify({
          issuer: `http://127.0.0.1:${port}/oidc`,
          jwks_uri: `http://127.0.0.1:${port}/oidc/keys`,
        }),
      );
  });
  await new Promise<void>((resolve) => issuerServer.listen(0, '127.0.0.1', resolve));
  port = (issuerServer.address() as AddressInfo).port;
});

afterAll(() => {
  issuerServer.closeAllConnections();
  issuerServer.close();
});

async function token({
  issuer = 'https://id.example.vn',
  audience = 'ansinh-hub',
  expires = '5m',
}: Claims = {}) {
  return new SignJWT({ roles: ['monitor'] })
    .setProtectedHeader({ alg: 'ES256', kid: 'one' })
    .setSubject('demo-monitor')
    .setIssuer(issuer)
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(key);
}

function local(issuer = 'https://id.example.vn') {
  return createTokenVerifier({ issuer, jwks: { keys: [jwk] } });
}

describe('a token', () => {
  it('of the trusted issuer gives its claims and its end', async () => {
    const verified = await local().verify(await token());

    expect(verified.claims).toMatchObject({ sub: 'demo-monitor', roles: ['monitor'] });
    expect(verified.expiresAt).toBeGreaterThan(Date.now());
  });

  it.each([
    ['expired', { expires: '-1m' }, 'The token has expired.'],
    ['for another audience', { audience: 'somebody-else' }, 'The token is meant for another audience.'],
    ['of another issuer', { issuer: 'https://id.example.com' }, /does not trust/],
  ])('%s is refused', async (_name, claims: Claims, message) => {
    await expect(local().verify(await token(claims))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['unsigned', () => new UnsecuredJWT({ sub: 'x', aud: 'ansinh-hub' }).setExpirationTime('5m').encode()],
    [
      'signed with a shared secret',
      () =>
        new SignJWT({})
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .setSubject('x')
          .setIssuer('https://id.example.vn')
          .setAudience('ansinh-hub')
          .setExpirationTime('5m')
          .sign(new TextEncoder().encode(JSON.stringify(jwk))),
    ],
    ['garbled', () => 'not.a.token'],
    ['empty', () => ''],
  ])('that is %s is refused', async (_name, make) => {
    await expect(local().verify(await make())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each(['localhost', '127.0.0.1'])(
    'is good whether the issuer on this machine was called %s',
    async (host) => {
      const verifier = createTokenVerifier({ issuer: `http://127.0.0.1:${port}/oidc` });

      const verified = await verifier.verify(await token({ issuer: `http://${host}:${port}/oidc` }));

      expect(verified.claims.sub).toBe('demo-monitor');
    },
  );

  it('cannot be judged while the issuer is away, which is not the caller’s fault', async () => {
    const verifier = createTokenVerifier({ issuer: 'http://127.0.0.1:1/oidc' });

    await expect(verifier.verify(await token())).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      retryable: true,
    });
    await expect(verifier.ready()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  it('can be judged as soon as the issuer’s keys are there', async () => {
    const verifier = createTokenVerifier({ issuer: `http://127.0.0.1:${port}/oidc` });

    await expect(verifier.ready()).resolves.toBeUndefined();
  });
});
