/** One attack on a started hub, through its public surface alone. */
import { fetchDemoToken } from '../../src/app/fetch-token.js';

export interface Attack {
  /** What is tried, as a sentence without its full stop. */
  readonly name: string;
  run(target: AttackTarget): Promise<AttackOutcome>;
}

export interface AttackOutcome {
  /** Whether the hub held: the attacker got nothing that is not his. */
  readonly held: boolean;
  /** What the attacker got, in a few words. */
  readonly got: string;
}

export interface AttackTarget {
  /** Of the hub, without a path. */
  readonly url: string;
  /** An access token of the demo's sign-in. */
  token(client: string): Promise<string>;
}

export interface Answer {
  readonly status: number;
  readonly bytes: number;
  readonly data: Record<string, unknown> | null;
  /** Of its errors, each once. */
  readonly codes: readonly string[];
  readonly errorCount: number;
}

export function targetAt(url: string): AttackTarget {
  const tokens = new Map<string, Promise<string>>();
  return {
    url,
    token(client) {
      const known = tokens.get(client) ?? fetchDemoToken(url, client);
      tokens.set(client, known);
      return known;
    },
  };
}

/** Asks as this client of the demo; without one, without a token. */
export async function ask(
  { url, token }: AttackTarget,
  query: string,
  client?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const own: Record<string, string> = { ...headers };
  if (client !== undefined) own['authorization'] = `Bearer ${await token(client)}`;
  return post(url, JSON.stringify({ query }), own);
}

export async function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  const { data = null, errors = [] } = JSON.parse(text) as {
    data?: Record<string, unknown> | null;
    errors?: { extensions: { code: string } }[];
  };
  const codes = [...new Set(errors.map(({ extensions }) => extensions.code))];
  return { status: response.status, bytes: Buffer.byteLength(text), data, codes, errorCount: errors.length };
}

/** What an answer was, in a few words. */
export function shown({ status, bytes, codes, errorCount }: Answer): string {
  const errors = errorCount === 0 ? '' : `, ${errorCount} × ${codes.join(' ')}`;
  return `${status}, ${bytes.toLocaleString('en-US')} bytes${errors}`;
}

/** `make` of 0, 1, 2 …, as one text. */
export function many(count: number, make: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => make(at)).join(' ');
}
