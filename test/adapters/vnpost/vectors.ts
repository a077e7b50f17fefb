/** The messages that both the adapter and the simulator are held to; see vectors/make-vectors.py. */
import { readFileSync } from 'node:fs';
import type { PaymentTask } from '../../../adapters/kit/index.js';

export interface Exchange {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly timestamp: string;
  readonly body: string;
  readonly signature: string;
  readonly status: number;
  readonly answer: string;
  readonly answerSignature: string;
}

interface VectorLine {
  readonly maChiTra: string;
  readonly soTien: number;
  readonly nguoiNhan: string;
  readonly soDinhDanh: string;
  readonly nguoiHuong?: string;
  readonly hinhThuc: 'QUAY' | 'TAI_NHA';
  readonly maXa: string;
  readonly taiKhoanChi: string;
  readonly noiDung: string;
}

const folder = new URL('./vectors/', import.meta.url);

export const vectors = JSON.parse(readFileSync(new URL('messages.json', folder), 'utf8')) as {
  readonly partnerCode: string;
  readonly now: string;
  readonly listId: string;
  readonly lines: readonly VectorLine[];
  readonly partnerPrivateKeyPem: string;
  readonly partnerPublicKeyPem: string;
  readonly postPrivateKeyPem: string;
  readonly postPublicKeyPem: string;
  readonly exchanges: readonly Exchange[];
  readonly push: Pick<Exchange, 'path' | 'timestamp' | 'body' | 'signature'>;
};

export const sheet = readFileSync(new URL('bang-ke.csv', folder), 'utf8');

export function exchange(name: string): Exchange {
  const found = vectors.exchanges.find((one) => one.name === name);
  if (!found) throw new Error(`no vector ${name}`);
  return found;
}

/** The lines of the vectors as the hub's tasks. */
export const vectorTasks: readonly PaymentTask[] = vectors.lines.map((line, index) => ({
  id: `tsk_${index}`,
  paymentId: `pay_${index}`,
  batchId: 'bat_1',
  reference: line.maChiTra,
  amount: BigInt(line.soTien),
  sourceAccount: line.taiKhoanChi,
  receiverName: line.nguoiNhan.normalize('NFD'),
  receiverPersonalId: line.soDinhDanh,
  ultimateBeneficiaryName: line.nguoiHuong,
  delivery: line.hinhThuc === 'TAI_NHA' ? 'HOME' : 'COUNTER',
  areaCode: line.maXa,
  requestedDate: '2026-11-20',
  narrative: line.noiDung,
  purposeCode: 'SSBE',
}));
