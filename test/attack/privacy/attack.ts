/** An attack on a started hub, with what its tokens allow and nothing else. */

export interface AttackedHub {
  readonly url: string;
  /** @param role a client of the demo's sign-in, such as `monitor`, `commune-officer` or `adapter-momo` */
  tokenOf(role: string): Promise<string>;
}

export interface AttackResult {
  /** What the attacker got, for a table: never a person's data. */
  readonly got: string;
  /** Whether the hub held. */
  readonly held: boolean;
}

export type Attack = (hub: AttackedHub) => Promise<AttackResult>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- an attacker reads answers by path
type Data = any;

export interface Answer {
  readonly data: Data;
  /** Codes of its errors. */
  readonly codes: readonly string[];
}

/** Asks as a role, for a purpose where one is named. */
export async function askAs(
  { url, tokenOf }: AttackedHub,
  role: string,
  query: string,
  { purpose, variables }: { readonly purpose?: string; readonly variables?: object } = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await tokenOf(role)}`,
      ...(purpose === undefined ? {} : { 'purpose-of-use': purpose }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await response.json()) as {
    data?: Data;
    errors?: readonly { extensions: { code: string } }[];
  };
  return { data, codes: errors.map(({ extensions }) => extensions.code) };
}
