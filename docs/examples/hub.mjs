/** Where the demo hub is and how to sign in to it: for the examples beside it. Node alone is needed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The hub that HUB_URL names, or the one that runs in HUB_DATA_DIR (.hub). */
export function hubUrl() {
  if (process.env.HUB_URL) return process.env.HUB_URL;
  try {
    return JSON.parse(readFileSync(join(process.env.HUB_DATA_DIR ?? '.hub', 'hub.json'), 'utf8')).url;
  } catch {
    throw new Error('No hub has run here. Start one with: npm start');
  }
}

/** An access token of one of the demo's clients, all of which have the secret `demo`. */
export async function fetchToken(client) {
  const response = await fetch(`${hubUrl()}/oidc/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${client}:demo`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`No token for ${client}: ${answer.error_description ?? answer.error}`);
  return answer.access_token;
}

/** Officers and approvers ask in order to pay; PURPOSE names another purpose. The other clients have one purpose only. */
export function purposeOf(client) {
  return process.env.PURPOSE ?? (/officer|approver/.test(client) ? 'PAYMENT_PREPARATION' : undefined);
}

/** The text of a worked operation. */
export function readOperation(name) {
  return readFileSync(new URL(`../../schema/operations/${name}.graphql`, import.meta.url), 'utf8');
}
