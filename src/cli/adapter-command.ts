/** `adapter` runs one adapter anywhere, against a hub that it reaches over HTTP. */
import { defineCommand } from 'citty';
import { HubError } from '../values/index.js';
import { orExplain } from './print.js';

interface AdapterOptions {
  readonly name: string;
  readonly hub: string;
  readonly leaseSeconds: number;
}

const LEASE_SECONDS_MIN = 5;
const LEASE_SECONDS_MAX = 3_600;

export function adapterCommand({ run }: { readonly run: (options: AdapterOptions) => Promise<void> }) {
  return defineCommand({
    meta: {
      name: 'adapter',
      description: 'Run one adapter against a hub over HTTP (HUB_CLIENT_ID, HUB_CLIENT_SECRET, HUB_CONFIG)',
    },
    args: {
      name: {
        type: 'positional',
        required: true,
        description: 'A folder of adapters/: bidv, agribank, napas, momo, zalopay, viettel-money, …',
      },
      hub: { type: 'string', default: 'http://localhost:4000', description: 'Address of the hub' },
      lease: {
        type: 'string',
        default: '60',
        description: 'Seconds for which this process keeps a task when it is not heard of, 5 to 3600',
      },
    },
    run: ({ args: { name, hub, lease } }) =>
      orExplain(() => run({ name, hub, leaseSeconds: leaseSecondsOf(lease) })),
  });
}

function leaseSecondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isInteger(seconds) && seconds >= LEASE_SECONDS_MIN && seconds <= LEASE_SECONDS_MAX)
    return seconds;
  throw new HubError(
    'BAD_USER_INPUT',
    `--lease is a whole number of seconds, ${LEASE_SECONDS_MIN} to ${LEASE_SECONDS_MAX}.`,
  );
}
