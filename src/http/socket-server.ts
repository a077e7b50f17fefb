/** `graphql-transport-ws` at `/graphql`: subscriptions, and queries and mutations too. A connection signs in once, and ends
 *  when its token does. */
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, handleProtocols } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import type { Authenticate } from './authenticate.js';
import { CLOSE_CODE } from './error-status.js';
import type { Metrics } from './metrics.js';
import type { RateLimit } from './rate-limit.js';
import { addressOf } from './socket-address.js';
import { createSocketClock } from './socket-clock.js';
import type { SocketOperations } from './socket-operations.js';
import { SocketCounts, type SocketLimits } from './socket-counts.js';
import { type PulseLimits, SILENT_MS_MAX } from './socket-pulse.js';
import { SocketSession, type SessionDeps } from './socket-session.js';

export interface SocketServerDeps extends SocketLimits {
  readonly operations: SocketOperations;
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Bytes of one message. */
  readonly messageBytesMax: number;
  /** Connections at once; default 10 000. */
  readonly connectionsMax?: number;
  readonly pulse?: PulseLimits;
}

export interface SocketServer {
  attach(server: HttpServer): void;
  /** Takes no new connections, lets queries and mutations finish, then closes each socket with 1012, which tells clients to
   *  come back; what is not done after `timeoutMs` is cut. */
  close(timeoutMs: number): Promise<void>;
}

/** How long a client has to answer the close frame of a hub that stops, */
const CLOSE_ANSWER_MS = 1_000;
/** and any other one. */
const CLOSE_ANSWER_MS_MAX = 30_000;

/** The socket knows its session, so that all sockets share their listeners. */
class HubSocket extends WebSocket {
  session: SocketSession | undefined;

  /** Called by the library too, when the client closes. */
  override close(code?: number, reason?: string | Buffer): void {
    this.session?.closing(code);
    super.close(code, reason);
  }

  override terminate(): void {
    this.session?.closing();
    super.terminate();
  }
}

export function createSocketServer(deps: SocketServerDeps): SocketServer {
  const { metrics, connectionsMax = 10_000, pulse: { silentMsMax = SILENT_MS_MAX } = {} } = deps;
  const options = {
    noServer: true,
    handleProtocols,
    maxPayload: deps.messageBytesMax,
    perMessageDeflate: false,
    clientTracking: false,
    // Answered by the session, which looks whether anybody reads the answers.
    autoPong: false,
    // Known to the library, not to its types.
    closeTimeout: Math.min(silentMsMax, CLOSE_ANSWER_MS_MAX),
    WebSocket: HubSocket,
  };
  const sockets = new WebSocketServer<typeof HubSocket>(options);
  const clock = createSocketClock<SocketSession>();
  const counts = new SocketCounts(deps);
  let isClosing = false;
  let onIdle: (() => void) | undefined;
  const sessionDeps: SessionDeps = {
    ...deps,
    admitClient: (session, caller) => counts.signedIn(session, caller),
    onAnswered(session) {
      if (isClosing && !session.isAnswering) restart(session);
    },
  };

  function restart(session: SocketSession): void {
    session.close(CLOSE_CODE.SERVICE_RESTART, 'The hub restarts: come back.');
    setTimeout(() => session.socket.terminate(), CLOSE_ANSWER_MS).unref();
  }

  function onUpgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', destroy);
    if (new URL(request.url ?? '/', 'http://hub').pathname !== '/graphql')
      return refuseUpgrade(stream, 404, 'Not Found');
    if (isClosing || clock.sessions.size >= connectionsMax)
      return refuseUpgrade(stream, 503, 'Service Unavailable');
    if (!counts.hasRoomFor(addressOf(stream))) return refuseUpgrade(stream, 429, 'Too Many Requests');
    sockets.handleUpgrade(request, stream, head, (socket) => open(socket, stream));
  }

  function open(socket: HubSocket, stream: Duplex): void {
    const session = new SocketSession(socket, stream, sessionDeps);
    socket.session = session;
    clock.add(session);
    counts.opened(session, session.address);
    metrics.socketConnections.inc();
    socket
      .on('message', onMessage)
      .on('ping', onPing)
      .on('pong', onPong)
      .on('error', onError)
      .on('close', onClose);
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL)
      session.close(CLOSE_CODE.SUBPROTOCOL_NOT_ACCEPTABLE, 'Subprotocol not acceptable');
  }

  function onClose(this: WebSocket, code: number): void {
    const session = sessionOf(this);
    if (session === undefined) return;
    clock.remove(session);
    counts.closed(session);
    session.closed();
    metrics.socketConnections.dec();
    metrics.socketClosures.inc({ code: String(session.closedWith ?? code) });
    if (clock.sessions.size === 0) onIdle?.();
  }

  return {
    attach: (server) => void server.on('upgrade', onUpgrade),
    async close(timeoutMs) {
      isClosing = true;
      const idle = new Promise<void>((resolve) => {
        onIdle = resolve;
      });
      if (clock.sessions.size === 0) return;
      for (const session of clock.sessions) if (!session.isAnswering) restart(session);
      const cut = setTimeout(() => {
        for (const { socket } of clock.sessions) socket.terminate();
      }, timeoutMs);
      await idle;
      clearTimeout(cut);
    },
  };
}

function sessionOf(socket: WebSocket): SocketSession | undefined {
  return socket instanceof HubSocket ? socket.session : undefined;
}

function onMessage(this: WebSocket, data: Buffer): void {
  const session = sessionOf(this);
  session?.heard();
  session?.receive(data.toString()).catch((error: unknown) => session.fault(error));
}

function onPing(this: WebSocket, data: Buffer): void {
  sessionOf(this)?.pinged(data);
}

function onPong(this: WebSocket): void {
  const session = sessionOf(this);
  session?.heard();
  session?.spendControl();
}

function onError(this: WebSocket, error: Error): void {
  sessionOf(this)?.broke(error);
}

function destroy(this: Duplex): void {
  this.destroy();
}

function refuseUpgrade(stream: Duplex, status: number, words: string): void {
  stream.end(`HTTP/1.1 ${status} ${words}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
