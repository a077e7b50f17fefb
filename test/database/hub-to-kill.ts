/** Plays a hub that is killed: starts the embedded PostgreSQL of the folder that it is given, says so, and waits. */
import { startEmbeddedPostgres } from '../../src/database/index.js';

const { url, wasRunning } = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', isDurable: false });
process.stdout.write(`${JSON.stringify({ url, wasRunning })}\n`);
process.stdin.resume();
