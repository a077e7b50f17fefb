/** `npm run test:attack [-- --url URL]`: repeats the attacks of outsiders against a hub of its own, or against the demo at the URL, and
 *  prints what each got. Exit code 0 only when the hub held. */
import { parseArgs } from 'node:util';
import { RunningHub } from '../setup/running-hub.js';
import { removeAbandonedServers } from '../setup/test-run.js';
import { targetAt } from './attack.js';
import { ATTACKS } from './attacks.js';
import { runAttacks, tableOf } from './run-attacks.js';

const { values } = parseArgs({ options: { url: { type: 'string' } } });

async function attack(url: string): Promise<void> {
  const results = await runAttacks(targetAt(url), ATTACKS);
  console.log(tableOf(results));
  if (results.some(({ held }) => !held)) process.exitCode = 1;
}

if (values.url !== undefined) await attack(values.url);
else {
  await removeAbandonedServers();
  const hub = new RunningHub({ people: 200 });
  try {
    await hub.start();
    await attack(hub.url);
  } finally {
    await hub.interrupt();
    await hub.remove();
  }
}
