/** What the Treasury's answers mean to the hub. Its words are its own; one that is not in the table is no answer. */
import { AdapterError, type FundingAnswer, type FundingOrder } from '../kit/index.js';
import { readXml, textAt, XmlError, type XmlElement } from '../protocols/xml/index.js';

const bytesMax = 64 * 1024;

/** TrangThai of an answer. */
const STATUS: Readonly<Record<string, FundingAnswer['status']>> = {
  CHUA_NHAN: 'NOT_RECEIVED',
  DANG_KIEM_SOAT: 'IN_CONTROL',
  DA_THANH_TOAN: 'EXECUTED',
  TU_CHOI: 'REFUSED',
};

/** @throws AdapterError NO_ANSWER for what cannot be read, speaks of another order, or uses an unknown word */
export function answerOf(
  { reference }: Pick<FundingOrder, 'reference'>,
  text: string,
  now: Date,
): FundingAnswer {
  const answer = read(text);
  if (textAt(answer, 'SoThamChieu') !== reference)
    throw new AdapterError('NO_ANSWER', 'OTHER_ORDER', 'the answer is about another order');
  const status = STATUS[textAt(answer, 'TrangThai') ?? ''];
  switch (status) {
    case undefined:
      throw new AdapterError('NO_ANSWER', 'UNKNOWN_WORD', 'the answer uses a word that is not documented');
    case 'EXECUTED':
      return executed(answer);
    case 'REFUSED':
      return { status, reason: reasonOf(answer), refusedAt: timeOf(answer) ?? now };
    default:
      return { status };
  }
}

function read(text: string): XmlElement {
  try {
    const answer = readXml(text, { bytesMax });
    if (answer.name === 'KetQua') return answer;
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
  }
  throw new AdapterError('NO_ANSWER', 'UNREADABLE', 'the answer cannot be read');
}

function executed(answer: XmlElement): FundingAnswer {
  const documentNumber = textAt(answer, 'SoChungTu');
  const date = textAt(answer, 'NgayChungTu');
  const amount = textAt(answer, 'SoTien');
  const isWhole =
    documentNumber !== undefined &&
    documentNumber.length <= 64 &&
    /^\d{4}-\d{2}-\d{2}$/.test(date ?? '') &&
    /^[1-9]\d{0,14}$/.test(amount ?? '');
  if (!isWhole) throw new AdapterError('NO_ANSWER', 'INCOMPLETE', 'the answer lacks number, date or amount');
  return { status: 'EXECUTED', documentNumber, amount: BigInt(amount ?? ''), date: date ?? '' };
}

/** Code and words of the control (kiểm soát chi): about estimates and codes, never about a person. */
function reasonOf(answer: XmlElement): string {
  const parts = [textAt(answer, 'LyDo/Ma'), textAt(answer, 'LyDo/DienGiai')];
  return parts.filter((part) => part !== undefined).join(': ') || 'no reason given';
}

function timeOf(answer: XmlElement): Date | undefined {
  const at = new Date(textAt(answer, 'ThoiGian') ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at;
}
