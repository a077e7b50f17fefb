/** The messages that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import type { PaymentTask } from '../../../adapters/kit/index.js';

const folder = new URL('./vectors/', import.meta.url);

export function message(name: string): string {
  return readFileSync(new URL(`${name}.xml`, folder), 'utf8');
}

export function key(side: 'participant' | 'switch', half: 'key' | 'public'): string {
  return readFileSync(new URL(`test-vector-${side}-${half}.pem`, folder), 'utf8');
}

interface Signed {
  readonly fields: Readonly<Record<string, string>>;
  readonly input: string;
  readonly signature: string;
}

export const signatures = JSON.parse(readFileSync(new URL('signatures.json', folder), 'utf8')) as {
  readonly clientId: string;
  readonly timestamp: string;
  readonly messageId: string;
  readonly task: Omit<PaymentTask, 'amount' | 'id' | 'paymentId' | 'batchId'> & { readonly amount: number };
  readonly token: Signed;
  readonly tokenAnswer: Signed;
  readonly request: Signed;
  readonly answer: Signed;
  readonly notification: Signed;
};

export const vectorTask: PaymentTask = {
  ...signatures.task,
  amount: BigInt(signatures.task.amount),
  id: 'tsk_1',
  paymentId: 'pay_1',
  batchId: 'bat_1',
};

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
