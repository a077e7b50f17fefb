/** One call of BIDV's services: token, sealed and signed body, headers, and an answer that is believed only when the
 *  bank's signature is on it. */
import { AdapterError, toAdapterError } from '../kit/index.js';
import type { AdapterDeps, HttpAnswer, HttpClient } from '../kit/index.js';
import type { AccessToken } from './access-token.js';
import type { BidvConfig } from './config.js';
import { callHeaders, openBody, readReply, sealBody, signBody, verifyBody } from './wire.js';
import type { BidvFields, BidvKeys, BidvReply } from './wire.js';

export interface BidvCall {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The same in every retry of one business call. */
  readonly idempotencyKey: string;
  /** Asked once there is a token, right before the call itself goes out; what it throws keeps the call from going. */
  readonly confirm?: () => Promise<void>;
}

export class BidvClient {
  constructor(
    private readonly config: BidvConfig,
    private readonly keys: BidvKeys,
    private readonly http: HttpClient,
    private readonly token: AccessToken,
    private readonly deps: Pick<AdapterDeps, 'clock' | 'randomId'>,
  ) {}

  /** @throws AdapterError NOT_SENT, NO_ANSWER (also for an answer that is not provably the bank's), REFUSED, MISCONFIGURED */
  async call(call: BidvCall): Promise<BidvReply> {
    return readReply(await this.ask(call), this.config.profile);
  }

  /** The opened answer as the bank wrote it. @throws AdapterError as `call` */
  async ask(call: BidvCall): Promise<BidvFields> {
    const { profile } = this.config;
    const body = await sealBody(call.fields, this.keys, profile);
    const signature = await signBody(body, this.keys.partnerPrivateKey, profile.signatureMode);
    const first = await this.token.get();
    const answer = await this.#send(call, body, signature, first);
    return this.#read(
      answer.status === 401 ? await this.#sendWithNewToken(call, body, signature, first) : answer,
    );
  }

  /** The gateway turned the token away before the core bank saw anything, so the same call may go again; but something
   *  has left this machine by now, so a failure here is no longer "nothing was sent". */
  async #sendWithNewToken(
    call: BidvCall,
    body: string,
    signature: string,
    refused: string,
  ): Promise<HttpAnswer> {
    this.token.forget(refused);
    try {
      return await this.#send(call, body, signature, await this.token.get());
    } catch (error) {
      if (!toAdapterError(error).isProvablyUnsent) throw error;
      throw new AdapterError('REFUSED', 'TOKEN_EXPIRED', 'the token was refused and cannot be renewed', {
        cause: error,
      });
    }
  }

  async #send(call: BidvCall, body: string, signature: string, token: string): Promise<HttpAnswer> {
    await call.confirm?.();
    const { channel, userAgent, customerIpAddress, profile } = this.config;
    const headers = callHeaders(
      {
        token,
        sentAt: this.deps.clock(),
        interactionId: this.deps.randomId(),
        idempotencyKey: call.idempotencyKey,
        signature,
        channel,
        userAgent,
        customerIpAddress,
      },
      this.keys,
    );
    return this.http.send({ method: 'POST', path: call.path + profile.query, headers, body });
  }

  async #read(answer: HttpAnswer): Promise<BidvFields> {
    const { status } = answer;
    if (status >= 500) throw new AdapterError('NO_ANSWER', `HTTP_${status}`, 'the bank failed');
    const text = answer.body.toString('utf8');
    if (status !== 200) {
      throw new AdapterError(
        'REFUSED',
        gatewayCode(status, text),
        'the bank’s gateway turned the request away',
      );
    }
    const { profile } = this.config;
    const signature = answer.headers['x-jws-signature'];
    const isBanks = await verifyBody(
      text,
      String(signature ?? ''),
      this.keys.bankPublicKey,
      profile.signatureMode,
    );
    if (!isBanks)
      throw new AdapterError(
        'NO_ANSWER',
        'SIGNATURE_INVALID',
        'the answer does not carry the bank’s signature',
      );
    try {
      return await openBody(text, this.keys, profile);
    } catch (error) {
      throw new AdapterError('NO_ANSWER', 'UNREADABLE', 'the answer cannot be opened', { cause: error });
    }
  }
}

/** The gateway's three digits when it gives them, else the HTTP status. */
function gatewayCode(status: number, text: string): string {
  const code = /"errorCode"\s*:\s*"(\d{3})"/.exec(text)?.[1];
  return code ? `GATEWAY_${code}` : `HTTP_${status}`;
}
