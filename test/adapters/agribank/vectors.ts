/** The messages that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import type { PaymentTask } from '../../../adapters/kit/index.js';

const folder = new URL('./vectors/', import.meta.url);

export function message(name: string): string {
  return readFileSync(new URL(`${name}.xml`, folder), 'utf8');
}

interface Signed {
  readonly parts: readonly string[];
  readonly signature: string;
}

export const signatures = JSON.parse(readFileSync(new URL('signatures.json', folder), 'utf8')) as {
  readonly secret: string;
  readonly timestamp: string;
  readonly messageId: string;
  readonly tasks: readonly (Omit<PaymentTask, 'amount' | 'id' | 'paymentId' | 'batchId'> & {
    readonly amount: number;
  })[];
  readonly request: Signed;
  readonly emptyRequest: Signed;
  readonly answer: Signed;
};

export const vectorTasks: readonly PaymentTask[] = signatures.tasks.map((task, index) => ({
  ...task,
  amount: BigInt(task.amount),
  id: `tsk_${index}`,
  paymentId: `pay_${index}`,
  batchId: 'bat_1',
}));

/** The elements, attributes, texts and their order; how they are escaped and laid out does not count. */
export function structureOf(text: string): unknown {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    parseTagValue: false,
    ignoreDeclaration: true,
  });
  return parser.parse(text.trim()) as unknown;
}
