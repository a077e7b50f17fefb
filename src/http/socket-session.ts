/** One WebSocket connection: the server's side of `graphql-transport-ws`. Thousands are open at once, so a connection has no timers
 *  and no functions of its own, and keeps nothing of the request that it began with. */
import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { ExecutionResult } from 'graphql';
import { MessageType, parseMessage, type ConnectionInitMessage, type SubscribeMessage } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Caller } from '../access/index.js';
import type { SignedIn } from './authenticate.js';
import { CLOSE_CODE, closeReason } from './error-status.js';
import { asGraphQLError } from './request-error.js';
import { prepareSocketOperation } from './prepare-socket-operation.js';
import type { FrameRun } from './shared-frames.js';
import { pongOf, SocketControl } from './socket-control.js';
import { SocketOperation } from './socket-operation.js';
import type { OperationResults } from './socket-operations.js';
import { PING_EVERY_MS, SILENT_MS_MAX, SocketPulse } from './socket-pulse.js';
import { addressOf } from './socket-address.js';
import type { SocketServerDeps } from './socket-server.js';
import { signIn } from './socket-sign-in.js';

const INITIALISATION_MS_MAX = 5_000;

export interface SessionDeps extends Pick<
  SocketServerDeps,
  'operations' | 'authenticate' | 'rateLimit' | 'metrics' | 'logger' | 'pulse' | 'controlMax'
> {
  /** @returns whether the client may have one more connection */
  readonly admitClient: (session: SocketSession, caller: Caller) => boolean;
  /** An operation of the connection has ended. */
  readonly onAnswered: (session: SocketSession) => void;
}

export class SocketSession {
  readonly socket: WebSocket;
  readonly #stream: Duplex;
  readonly #deps: SessionDeps;
  #signedIn: SignedIn | undefined;
  #operations: SocketOperation[] = [];
  readonly #pulse: SocketPulse;
  #isInitialised = false;
  readonly #control: SocketControl;
  #isDraining = false;
  #isClosing = false;
  /** What it was closed with, by whoever was first. */
  closedWith: number | undefined;
  /** When the next thing is due of what the clock looks after: the first message, then pings. Milliseconds since 1970. */
  #dueAt: number;

  constructor(socket: WebSocket, stream: Duplex, deps: SessionDeps) {
    this.socket = socket;
    this.#stream = stream;
    this.#deps = deps;
    this.#control = new SocketControl(deps.controlMax);
    const now = Date.now();
    this.#pulse = new SocketPulse(stream, now);
    this.#dueAt = now + INITIALISATION_MS_MAX;
  }

  get address(): string {
    return addressOf(this.#stream);
  }

  /** Queries and mutations are being answered. */
  get isAnswering(): boolean {
    return this.#operations.some(({ isAnswering }) => isAnswering);
  }

  /** Whether what waits in the socket is little. False: `resume` will be called when it is. */
  hasRoom(): boolean {
    if (this.#stream.writableNeedDrain) this.#awaitDrain();
    return !this.#isDraining;
  }

  async receive(text: string): Promise<void> {
    let message;
    try {
      message = parseMessage(text);
    } catch {
      return this.close(CLOSE_CODE.BAD_REQUEST, 'Invalid message received');
    }
    switch (message.type) {
      case MessageType.ConnectionInit:
        return this.#initialise(message);
      case MessageType.Subscribe:
        return this.#subscribe(message);
      case MessageType.Complete:
        this.spendControl();
        return this.#leave(JSON.stringify(message.id));
      case MessageType.Ping:
        if (!this.spendControl()) return;
        return this.send(pongOf(text, message.payload));
      case MessageType.Pong:
        return void this.spendControl();
      default:
        return this.close(CLOSE_CODE.BAD_REQUEST, 'Invalid message received');
    }
  }

  /** Looks after what is due: the first message, the next ping, the end of the token. */
  check(now: number): void {
    if (this.#isClosing) return;
    if (this.#signedIn !== undefined && now >= this.#signedIn.expiresAt)
      return this.close(CLOSE_CODE.FORBIDDEN, 'UNAUTHENTICATED: The token has expired.');
    if (now < this.#dueAt) return;
    if (!this.#isInitialised)
      return this.close(CLOSE_CODE.INITIALISATION_TIMEOUT, 'Connection initialisation timeout');
    this.#dueAt = now + (this.#deps.pulse?.pingEveryMs ?? PING_EVERY_MS);
    this.#control.renew();
    if (this.#pulse.beat(now) >= (this.#deps.pulse?.silentMsMax ?? SILENT_MS_MAX)) return this.#giveUp();
    // Behind what waits already a ping would only be one more thing that waits.
    if (this.hasRoom()) this.socket.ping();
  }

  /** From now on no frame may follow, whoever closes. */
  closing(code?: number): void {
    this.#isClosing = true;
    this.closedWith ??= code;
  }

  /** Something came from the client. One that takes no answers is asked for no more questions: they would pile up here. */
  heard(): void {
    this.#pulse.heard();
    if (!this.hasRoom()) this.socket.pause();
  }

  /** A ping of the protocol beneath. */
  pinged(data: Buffer): void {
    this.heard();
    // Who does not read the answers gets none: they would pile up here.
    if (this.spendControl() && this.hasRoom()) this.socket.pong(data);
  }

  /** Counts what asks for nothing. False: it was too much, and the connection ends. */
  spendControl(): boolean {
    if (this.#control.spend(this.#isInitialised)) return true;
    if (!this.#isClosing) this.close(CLOSE_CODE.TRY_AGAIN_LATER, 'RATE_LIMITED: Too many messages.');
    return false;
  }

  /** The connection is over. */
  closed(): void {
    for (const operation of [...this.#operations]) this.#finish(operation);
  }

  /** Closes with a reason cut to what fits. */
  close(code: number, reason: string): void {
    this.socket.close(code, closeReason(reason));
  }

  /** Resolves when the frame has left. */
  send(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.socket.readyState !== this.socket.OPEN) return resolve();
      this.socket.send(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Writes frames that are made already. False: there is no room, and `resume` will be called when there is. */
  write(frames: FrameRun, idText: string): boolean {
    if (this.#isClosing) return true;
    const hasRoom = this.#stream.write(frames.bytesFor(idText));
    // What the kernel has not taken yet is read later: nobody else's id may be written into it.
    if (this.#stream.writableLength > 0) frames.release();
    return hasRoom || this.hasRoom();
  }

  complete(operation: SocketOperation): void {
    this.#sendLast(operation, operation.completeText);
  }

  refuse(operation: SocketOperation, errors: readonly unknown[]): void {
    this.#sendLast(operation, operation.errorText(this.format(errors, operation)));
  }

  format(errors: readonly unknown[], { requestId }: SocketOperation): readonly object[] {
    return this.#deps.operations.format(errors.map(asGraphQLError), requestId);
  }

  /** Something failed that no client caused: the connection ends, the hub goes on. */
  fault(error: unknown): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.#deps.logger.error({ err: error }, 'a socket failed');
    this.close(CLOSE_CODE.INTERNAL, 'INTERNAL');
  }

  /** The socket breaks; it will close. */
  broke(error: Error): void {
    this.#deps.logger.debug({ err: error }, 'a socket broke');
  }

  /** Nobody reads any more. If somebody does after all, everything that was sent is there, then LAGGED, then the close frame. */
  #giveUp(): void {
    for (const operation of [...this.#operations]) operation.lag();
    this.close(
      CLOSE_CODE.TRY_AGAIN_LATER,
      'LAGGED: Nothing was read for too long. Come back with your last cursor.',
    );
  }

  async #initialise({ payload }: ConnectionInitMessage): Promise<void> {
    if (this.#isInitialised)
      return this.close(CLOSE_CODE.TOO_MANY_INITIALISATIONS, 'Too many initialisation requests');
    this.#isInitialised = true;
    // The first ping.
    this.#dueAt = 0;
    const signedIn = await signIn(this, payload ?? undefined, this.#deps);
    if (signedIn !== undefined && !this.#isClosing && !this.#deps.admitClient(this, signedIn.caller))
      return this.close(CLOSE_CODE.TRY_AGAIN_LATER, 'RATE_LIMITED: This client has too many connections.');
    this.#signedIn = signedIn;
    if (this.#signedIn !== undefined) await this.send('{"type":"connection_ack"}');
  }

  async #subscribe({ id, payload }: SubscribeMessage): Promise<void> {
    if (this.#signedIn === undefined) return this.close(CLOSE_CODE.UNAUTHENTICATED, 'Unauthorized');
    if (this.#find(JSON.stringify(id)) !== undefined)
      return this.close(CLOSE_CODE.SUBSCRIBER_ALREADY_EXISTS, `Subscriber for ${id} already exists`);
    const operation = new SocketOperation(this, id, randomUUID());
    this.#operations.push(operation);
    const results = await this.#start(operation, payload);
    if (results !== undefined) await this.#feed(operation, results);
  }

  async #start(
    operation: SocketOperation,
    payload: SubscribeMessage['payload'],
  ): Promise<OperationResults | undefined> {
    const { requestId } = operation;
    const prepared = await prepareSocketOperation(this.#deps, payload, {
      ...{ caller: this.#signedIn!.caller, requestId, underWay: this.#operations.length },
      unsentBytes: () => this.socket.bufferedAmount,
    });
    if (operation.isLeft) return undefined;
    if (!('run' in prepared)) {
      this.refuse(operation, prepared);
      return undefined;
    }
    operation.isAnswering = !prepared.isSubscription;
    operation.isCounted = true;
    this.#deps.metrics.socketOperations.inc();
    return prepared.run();
  }

  async #feed(operation: SocketOperation, results: OperationResults): Promise<void> {
    if ('pour' in results) return operation.feedFrom(results.pour(operation));
    if (Symbol.asyncIterator in results) return this.#sendAll(operation, results);
    if (!operation.isLeft) await operation.next(results);
    this.complete(operation);
  }

  /** The next result is asked for when the one before has left: a slow client slows its own subscription. */
  async #sendAll(operation: SocketOperation, results: AsyncIterable<ExecutionResult>): Promise<void> {
    const iterator = results[Symbol.asyncIterator]();
    operation.feedFrom(iterator);
    try {
      for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) {
        if (operation.isLeft) return;
        await operation.next(step.value);
      }
    } catch (error) {
      return this.refuse(operation, [error]);
    }
    this.complete(operation);
  }

  #sendLast(operation: SocketOperation, text: string): void {
    if (!operation.isLeft) this.send(text).catch((error: unknown) => this.fault(error));
    this.#finish(operation);
    // A hub that stops closes the connection behind this frame.
    setImmediate(this.#deps.onAnswered, this);
  }

  #leave(idText: string): void {
    const operation = this.#find(idText);
    if (operation !== undefined && !operation.isAnswering) this.#finish(operation);
    else operation?.leave();
  }

  #finish(operation: SocketOperation): void {
    const place = this.#operations.indexOf(operation);
    if (place < 0) return;
    this.#operations.splice(place, 1);
    if (operation.isCounted) this.#deps.metrics.socketOperations.dec();
    operation.leave();
  }

  #find(idText: string): SocketOperation | undefined {
    return this.#operations.find((operation) => !operation.isLeft && operation.hasId(idText));
  }

  #awaitDrain(): void {
    if (this.#isDraining) return;
    this.#isDraining = true;
    this.#stream.once('drain', () => {
      this.#isDraining = false;
      this.socket.resume();
      for (const operation of [...this.#operations]) operation.resume();
    });
  }
}
