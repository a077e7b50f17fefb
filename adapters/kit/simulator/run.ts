/**
 * Runs simulators as a process of their own: `node run.js NAME[:PORT]… --data DIR [--port N] [--seed N] [--faults JSON]`.
 * Each continues the book that DIR/NAME holds. When all listen, it prints a line for each,
 * `READY {"name":…,"url":…,"port":…,"pid":…}`, and writes the same to DIR/NAME/simulator.json.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { lockBook } from './lock-book.js';
import type { CreateSimulator, Simulator, SimulatorOptions } from './simulator.js';
import { simulatorNames } from './simulator-names.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    port: { type: 'string' },
    seed: { type: 'string', default: '1' },
    faults: { type: 'string', default: '{}' },
    /** Who looks after the process: `hub` starts it again when it has died. */
    'started-by': { type: 'string', default: 'hand' },
  },
});
const { data } = values;
const wanted = positionals.map((text) => {
  const [name = '', port = values.port ?? '0'] = text.split(':');
  return { name, port: Number(port) };
});
const areKnown =
  wanted.length > 0 && wanted.every(({ name, port }) => simulatorNames.includes(name) && port >= 0);
if (!areKnown || data === undefined || (values.port !== undefined && wanted.length > 1)) {
  console.error(
    `usage: run.js NAME[:PORT]… --data DIR [--port N, of a single one] [--seed N] [--faults JSON]\nNAME is one of ${simulatorNames.join(', ')}`,
  );
  process.exit(2);
}

const folderOf = (name: string): string => join(data, name);
const identityFileOf = (name: string): string => join(folderOf(name), 'simulator.json');

async function start({ name, port }: (typeof wanted)[number]): Promise<Simulator> {
  const { createSimulator } = (await import(`../../${name}/simulator.js`)) as {
    createSimulator: CreateSimulator;
  };
  return createSimulator({
    dataDir: folderOf(name),
    port,
    seed: Number(values.seed),
    faults: JSON.parse(values.faults) as SimulatorOptions['faults'],
  });
}

const locks = wanted.map(({ name }) => lockBook(folderOf(name)));
const simulators = await Promise.all(wanted.map(start));
for (const simulator of simulators) {
  const { name, url, port } = simulator;
  const identity = JSON.stringify({ name, url, port, pid: process.pid, startedBy: values['started-by'] });
  writeFileSync(identityFileOf(name), identity);
  console.log(`READY ${identity}`);
}

let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    for (const { name } of simulators) rmSync(identityFileOf(name), { force: true });
    void Promise.all(simulators.map((simulator) => simulator.stop())).then(() => {
      for (const release of locks) release();
      process.exit(0);
    });
  });
}
