/** The client must never call "not sent" what may have been sent: real sockets, closed at the awkward moments. */
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { HttpClient } from '../../../adapters/kit/http-client.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createHttpServer(listener);
  closers.push(() => server.closeAllConnections());
  return listen(server);
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(baseUrl: string, timeoutMs = 2_000): HttpClient {
  const client = new HttpClient({ baseUrl, timeoutMs });
  closers.push(() => client.close());
  return client;
}

const post = { method: 'POST', path: '/pay', body: '{}' } as const;

describe('the HTTP client of the adapters', () => {
  it('says NOT_SENT when nobody listens', async () => {
    const server = createTcpServer();
    const url = await listen(server);
    await new Promise((resolve) => server.close(resolve));

    await expect(clientOf(url).send(post)).rejects.toMatchObject({ kind: 'NOT_SENT', code: 'ECONNREFUSED' });
  });

  it('says NOT_SENT when the host name is unknown', async () => {
    await expect(clientOf('http://bank.invalid').send(post)).rejects.toMatchObject({ kind: 'NOT_SENT' });
  });

  it('says NO_ANSWER when the connection ends without an answer', async () => {
    const url = await serve((request) => request.socket.destroy());

    await expect(clientOf(url).send(post)).rejects.toMatchObject({ kind: 'NO_ANSWER' });
  });

  it('says NO_ANSWER when the answer breaks off in the middle', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => request.socket.destroy());
    });

    await expect(clientOf(url).send(post)).rejects.toMatchObject({ kind: 'NO_ANSWER' });
  });

  it('says NO_ANSWER with code TIMEOUT when the answer takes too long', async () => {
    const url = await serve(() => undefined);

    await expect(clientOf(url, 50).send(post)).rejects.toMatchObject({ kind: 'NO_ANSWER', code: 'TIMEOUT' });
  });

  it('never sends a payment twice by itself', async () => {
    let requests = 0;
    const url = await serve((request) => {
      requests += 1;
      request.socket.destroy();
    });

    await expect(clientOf(url).send(post)).rejects.toMatchObject({ kind: 'NO_ANSWER' });

    expect(requests).toBe(1);
  });

  it('repeats a question that was not answered', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests += 1;
      if (requests < 3) request.socket.destroy();
      else response.end('there');
    });

    const answer = await clientOf(url).send({ method: 'GET', path: '/status' });

    expect(answer.body.toString()).toBe('there');
  });

  it('gives an HTTP refusal to its caller as an answer', async () => {
    const url = await serve((_request, response) => response.writeHead(503).end('later'));

    const answer = await clientOf(url).send(post);

    expect(answer.status).toBe(503);
  });

  it('leaves an institution alone after a row of failures, and says that nothing was sent', async () => {
    let requests = 0;
    const url = await serve((request) => {
      requests += 1;
      request.socket.destroy();
    });
    const client = clientOf(url);
    for (let call = 0; call < 8; call += 1) await client.send(post).catch(() => undefined);

    await expect(client.send(post)).rejects.toMatchObject({ kind: 'NOT_SENT', code: 'CIRCUIT_OPEN' });

    expect(requests).toBe(8);
  });
});
