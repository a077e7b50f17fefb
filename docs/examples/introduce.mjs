/** Tells the demo's simulators what a generated list's people have: the population database their records, the banks and wallets
 *  their accounts. In the real world both know without us: node docs/examples/introduce.mjs .hub/new-people */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder that `generate` wrote');
const running = join(process.env.HUB_DATA_DIR ?? '.hub', 'simulators');
const ROWS_MAX = 1_000;

for (const system of readdirSync(join(folder, 'simulators'))) {
  if (!existsSync(join(running, system, 'simulator.json'))) continue;
  const { url } = JSON.parse(readFileSync(join(running, system, 'simulator.json'), 'utf8'));
  for (const kind of ['accounts', 'citizens']) {
    const file = join(folder, 'simulators', system, `${kind}.jsonl`);
    if (!existsSync(file)) continue;
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    for (let at = 0; at < rows.length; at += ROWS_MAX) {
      const body = JSON.stringify(rows.slice(at, at + ROWS_MAX));
      const response = await fetch(`${url}/__simulator/${kind}`, { method: 'POST', body });
      if (!response.ok) throw new Error(`${system} answers ${response.status}: ${await response.text()}`);
    }
    console.log(`${system} knows ${rows.length} more ${kind}`);
  }
}
