/** Who a phone number is at ZaloPay. A transfer names the wallet by the identity (m_u_id) that a verification gives, so every
 *  payment is verified first; an identity is remembered for a few minutes, which spares the second of two calls in a row. */
import type { ZaloPayClient } from './client.js';
import { verifyRequest, type ZaloPayAnswer, type ZaloPayKeys } from './wire.js';

export interface Wallet {
  readonly phone: string;
  readonly holderName: string;
}

export interface WalletBookOptions {
  readonly client: ZaloPayClient;
  readonly keys: ZaloPayKeys;
  readonly clock: () => Date;
  readonly comparesName: boolean;
}

/** Short enough that a number cannot have passed to somebody else. */
const rememberedMs = 10 * 60_000;
const rememberedMax = 10_000;

export class WalletBook {
  readonly #known = new Map<string, { readonly identity: string; readonly until: number }>();

  constructor(private readonly options: WalletBookOptions) {}

  remembered(wallet: Wallet): string | undefined {
    const known = this.#known.get(keyOf(wallet));
    return known && known.until > this.options.clock().getTime() ? known.identity : undefined;
  }

  /** @param amount what is to be paid: ZaloPay verifies the limits of the wallet with it. @throws AdapterError */
  async verify(wallet: Wallet, amount: bigint): Promise<ZaloPayAnswer> {
    const { client, clock, comparesName, keys } = this.options;
    const { phone, holderName } = wallet;
    const question = { phone, amount, time: clock(), ...(comparesName && { holderName }) };
    const answer = await client.exchange('verify', verifyRequest(question, keys));
    if (answer.returnCode === 1 && answer.walletIdentity !== undefined)
      this.#remember(wallet, answer.walletIdentity);
    else this.forget(wallet);
    return answer;
  }

  forget(wallet: Wallet): void {
    this.#known.delete(keyOf(wallet));
  }

  #remember(wallet: Wallet, identity: string): void {
    this.forget(wallet);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= rememberedMax && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(keyOf(wallet), { identity, until: this.options.clock().getTime() + rememberedMs });
  }
}

function keyOf({ phone, holderName }: Wallet): string {
  return `${phone} ${holderName}`;
}
