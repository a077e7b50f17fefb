/** The composition root: the only place that knows every part. */
export { runCommandLine } from './command-line.js';
