/** `graphql-transport-ws` at `/graphql`: subscriptions, and queries and mutations too. A connection signs in once, and ends
 *  when its token does. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import type { Authenticate } from './authenticate.js';
import { CLOSE_CODE } from './error-status.js';
import type { Metrics } from './metrics.js';
import type { RateLimit } from './rate-limit.js';
import {
  attachSocket,
  closeSocket,
  newSocketConnection,
  type SocketConnection,
} from './socket-connection.js';
import type { SocketOperations } from './socket-operations.js';
import { socketProtocol } from './socket-protocol.js';

export interface SocketServerDeps {
  readonly operations: SocketOperations;
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Bytes of one message. */
  readonly messageBytesMax: number;
  /** Connections at once; default 10 000. */
  readonly connectionsMax?: number;
}

export interface SocketServer {
  attach(server: HttpServer): void;
  /** Takes no new connections, lets queries and mutations finish, then closes each socket with 1012, which tells clients to
   *  come back; what is not done after `timeoutMs` is cut. */
  close(timeoutMs: number): Promise<void>;
}

/** How long a client has to answer a close frame. */
const CLOSE_ANSWER_MS = 1_000;

export function createSocketServer(deps: SocketServerDeps): SocketServer {
  const { metrics, logger, connectionsMax = 10_000 } = deps;
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: deps.messageBytesMax,
    perMessageDeflate: false,
  });
  const connections = new Set<SocketConnection>();
  let isClosing = false;
  let onIdle: (() => void) | undefined;

  const protocol = makeServer<Record<string, unknown> | undefined, SocketConnection>(
    socketProtocol(deps, (connection) => {
      if (isClosing && connection.answering.size === 0) restart(connection);
    }),
  );

  function restart(connection: SocketConnection): void {
    closeSocket(connection.socket, CLOSE_CODE.SERVICE_RESTART, 'The hub restarts: come back.');
    setTimeout(() => connection.socket.terminate(), CLOSE_ANSWER_MS).unref();
  }

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', () => stream.destroy());
    if (new URL(request.url ?? '/', 'http://hub').pathname !== '/graphql')
      return refuseUpgrade(stream, 404, 'Not Found');
    if (isClosing || connections.size >= connectionsMax)
      return refuseUpgrade(stream, 503, 'Service Unavailable');
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const connection = newSocketConnection(socket, request.socket.remoteAddress ?? '');
      connections.add(connection);
      metrics.socketConnections.inc();
      socket.once('close', (code) => {
        connections.delete(connection);
        metrics.socketConnections.dec();
        metrics.socketClosures.inc({ code: String(code) });
        if (connections.size === 0) onIdle?.();
      });
      attachSocket(connection, protocol, logger);
    });
  }

  return {
    attach: (server) => void server.on('upgrade', onUpgrade),
    async close(timeoutMs) {
      isClosing = true;
      const idle = new Promise<void>((resolve) => {
        onIdle = resolve;
      });
      if (connections.size === 0) return;
      for (const connection of connections) if (connection.answering.size === 0) restart(connection);
      const cut = setTimeout(() => connections.forEach(({ socket }) => socket.terminate()), timeoutMs);
      await idle;
      clearTimeout(cut);
    },
  };
}

function refuseUpgrade(stream: Duplex, status: number, words: string): void {
  stream.end(`HTTP/1.1 ${status} ${words}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
