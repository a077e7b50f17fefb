/** What outsiders may try, against a started hub: `npm run test:attack [-- --url URL]`. */
import { runTestProgram } from './run-test-program.mjs';

await runTestProgram('test/attack/attack-command.ts');
