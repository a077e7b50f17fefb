import { execFile } from 'node:child_process';
import { mkdtemp, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { callerFromToken, createTokenVerifier } from '../../src/access/index.js';
import { createDemoIssuer, demoClients, type DemoIssuer } from '../../src/demo/issuer/index.js';

const clients = demoClients({
  provinceCode: '79',
  communeCode: '26734',
  adapters: [
    { name: 'viettel-money', institution: 'VIETTEL_MONEY' },
    { name: 'population', institution: 'CSDLDC' },
  ],
});
let dataDir: string;
let issuer: DemoIssuer;
let server: Server;
let port: number;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'issuer-'));
  issuer = await createDemoIssuer({ dataDir, clients });
  const app = express();
  app.use('/oidc', issuer.handle);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function signIn(id: string, { secret = 'demo', host = '127.0.0.1' } = {}) {
  const response = await fetch(`http://${host}:${port}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

function verifier() {
  return createTokenVerifier({ issuer: (name) => issuer.isOwnName(name), jwks: issuer.jwks });
}

describe('the demo sign-in', () => {
  it('gives a token to the command line that the documentation prints', async () => {
    const { stdout } = await promisify(execFile)('curl', [
      ...['-s', '-u', 'demo-officer:demo', '-d', 'grant_type=client_credentials'],
      `127.0.0.1:${port}/oidc/token`,
    ]);

    expect(JSON.parse(stdout)).toMatchObject({ token_type: 'Bearer', expires_in: 28_800 });
  });

  it.each([
    ['demo-monitor', { roles: ['monitor'], showsPersonalData: false }],
    ['demo-officer', { roles: ['officer'], area: { code: '79' }, showsPersonalData: false }],
    ['demo-commune-officer', { roles: ['officer'], area: { code: '26734' } }],
    ['demo-approver', { roles: ['approver'], area: { code: '79' } }],
    ['demo-treasurer', { roles: ['treasurer'], area: { code: '79' } }],
    ['demo-auditor', { roles: ['auditor'], purpose: 'AUDIT', showsPersonalData: false }],
    ['adapter-viettel-money', { roles: ['adapter'], institution: 'VIETTEL_MONEY', showsPersonalData: true }],
    ['adapter-population', { roles: ['adapter'], institution: 'CSDLDC', purpose: 'VERIFICATION' }],
  ])('lets %s in with its role and what it is bound to', async (id, expected) => {
    const { body } = await signIn(id);

    const { claims } = await verifier().verify(body.access_token ?? '');

    expect(callerFromToken(claims)).toMatchObject({ subject: id, clientId: id, ...expected });
  });

  it('refuses a wrong secret', async () => {
    expect(await signIn('demo-officer', { secret: 'guess' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it.each(['localhost', '127.0.0.1'])('is one issuer by discovery under %s', async (host) => {
    const name = `http://${host}:${port}/oidc`;
    const { body } = await signIn('demo-monitor', { host: '127.0.0.1' });

    const document = (await (await fetch(`${name}/.well-known/openid-configuration`)).json()) as Record<
      string,
      string
    >;
    const verified = await createTokenVerifier({ issuer: name }).verify(body.access_token ?? '');

    expect(document).toMatchObject({ issuer: name, token_endpoint: `${name}/token` });
    expect(verified.claims.sub).toBe('demo-monitor');
  });

  it('keeps its key across a restart, for its owner only', async () => {
    const { body } = await signIn('demo-monitor');

    const restarted = await createDemoIssuer({ dataDir, clients });
    const verified = await createTokenVerifier({
      issuer: (name) => issuer.isOwnName(name),
      jwks: restarted.jwks,
    }).verify(body.access_token ?? '');

    expect(verified.claims.sub).toBe('demo-monitor');
    expect((await stat(join(dataDir, 'issuer-key.json'))).mode & 0o077).toBe(0);
  });

  it('never shows its private key', () => {
    expect(JSON.stringify(issuer.jwks)).not.toContain('"d"');
  });
});
