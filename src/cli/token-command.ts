/** `token` gets an access token of the demo sign-in. */
import { defineCommand } from 'citty';
import { JSON_FLAG, orExplain, printResult } from './print.js';

export function tokenCommand({ tokenFor }: { readonly tokenFor: (client: string) => Promise<string> }) {
  return defineCommand({
    meta: {
      name: 'token',
      description: 'Print an access token of the demo sign-in of the hub that runs here',
    },
    args: {
      client: {
        type: 'positional',
        default: 'demo-officer',
        description: 'demo-officer, demo-approver, demo-monitor, adapter-bidv, …',
      },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const token = await tokenFor(args.client);
        printResult({ client: args.client, token }, args.json, () => token);
      }),
  });
}
