/** The operator's commands. */
export { adapterCommand } from './adapter-command.js';
export { backupCommand } from './backup-command.js';
export { checkCommand } from './check-command.js';
export { fundCommand } from './fund-command.js';
export { generateCommand } from './generate-command.js';
export { importCommand } from './import-command.js';
export { migrateCommand } from './migrate-command.js';
export { reconcileCommand } from './reconcile-command.js';
export { recoverCommand } from './recover-command.js';
export { reportCommand } from './report-command.js';
export { restoreCommand } from './restore-command.js';
export { serveCommand, startCommand } from './run-commands.js';
export { subgraphCommand } from './subgraph-command.js';
export { tokenCommand } from './token-command.js';
