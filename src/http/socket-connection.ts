/** One WebSocket as graphql-ws sees it: frames go out one after the other, each only when the one before has left, so that a
 *  slow client slows its own subscriptions and nobody's memory grows. */
import { randomUUID } from 'node:crypto';
import type { Server as ProtocolServer } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import type { SignedIn } from './authenticate.js';
import { createSharedFrames, type SharedFrames } from './shared-frames.js';
import { CLOSE_CODE } from './error-status.js';

/** A client that answers no ping for this long is gone. */
const PING_EVERY_MS = 12_000;
/** The longest reason that fits a close frame (RFC 6455 §5.5), in bytes. */
const REASON_BYTES_MAX = 123;

export interface SocketConnection {
  readonly id: string;
  readonly socket: WebSocket;
  readonly address: string;
  signedIn?: SignedIn;
  /** The hub's own id of each operation under way, by the id that the client gave it. */
  readonly requestIds: Map<string, string>;
  /** Queries and mutations that are being answered. */
  readonly answering: Set<string>;
  readonly frames: SharedFrames;
  expiry?: NodeJS.Timeout;
}

export function newSocketConnection(socket: WebSocket, address: string): SocketConnection {
  return {
    id: randomUUID(),
    socket,
    address,
    requestIds: new Map(),
    answering: new Set(),
    frames: createSharedFrames(),
  };
}

/** Closes with a reason cut to what fits. */
export function closeSocket(socket: WebSocket, code: number, reason: string): void {
  let text = reason;
  while (Buffer.byteLength(text) > REASON_BYTES_MAX) text = text.slice(0, -1);
  socket.close(code, text);
}

/** Hands the socket to the protocol and keeps it alive until it closes. */
export function attachSocket(
  connection: SocketConnection,
  protocol: ProtocolServer<SocketConnection>,
  logger: Logger,
): void {
  const { socket } = connection;
  let isAlive = true;
  const pings = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_EVERY_MS);
  pings.unref();

  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) =>
        new Promise<void>((resolve, reject) => {
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(connection.frames.fill(data), (error) => (error ? reject(error) : resolve()));
        }),
      close: (code, reason) => closeSocket(socket, code ?? CLOSE_CODE.INTERNAL, reason ?? ''),
      onMessage: (listener) => {
        socket.on('message', (data) => {
          listener((data as Buffer).toString()).catch((error: unknown) => {
            if (socket.readyState !== socket.OPEN) return;
            logger.error({ err: error, connection: connection.id }, 'a socket message failed');
            closeSocket(socket, CLOSE_CODE.INTERNAL, 'INTERNAL');
          });
        });
      },
    },
    connection,
  );
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('error', (error) => logger.debug({ err: error, connection: connection.id }, 'a socket broke'));
  socket.once('close', (code, reason) => {
    clearInterval(pings);
    clearTimeout(connection.expiry);
    closed(code, String(reason)).catch((error: unknown) => {
      logger.error({ err: error, connection: connection.id }, 'a socket could not be cleaned up after');
    });
  });
}
