/** The operator's commands, each given what it works on, which is loaded only when the command is called: the database of `start` is
 *  under way before the hub's modules are loaded. */
import type { CommandDef } from 'citty';
import { runMain } from 'citty';
import {
  adapterCommand,
  backupCommand,
  checkCommand,
  fundCommand,
  generateCommand,
  importCommand,
  migrateCommand,
  reconcileCommand,
  recoverCommand,
  reportCommand,
  restoreCommand,
  serveCommand,
  startCommand,
  subgraphCommand,
  tokenCommand,
} from '../cli/index.js';

/** Runs the command that the arguments name. Exit code 0 only on success. */
export async function runCommandLine(rawArgs: readonly string[]): Promise<void> {
  await runMain(main, { rawArgs: [...rawArgs] });
}

const operations = () => import('./operations.js');
const backups = () => import('./back-up.js');
const untilStopped = () => import('./run-until-stopped.js');

const main: CommandDef = {
  meta: async () => ({
    name: 'npm run hub --',
    version: (await import('./config.js')).VERSION,
    description: 'An Sinh Hub: social-assistance payments behind one GraphQL schema.',
  }),
  subCommands: {
    start: startCommand({
      run: async (options) => (await untilStopped()).runUntilStopped({ ...options, isDemo: true }),
    }),
    serve: serveCommand({
      run: async () => (await untilStopped()).runUntilStopped({ isDemo: false, isFresh: false }),
    }),
    migrate: migrateCommand({ migrate: async () => (await operations()).migrateDatabase() }),
    import: importCommand({
      importFile: async (...given) => (await operations()).importFile(...given),
      writeTemplate: async (path) => (await operations()).writeListTemplate(path),
    }),
    generate: generateCommand({ generate: async (options) => (await operations()).writeDemoList(options) }),
    adapter: adapterCommand({
      run: async (...given) => (await import('./run-adapter-alone.js')).runAdapterAlone(...given),
    }),
    subgraph: subgraphCommand({
      serve: async (name) => (await import('./serve-subgraph-alone.js')).serveSubgraphAlone(name),
    }),
    token: tokenCommand({ tokenFor: async (client) => (await operations()).tokenFor(client) }),
    fund: fundCommand({ fund: async (input) => (await operations()).fundBatch(input) }),
    report: reportCommand({ coverageOf: async (...asked) => (await operations()).coverageOf(...asked) }),
    recover: recoverCommand({
      status: async () => (await import('./recover-hub.js')).recoveryStatus(),
      begin: async (since) => (await import('./recover-hub.js')).beginHubRecovery(since),
    }),
    reconcile: reconcileCommand({
      reconcile: async (...given) => (await import('./reconcile-file.js')).reconcileFile(...given),
    }),
    backup: backupCommand({ backUp: async (...given) => (await backups()).backUpHub(...given) }),
    restore: restoreCommand({
      restore: async (...given) => (await backups()).restoreHub(...given),
      verify: async (...given) => (await backups()).verifyHubBackup(...given),
      mark: async (takenAt) => (await backups()).markRestored(takenAt),
    }),
    check: checkCommand({ check: async (...given) => (await import('./check-hub.js')).checkHub(...given) }),
  },
};
