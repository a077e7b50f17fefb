/** `adapter` runs one adapter anywhere, against a hub that it reaches over HTTP. */
import { defineCommand } from 'citty';
import { orExplain } from './print.js';

export function adapterCommand({
  run,
}: {
  readonly run: (options: { readonly name: string; readonly hub: string }) => Promise<void>;
}) {
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
    },
    run: ({ args }) => orExplain(() => run({ name: args.name, hub: args.hub })),
  });
}
