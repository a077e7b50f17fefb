/**
 * Runs simulators as a process of their own: `node run.js NAME… --data DIR [--port N] [--seed N] [--faults JSON]`.
 * Each continues the book that DIR/NAME holds. When all listen, it prints a line for each,
 * `READY {"name":…,"url":…,"port":…,"pid":…}`, and writes the same to DIR/NAME/simulator.json.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { CreateSimulator, Simulator, SimulatorOptions } from './simulator.js';
import { simulatorNames } from './simulator-names.js';

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    port: { type: 'string' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '{}' },
  },
});
const { data, port = '0' } = values;
const areKnown = names.length > 0 && names.every((name) => simulatorNames.includes(name));
if (!areKnown || data === undefined || (values.port !== undefined && names.length > 1)) {
  console.error(
    `usage: run.js NAME… --data DIR [--port N, of a single one] [--seed N] [--faults JSON]\nNAME is one of ${simulatorNames.join(', ')}`,
  );
  process.exit(2);
}

const folderOf = (name: string): string => join(data, name);
const identityFileOf = (name: string): string => join(folderOf(name), 'simulator.json');

async function start(name: string): Promise<Simulator> {
  const { createSimulator } = (await import(`../../${name}/simulator.js`)) as {
    createSimulator: CreateSimulator;
  };
  return createSimulator({
    dataDir: folderOf(name),
    port: Number(port),
    seed: Number(values.seed),
    faults: JSON.parse(values.faults) as SimulatorOptions['faults'],
  });
}

const simulators = await Promise.all(names.map(start));
for (const simulator of simulators) {
  const { name, url } = simulator;
  const identity = JSON.stringify({ name, url, port: simulator.port, pid: process.pid });
  writeFileSync(identityFileOf(name), identity);
  console.log(`READY ${identity}`);
}

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    for (const { name } of simulators) rmSync(identityFileOf(name), { force: true });
    void Promise.all(simulators.map((simulator) => simulator.stop())).then(() => process.exit(0));
  });
}
