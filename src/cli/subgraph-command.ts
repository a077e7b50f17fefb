/** `subgraph` serves one subgraph alone, for a Federation 2 router. */
import { defineCommand } from 'citty';
import { orExplain } from './print.js';

export function subgraphCommand({ serve }: { readonly serve: (name: string) => Promise<void> }) {
  return defineCommand({
    meta: {
      name: 'subgraph',
      description: 'Serve one subgraph alone with _service and _entities, for a Federation 2 router',
    },
    args: {
      name: {
        type: 'positional',
        required: true,
        description: 'social-protection, population, account, payment or report',
      },
    },
    run: ({ args }) => orExplain(() => serve(args.name)),
  });
}
