/** Tells programs and people that the hub is ready: one line and one file for programs, links and a query to paste for people. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ReadyHub {
  readonly url: string;
  /** Where `hub.json` goes; left out by what is not the folder's hub. */
  readonly dataDir?: string;
}

/** The line that scripts wait for, and the same in `hub.json`. */
export function announceReady({ url, dataDir }: ReadyHub): void {
  const line = JSON.stringify({ url, pid: process.pid });
  if (dataDir !== undefined) writeFileSync(join(dataDir, 'hub.json'), `${line}\n`);
  console.log(`READY ${line}`);
}

export interface DemoWelcome {
  readonly url: string;
  readonly people: number;
  readonly provinceName: string;
  readonly provinceCode: string;
  /** A token of the demo's officer. */
  readonly token: string;
}

/** What a new user can do next, ready to copy. */
export function welcomeToDemo({ url, people, provinceName, provinceCode, token }: DemoWelcome): void {
  const query = `{ beneficiaries(first: 2, filter: { area: \\"${provinceCode}\\" }) { totalCount nodes { id fullName area { name } entitlements { monthlyAmount programme { name } } citizen { verdict } accounts { number institution { name } status } payments { totalCount } } } }`;
  console.log(`
An Sinh Hub runs with ${people.toLocaleString('en')} fictional people of ${provinceName} (area ${provinceCode}).

  GraphiQL     ${url}/graphql
  Sign-in      ${url}/oidc/.well-known/openid-configuration
  Health       ${url}/health/ready      Metrics  ${url}/metrics

A first query, as the province's officer (the token holds for 8 hours):

TOKEN=${token}

curl -s ${url}/graphql -H "authorization: Bearer $TOKEN" -H 'purpose-of-use: PAYMENT_PREPARATION' -H 'content-type: application/json' \\
  -d '{"query":"${query}"}'

A token for another role (demo-approver, demo-treasurer, demo-monitor, demo-auditor, …):

curl -s -u demo-approver:demo -d grant_type=client_credentials ${url}/oidc/token

The whole way from a list to money in the account is docs/start.md. Ctrl-C stops everything; the next start goes on.
`);
}
