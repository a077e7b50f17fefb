/** One signed-in client of a running hub, as any front end is one: a token from the sign-in, GraphQL over HTTP, subscriptions
 *  over a WebSocket. Documents are texts, or the names of worked operations in `schema/operations`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildSchema, type GraphQLSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

import { ask, type Answer } from '../http/graphql-request.js';
import { listStrayFields } from './error-field.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers arrive untyped, and the test asserts their shape
export type Data = Record<string, any>;
export type Variables = Readonly<Record<string, unknown>>;

/** Events of a subscription as they arrive. */
export interface Watch {
  readonly items: readonly Data[];
  /** Set when the stream has ended: an error of the hub or of the socket, or `null` for a plain end. */
  readonly end: unknown;
  /** Resolves as soon as the condition holds.
   *  @throws Error naming `what` when it does not within `withinMs`, default 60 000 */
  until(what: string, isSo: (items: readonly Data[]) => boolean, withinMs?: number): Promise<void>;
  /** Resolves when the hub has taken the subscription or refused it: taking it is silent, but a query that is asked on the
   *  same socket afterwards is answered later than a refusal. */
  untilTaken(): Promise<void>;
  close(): Promise<void>;
}

const OPERATIONS = join(import.meta.dirname, '../../schema/operations');
const AFTERWARDS = '{ administrativeUnit(code: "VN") { id } }';
const LOOK_MS = 20;
const UNTIL_MS = 60_000;

let schema: GraphQLSchema | undefined;
const api = (): GraphQLSchema =>
  (schema ??= buildSchema(readFileSync(join(import.meta.dirname, '../../schema/api.graphql'), 'utf8')));

/** The text of a worked operation. */
export function operation(name: string): string {
  return readFileSync(join(OPERATIONS, `${name}.graphql`), 'utf8');
}

export class HubClient {
  constructor(
    readonly url: string,
    readonly token: string | undefined,
    readonly purpose?: string,
  ) {}

  /** The whole answer, errors included. */
  async answer(document: string, variables?: Variables): Promise<Answer> {
    const text = textOf(document);
    const answer = await ask(this.url, text, {
      ...(this.token === undefined ? {} : { token: this.token }),
      ...(variables ? { variables } : {}),
      ...(this.purpose === undefined ? {} : { headers: { 'purpose-of-use': this.purpose } }),
    });
    const strays = answer.body.errors ? [] : listStrayFields(api(), text, answer.body.data);
    if (strays.length > 0) throw new Error(strays.join('; '));
    return answer;
  }

  /** The data. @throws Error with the hub's words when there are errors */
  async ask(document: string, variables?: Variables): Promise<Data> {
    const { body } = await this.answer(document, variables);
    if (body.errors) throw new Error(`The hub refused: ${JSON.stringify(body.errors)}`);
    return body.data as Data;
  }

  /** Subscribes at once; the first field of each event is unpacked. */
  watch(document: string, variables?: Variables): Watch {
    return new SocketWatch(this, textOf(document), variables);
  }
}

class SocketWatch implements Watch {
  readonly items: Data[] = [];
  end: unknown = undefined;
  private readonly client;
  private readonly waiting = new Set<() => void>();
  private looking: NodeJS.Timeout | undefined;

  constructor({ url, token, purpose }: HubClient, query: string, variables?: Variables) {
    this.client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(purpose === undefined ? {} : { purposeOfUse: purpose }),
      },
    });
    this.client.subscribe<Data>(
      { query, variables },
      {
        next: ({ data, errors }) => {
          if (errors) this.finish(errors);
          else this.items.push(Object.values(data ?? {})[0] as Data);
          this.look();
        },
        error: (error) => this.finish(plainEnd(error)),
        complete: () => this.finish(null),
      },
    );
  }

  until(what: string, isSo: (items: readonly Data[]) => boolean, withinMs = UNTIL_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        clearTimeout(timer);
        this.waiting.delete(look);
        end();
      };
      const look = (): void => {
        if (isSo(this.items)) settle(resolve);
        else if (this.end !== undefined)
          settle(() => reject(new Error(`The stream ended before: ${what}: ${JSON.stringify(this.end)}`)));
      };
      const late = () => new Error(`Not within ${withinMs} ms, after ${this.items.length} events: ${what}`);
      const timer = setTimeout(() => settle(() => reject(late())), withinMs);
      this.waiting.add(look);
      look();
    });
  }

  async untilTaken(): Promise<void> {
    for (const query of [AFTERWARDS, AFTERWARDS]) {
      for await (const _answer of this.client.iterate({ query })) if (this.end !== undefined) return;
    }
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  private finish(end: unknown): void {
    if (this.end === undefined) this.end = end;
    this.look();
  }

  /** Conditions look at all items, so they are not asked at every one of thousands. */
  private look(): void {
    this.looking ??= setTimeout(() => {
      this.looking = undefined;
      for (const look of [...this.waiting]) look();
    }, LOOK_MS);
  }
}

/** A close event holds its whole socket; what a test compares is why it closed. */
function plainEnd(error: unknown): unknown {
  if (Array.isArray(error) || error instanceof Error) return error;
  const { code, reason } = error as { code?: number; reason?: string };
  return { code, reason };
}

function textOf(document: string): string {
  return /^[a-z-]+$/.test(document) ? operation(document) : document;
}
