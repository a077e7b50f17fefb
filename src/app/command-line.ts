/** The operator's commands, each given what it works on. */
import type { CommandDef } from 'citty';
import { runMain } from 'citty';
import {
  adapterCommand,
  checkCommand,
  fundCommand,
  generateCommand,
  importCommand,
  migrateCommand,
  reconcileCommand,
  reportCommand,
  serveCommand,
  startCommand,
  subgraphCommand,
  tokenCommand,
} from '../cli/index.js';
import { checkHub } from './check-hub.js';
import {
  coverageOf,
  fundBatch,
  importFile,
  migrateDatabase,
  tokenFor,
  writeDemoList,
  writeListTemplate,
} from './operations.js';
import { reconcileFile } from './reconcile-file.js';
import { runAdapterAlone } from './run-adapter-alone.js';
import { serveSubgraphAlone } from './serve-subgraph-alone.js';
import { runUntilStopped } from './run-until-stopped.js';

/** Runs the command that the arguments name. Exit code 0 only on success. */
export async function runCommandLine(rawArgs: readonly string[]): Promise<void> {
  await runMain(main, { rawArgs: [...rawArgs] });
}

const main: CommandDef = {
  meta: {
    name: 'npm run hub --',
    description: 'An Sinh Hub: social-assistance payments behind one GraphQL schema.',
  },
  subCommands: {
    start: startCommand({ run: (options) => runUntilStopped({ ...options, isDemo: true }) }),
    serve: serveCommand({ run: () => runUntilStopped({ isDemo: false, isFresh: false }) }),
    migrate: migrateCommand({ migrate: migrateDatabase }),
    import: importCommand({ importFile, writeTemplate: writeListTemplate }),
    generate: generateCommand({ generate: writeDemoList }),
    adapter: adapterCommand({ run: runAdapterAlone }),
    subgraph: subgraphCommand({ serve: serveSubgraphAlone }),
    token: tokenCommand({ tokenFor }),
    fund: fundCommand({ fund: fundBatch }),
    report: reportCommand({ coverageOf }),
    reconcile: reconcileCommand({ reconcile: reconcileFile }),
    check: checkCommand({ check: checkHub }),
  },
};
