/** `npm run bench [-- WORK … --rounds N --short --publish]`: brings up what each work needs, measures, prints, stores the figures in results/
 *  and renews their part of docs/performance.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stayOnLoadCore } from './harness/contestant.mjs';
import { machine } from './harness/machine.mjs';
import { printTables, renewPage } from './harness/page.mjs';

const WORKS = [
  'in-process',
  'unified-view',
  'look-up',
  'coverage',
  'status-intake',
  'payout',
  'fan-out',
  'catch-up',
  'start',
];
const ROUNDS = 10;
const SHORT_ROUNDS = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    short: { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !WORKS.includes(name));
if (unknown.length > 0) {
  console.error(`There is no work ${unknown.join(', ')}. There are: ${WORKS.join(', ')}.`);
  process.exit(1);
}
const rounds = Number(values.rounds ?? (values.short ? SHORT_ROUNDS : ROUNDS));
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('--rounds takes a whole number of at least 1.');
  process.exit(1);
}

stayOnLoadCore();
mkdirSync(new URL('results/', import.meta.url), { recursive: true });
for (const wanted of positionals.length > 0 ? positionals : WORKS) {
  try {
    await measure(wanted);
  } catch (error) {
    console.error(`${wanted}: not measured: ${error.stack}`);
    process.exitCode = 1;
  }
}

async function measure(wanted) {
  const work = await import(`./works/${wanted}.mjs`);
  const log = (line) => console.error(`${wanted}: ${line}`);
  const before = machine();
  const measured = await work.run({ rounds, isShort: values.short, log });
  const result = {
    work: wanted,
    measuredAt: new Date().toISOString(),
    command: `npm run bench -- ${wanted} --rounds ${rounds}${values.short ? ' --short' : ''}`,
    machine: before,
    versions: work.versions(),
    rounds,
    ...measured,
  };
  printTables(work, result);
  if (!values.publish) return;
  writeFileSync(new URL(`results/${wanted}.json`, import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  renewPage(work, result);
}
