/** Every personal id, old identity number and account number that the demo's outside world knows: what no log may hold. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @param folders each holds `simulators/<system>/*.jsonl`, as the generator writes them */
export function findPersonalNumbers(folders: readonly string[]): ReadonlySet<string> {
  const numbers = new Set<string>();
  for (const file of folders.flatMap(seedFiles)) {
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const { number, personalId, oldIdNumber } = JSON.parse(line) as Record<string, string | undefined>;
      for (const found of [number, personalId, oldIdNumber]) if (found !== undefined) numbers.add(found);
    }
  }
  return numbers;
}

/** Those of the numbers that a text holds. */
export function numbersIn(text: string, numbers: ReadonlySet<string>): readonly string[] {
  return [...text.matchAll(/\d{6,}/g)].map(([digits]) => digits).filter((digits) => numbers.has(digits));
}

function seedFiles(folder: string): readonly string[] {
  return readdirSync(join(folder, 'simulators')).flatMap((name) =>
    ['accounts.jsonl', 'citizens.jsonl']
      .map((file) => join(folder, 'simulators', name, file))
      .filter((path) => existsSync(path)),
  );
}
