/** ZaloPay: wallet verification, transfer to a wallet, and queries; nobody calls back, so later words are asked for. See README.md. */
import { HttpClient, type AccountChecker, type Adapter, type AdapterDeps, type Log } from '../kit/index.js';
import { capabilities, capabilitiesOf } from './capabilities.js';
import { ZaloPayClient } from './client.js';
import { parseConfig, type ZaloPayConfig } from './config.js';
import { LaterWord } from './later-word.js';
import { paymentRail } from './payment-rail.js';
import { translateWallet } from './translate.js';
import { WalletBook } from './wallet-book.js';
import { balanceRequest, type ZaloPayKeys } from './wire.js';

export { demoConfig } from './demo-partnership.js';

/** Verifications ask about an amount; a check of an account has none, so it names a small one that any wallet may take. */
const checkAmount = 10_000n;

export const adapter: Adapter<ZaloPayConfig> = {
  name: 'zalopay',
  institution: 'ZALOPAY',
  capabilities,
  parseConfig,
  start: (config, deps) => Promise.resolve(start(config, deps)),
};

function start(config: ZaloPayConfig, { clock, log, notify }: AdapterDeps) {
  const { appId, paymentId, key1, zaloPayPublicKey, comparesName, askAgainAfterMs } = config;
  const keys: ZaloPayKeys = { appId, paymentId, key1, zaloPayPublicKeyPem: zaloPayPublicKey };
  const http = new HttpClient({ ...config, connectionsMax: capabilities.concurrencyMax });
  const client = new ZaloPayClient(http);
  const wallets = new WalletBook({ client, keys, clock, comparesName });
  const payment = paymentRail({ client, keys, wallets, clock, follow: (task) => laterWord.follow(task) });
  const laterWord = new LaterWord({
    askAgainAfterMs,
    inquire: (task) => payment.inquire(task),
    tell: ({ reference }, outcome) => notify({ ...outcome, reference }),
    log,
  });
  const looked = lookAtOwnWallet(client, keys, { clock, log });
  return {
    payment,
    accountChecks: accountChecker(wallets, { clock, comparesName }),
    capabilities: capabilitiesOf(config),
    stop: async () => {
      laterWord.stop();
      await looked;
      await http.close();
    },
  };
}

function accountChecker(
  wallets: WalletBook,
  { clock, comparesName }: { clock: () => Date; comparesName: boolean },
): AccountChecker {
  return {
    check: async ({ number, holderName }) => {
      const answer = await wallets.verify({ phone: number, holderName }, checkAmount);
      return { ...translateWallet(answer, comparesName), checkedAt: clock() };
    },
  };
}

/** A wrong key or wallet is named in the log at the start, before a payment meets it; nothing else hangs on the answer. */
async function lookAtOwnWallet(
  client: ZaloPayClient,
  keys: ZaloPayKeys,
  { clock, log }: { clock: () => Date; log: Log },
): Promise<void> {
  try {
    const { balance, subReturnCode } = await client.exchange('balance', balanceRequest(clock(), keys));
    if (balance === undefined) log.warn({ code: subReturnCode }, 'ZaloPay does not tell our balance');
    else if (balance === 0n) log.warn({}, 'our wallet at ZaloPay is empty');
  } catch (error) {
    log.info({ error: error instanceof Error ? error.name : 'unknown' }, 'ZaloPay is not there yet');
  }
}
