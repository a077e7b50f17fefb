/** The hub, as an adapter in any language sees it: an access token that is renewed in time, GraphQL over HTTP, and failures told
 *  apart by what to do next. */
const REQUEST_TIMEOUT_MS = 30_000;
const RENEW_BEFORE_END_MS = 60_000;
/** The request itself is at fault. All else may pass, or be mended by people without a change to what was asked. */
const REFUSALS = ['BAD_USER_INPUT', 'PAYLOAD_TOO_LARGE', 'UNAUTHENTICATED'];

/** `code` is one of docs/reference/errors.md, or HTTP or NETWORK where the hub itself has not answered. */
export class HubFailure extends Error {
  constructor(code, message) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** Nobody knows whether the request arrived. Everything that an adapter asks may be asked again. */
export class Unreachable extends HubFailure {}

/** The hub, or its database or its issuer, is not well, or does not let us in: ask the same later. */
export class TryLater extends HubFailure {}

/** The hub will never take this request as it is: to repeat it is useless. */
export class Refused extends HubFailure {}

export class Hub {
  #url;
  #tokenUrl;
  #signIn;
  #token;
  #renewAt = 0;

  constructor({ url, tokenUrl, clientId, clientSecret }) {
    this.#url = `${url}/graphql`;
    this.#tokenUrl = tokenUrl;
    this.#signIn = {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
  }

  /** Resolves with `data`. Errors count whatever the HTTP status is: 200 may carry them too. */
  async ask(document, variables) {
    try {
      return await this.#askOnce(document, variables);
    } catch (failure) {
      if (failure.code !== 'UNAUTHENTICATED') throw failure;
    }
    // Ended before its time, or the issuer has new keys: one new token, one more try.
    this.#token = undefined;
    try {
      return await this.#askOnce(document, variables);
    } catch (failure) {
      if (failure.code !== 'UNAUTHENTICATED') throw failure;
      throw new TryLater(failure.code, 'a new token is not accepted either');
    }
  }

  async #askOnce(query, variables) {
    const headers = {
      authorization: `Bearer ${await this.#accessToken()}`,
      'content-type': 'application/json',
    };
    const { status, answer } = await exchange(this.#url, JSON.stringify({ query, variables }), headers);
    if (answer.errors?.length > 0) throw failureOf(answer.errors[0]);
    if (status !== 200 || !answer.data) throw new TryLater('HTTP', `status ${status} without data`);
    return answer.data;
  }

  async #accessToken() {
    if (this.#token === undefined || performance.now() > this.#renewAt) {
      const askedAt = performance.now();
      const { status, answer } = await exchange(
        this.#tokenUrl,
        'grant_type=client_credentials',
        this.#signIn,
      );
      if (status !== 200 || !answer.access_token)
        throw new TryLater('HTTP', `no token: status ${status} ${answer.error ?? ''}`);
      this.#token = answer.access_token;
      this.#renewAt = askedAt + (answer.expires_in ?? 0) * 1_000 - RENEW_BEFORE_END_MS;
    }
    return this.#token;
  }
}

function failureOf({ message, extensions }) {
  const code = extensions?.code ?? 'HTTP';
  const Kind = REFUSALS.includes(code) ? Refused : TryLater;
  return new Kind(code, message);
}

/** POSTs and resolves with the status and the JSON of the answer; an answer that is no JSON is an empty one. */
async function exchange(url, body, headers) {
  let status;
  let text;
  try {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const response = await fetch(url, { method: 'POST', body, headers, signal });
    status = response.status;
    text = await response.text();
  } catch (error) {
    throw new Unreachable('NETWORK', error.cause?.code ?? error.message);
  }
  try {
    return { status, answer: JSON.parse(text) ?? {} };
  } catch {
    return { status, answer: {} };
  }
}
