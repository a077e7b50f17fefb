/** The entry of the command line: hands the arguments over to the composition root. */
import { runCommandLine } from '../app/index.js';

await runCommandLine(process.argv.slice(2));
