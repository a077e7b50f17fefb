/** `start` runs the whole demo; `serve` runs the hub for real. */
import { defineCommand } from 'citty';
import { orExplain } from './print.js';

export function startCommand({
  run,
}: {
  readonly run: (options: { readonly isFresh: boolean }) => Promise<void>;
}) {
  return defineCommand({
    meta: {
      name: 'start',
      description: 'Run the whole hub with demo people, simulators, adapters and a demo sign-in',
    },
    args: {
      fresh: { type: 'boolean', default: false, description: 'Throw the data of earlier runs away first' },
    },
    run: ({ args }) => orExplain(() => run({ isFresh: args.fresh })),
  });
}

export function serveCommand({ run }: { readonly run: () => Promise<void> }) {
  return defineCommand({
    meta: {
      name: 'serve',
      description:
        'Run the hub for real: needs OIDC_ISSUER; DATABASE_URL, HUB_CONFIG and HUB_ADAPTERS as docs/guides/run-it-for-real.md says',
    },
    run: () => orExplain(run),
  });
}
