/** `npm run test:chaos`: the long attack, with its seed first and last. Exit code 0 only when everything still holds. */
import { parseArgs } from 'node:util';

import { removeAbandonedServers } from '../setup/test-run.js';
import { describeResult } from './describe-result.js';
import { runChaos } from './run-chaos.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    payments: { type: 'string', default: '10000' },
    faults: { type: 'string', default: '1000' },
    people: { type: 'string', default: '2200' },
    blows: { type: 'string', default: '17' },
    restores: { type: 'string', default: '5' },
    'restores-per-round': { type: 'string', default: '2' },
  },
});
const numbers = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
if (!Object.values(numbers).every((number) => Number.isInteger(number) && number >= 0)) {
  const usage = Object.keys(values).map((name) => `[--${name} N]`);
  console.error(`usage: npm run test:chaos -- ${usage.join(' ')}`);
  process.exit(2);
}
const seed = Number(values.seed);

const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());

console.log(`Seed ${seed}: it decides which faults fall when; how processes interleave is the machine's.`);
await removeAbandonedServers();
const isTerminal = process.stderr.isTTY;
try {
  const result = await runChaos({
    seed,
    payments: Number(values.payments),
    faults: Number(values.faults),
    people: Number(values.people),
    restores: Number(values.restores),
    restoresPerRound: Number(values['restores-per-round']),
    cuts: 100,
    blowsPerRound: Number(values.blows),
    ratePerSecond: 25,
    roundsMax: 60,
    signal: stopping.signal,
    onProgress: (line) => process.stderr.write(isTerminal ? `\r\x1b[K${line}` : `${line}\n`),
  });
  console.log(`${isTerminal ? '\n' : ''}${describeResult(result)}`);
  process.exitCode = result.complaints.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
const again = Object.entries(values).map(([name, value]) => `--${name} ${value}`);
console.log(`Seed ${seed}. Again: npm run test:chaos -- ${again.join(' ')}`);
process.exit();
