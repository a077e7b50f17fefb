/** Where a simulator is reached: one port on 127.0.0.1 that speaks HTTP and, to whoever begins with a TLS handshake, HTTPS. It can
 *  be shut for a while, and its certificate can run out. */
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { demoKey, expiredCertificate, validCertificate } from './demo-certificate.js';

/** Longer than a client keeps an idle connection, so that no request meets a closing one. */
const keepAliveMs = 60_000;
const tlsHandshake = 0x16;

export interface FrontDoorOptions {
  readonly onRequest: RequestListener;
  /** A connection under an expired certificate ended: whether the client sent a request over it all the same. */
  readonly onExpiredEnded: (isTrusted: boolean) => void;
}

export interface FrontDoor {
  readonly port: number;
  open(): Promise<void>;
  /** Every connection ends at once; nobody gets through until `open`. */
  shut(): Promise<void>;
  /** From now on; connections that stand end, so that everybody sees it. */
  showCertificate(which: 'valid' | 'expired'): void;
}

/** @param wanted 0: any free port */
export async function openFrontDoor(wanted: number, options: FrontDoorOptions): Promise<FrontDoor> {
  const sockets = new Set<Socket>();
  const underExpired = new WeakMap<Socket, { isTrusted: boolean }>();
  let isExpired = false;

  const plain = createHttpServer(options.onRequest);
  const secure = createHttpsServer({ key: demoKey, cert: validCertificate }, (incoming, response) => {
    const doubtful = underExpired.get(incoming.socket);
    if (doubtful) doubtful.isTrusted = true;
    options.onRequest(incoming, response);
  });
  for (const server of [plain, secure]) server.keepAliveTimeout = keepAliveMs;
  secure.on('secureConnection', (socket: TLSSocket) => {
    if (!isExpired) return;
    const doubtful = { isTrusted: false };
    underExpired.set(socket, doubtful);
    socket.once('close', () => options.onExpiredEnded(doubtful.isTrusted));
  });
  // A client that turns away during the handshake is not this side's trouble.
  secure.on('tlsClientError', () => isExpired && options.onExpiredEnded(false));

  const door = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === tlsHandshake ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  const listen = (at: number): Promise<number> =>
    new Promise((resolve, reject) => {
      door.once('error', reject);
      door.listen(at, '127.0.0.1', () => {
        door.off('error', reject);
        resolve((door.address() as AddressInfo).port);
      });
    });
  const endAll = (): void => sockets.forEach((socket) => socket.destroy());
  const port = await listen(wanted);

  return {
    port,
    open: async () => {
      if (!door.listening) await listen(port);
    },
    shut: () =>
      new Promise((resolve) => {
        if (!door.listening) return resolve();
        door.close(() => resolve());
        endAll();
      }),
    showCertificate: (which) => {
      isExpired = which === 'expired';
      secure.setSecureContext({ key: demoKey, cert: isExpired ? expiredCertificate : validCertificate });
      endAll();
    },
  };
}
