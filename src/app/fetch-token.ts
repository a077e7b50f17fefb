/** A token of the demo's issuer, got as any client gets one. */

/** @throws Error when the issuer does not know the client, or nobody answers */
export async function fetchDemoToken(url: string, client: string): Promise<string> {
  const response = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client}:demo`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const answer = (await response.json()) as { access_token?: string; error_description?: string };
  if (answer.access_token === undefined) {
    throw new Error(
      `${url}/oidc gives no token for ${client}: ${answer.error_description ?? response.status}`,
    );
  }
  return answer.access_token;
}
