/**
 * Runs one simulator as a process of its own: `node run.js NAME --data DIR [--port N] [--seed N] [--faults JSON]`.
 * Prints one line `READY {"name":…,"url":…,"port":…,"pid":…}`, writes the same to DIR/simulator.json, and continues the book that DIR holds.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CreateSimulator, SimulatorOptions } from './simulator.js';
import { simulatorNames } from './simulator-names.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    port: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '{}' },
  },
});
const name = positionals[0] ?? '';
if (!simulatorNames.includes(name) || values.data === undefined) {
  console.error(
    `usage: run.js NAME --data DIR [--port N] [--seed N] [--faults JSON]\nNAME is one of ${simulatorNames.join(', ')}`,
  );
  process.exit(2);
}

const { createSimulator } = (await import(`../../${name}/simulator.js`)) as {
  createSimulator: CreateSimulator;
};
const simulator = await createSimulator({
  dataDir: values.data,
  port: Number(values.port),
  seed: Number(values.seed),
  faults: JSON.parse(values.faults) as SimulatorOptions['faults'],
});

const identityFile = join(values.data, 'simulator.json');
const identity = JSON.stringify({ name, url: simulator.url, port: simulator.port, pid: process.pid });
writeFileSync(identityFile, identity);
console.log(`READY ${identity}`);

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    rmSync(identityFile, { force: true });
    void simulator.stop().then(() => process.exit(0));
  });
}
