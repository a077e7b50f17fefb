/** Compares issuers. On one machine people write `localhost` and `127.0.0.1` for the same issuer, and a token got under one
 *  name must work under the other; a name that is not loopback is compared exactly. */
const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

export function isIssuerOf(trusted: string | ((issuer: string) => boolean), issuer: string): boolean {
  if (typeof trusted === 'function') return trusted(issuer);
  return issuerKey(trusted) === issuerKey(issuer);
}

/** Whether the URL's host is this machine's own. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK_HOSTS.includes(new URL(url).hostname);
}

function issuerKey(issuer: string): string {
  const bare = issuer.replace(/\/$/, '');
  if (!isLoopback(bare)) return bare;
  const url = new URL(bare);
  url.hostname = 'localhost';
  return url.href.replace(/\/$/, '');
}
