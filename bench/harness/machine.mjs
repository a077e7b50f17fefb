/** On what the figures were measured, and how fast it is by a yardstick that anybody can repeat. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { median } from './statistics.mjs';

export function machine() {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    loadBefore: Number(loadavg()[0].toFixed(2)),
    calibration: calibrate(),
  };
}

/** MiB of SHA-256 a second on one core, the median of nine: figures of other machines compare by it. */
function calibrate() {
  const block = Buffer.alloc(8 * 2 ** 20, 7);
  const once = () => {
    const from = process.hrtime.bigint();
    createHash('sha256').update(block).digest();
    return 8 / (Number(process.hrtime.bigint() - from) / 1e9);
  };
  return Math.round(median(Array.from({ length: 9 }, once)));
}

/** The installed version of a package of this folder, or of the product's. */
export function versionOf(name) {
  for (const folder of ['../node_modules/', '../../node_modules/']) {
    try {
      return JSON.parse(readFileSync(new URL(`${folder}${name}/package.json`, import.meta.url), 'utf8'))
        .version;
    } catch {
      continue;
    }
  }
  return 'absent';
}
