/** Sends one GraphQL request and reads its answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[];
  };
}

export interface RequestOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

export async function ask(url: string, query: string, options: RequestOptions = {}): Promise<Answer> {
  const { token, headers, ...rest } = options;
  return send(url, JSON.stringify({ query, ...rest }), {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...headers,
  });
}

export async function send(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: JSON.parse(text) as Answer['body'],
  };
}

/** Status and code of an answer's first error, with its message. */
export function refusal({ status, body }: Answer): unknown {
  return { status, code: body.errors?.[0]?.extensions.code, message: body.errors?.[0]?.message };
}
