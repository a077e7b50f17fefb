/** The long attack on hub, database, adapters and institutions: `npm run test:chaos -- [--seed N] [--payments N] [--faults N]`. */
import { runTestProgram } from './run-test-program.mjs';

await runTestProgram('test/chaos/chaos-command.ts');
