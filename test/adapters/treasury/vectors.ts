/** The messages that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import type { FundingOrder } from '../../../adapters/kit/index.js';
import { parseConfig } from '../../../adapters/treasury/config.js';

const folder = new URL('./vectors/', import.meta.url);

export function message(name: string): string {
  return readFileSync(new URL(`${name}.xml`, folder), 'utf8');
}

export function key(side: 'unit' | 'treasury', half: 'key' | 'public'): string {
  return readFileSync(new URL(`test-vector-${side}-${half}.pem`, folder), 'utf8');
}

interface Signed {
  readonly input: string;
  readonly signature: string;
}

export const signatures = JSON.parse(readFileSync(new URL('signatures.json', folder), 'utf8')) as {
  readonly time: string;
  readonly references: Readonly<Record<'fund' | 'return', string>>;
} & Readonly<Record<'order' | 'inquiry' | 'answerToOrder' | 'answerToInquiry', Signed>>;

export const fundOrder: FundingOrder = {
  reference: signatures.references.fund,
  kind: 'FUND',
  batchId: 'bat_1',
  batchName: 'Trợ cấp\n xã hội',
  areaCode: '37',
  areaName: 'Tỉnh Ninh Bình',
  period: '2026-11',
  programme: 'TCXH',
  amount: 1_883_391_000n,
  requestedDate: '2026-11-22',
  isWanted: true,
};
export const returnOrder: FundingOrder = {
  ...fundOrder,
  reference: signatures.references.return,
  kind: 'RETURN',
  programme: undefined,
  amount: 540_000n,
};

export function configFor(baseUrl: string) {
  return parseConfig({
    baseUrl,
    unitCode: '1052837',
    unitName: 'UBND xã <Demo> & bạn',
    treasuryCode: '1161',
    estimateAccount: '9523.2.1052837',
    budget: { chapter: '424', section: '398', item: '7449' },
    payer: { account: '12010001234567', bank: '970418', name: 'AN SINH HUB DEMO PAYER' },
    privateKey: key('unit', 'key'),
    treasuryPublicKey: key('treasury', 'public'),
  });
}

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
