/** Tasks for tests that only say what they care about. */
import { randomUUID } from 'node:crypto';

import type { NewTask } from '../../src/work/index.js';

export function aTask(changes: Partial<NewTask> = {}): NewTask {
  return { id: randomUUID(), kind: 'PAYMENT', institutionCode: 'BIDV', action: 'SUBMIT', ...changes };
}

export function tasks(count: number, changes: Partial<NewTask> = {}): NewTask[] {
  return Array.from({ length: count }, () => aTask(changes));
}

export function idsOf(some: readonly { readonly id: string }[]): string[] {
  return some.map(({ id }) => id);
}
