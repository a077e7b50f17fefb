/** Reads where a row's money goes: the person's own account, or an authorised receiver with document, term and account. */
import { personalIdProblem } from '../../values/index.js';
import type { ListedAccountCell, ListedReceiver } from './list-row.js';
import { parseDayCell } from './parse-date.js';
import type { RowReader } from './parse-row.js';
import type { ColumnKey } from './list-column.js';

/** Bank, wallet and mobile-money numbers of the institutions here; the longest is a SWIFT-like 34. */
const ACCOUNT_NUMBER = /^[A-Z0-9]{4,34}$/;
const PHONE_NUMBER = /^0\d{9}$/;

/** The person's own account, with the kind of its institution. Cash at the post office has no number and is none. */
export function parseOwnAccount(
  reader: RowReader,
  personName: string,
): { readonly kind: string; readonly account?: ListedAccountCell } | undefined {
  const institutionText = reader.text('institution');
  const institution =
    institutionText === '' ? undefined : reader.context.book.findInstitution(institutionText);
  if (institutionText !== '' && !institution) return reader.refuse('UNKNOWN_INSTITUTION');
  const number = accountNumber(reader, 'accountNumber', institution?.kind);
  if (number === undefined) return institution && { kind: institution.kind };
  if (!institution) return reader.refuse('MISSING_INSTITUTION');
  const holderName = reader.text('accountHolder') || personName;
  return { kind: institution.kind, account: { institutionCode: institution.code, number, holderName } };
}

/** A receiver must be a person with a number of their own, a relationship and a document: money goes to nobody else. */
export function parseReceiver(reader: RowReader): ListedReceiver | undefined {
  const fullName = reader.text('receiverName');
  const personalId = reader.text('receiverPersonalId').replace(/[\s.]/g, '');
  if (fullName === '' && personalId === '') return undefined;
  const relationship = reader.text('relationship');
  const documentRef = reader.text('mandate');
  if (fullName === '' || relationship === '' || documentRef === '') {
    return reader.refuse('BAD_RECEIVER', 'cần họ tên, số định danh, quan hệ và văn bản uỷ quyền');
  }
  if (personalIdProblem(personalId) !== undefined) {
    return reader.refuse('BAD_RECEIVER', 'số định danh của người được uỷ quyền phải hợp lệ, đủ 12 chữ số');
  }
  if (personalId === reader.text('personalId').replace(/[\s.]/g, '')) {
    return reader.refuse('BAD_RECEIVER', 'người được uỷ quyền không thể là chính người hưởng');
  }
  const untilCell = reader.cell('mandateUntil');
  const validTo = untilCell === undefined ? undefined : parseDayCell(untilCell);
  if (untilCell !== undefined && !validTo)
    return reader.refuse('BAD_DATE', 'thời hạn uỷ quyền viết dd/MM/yyyy');
  const account = receiverAccount(reader, fullName);
  return {
    fullName,
    personalId,
    relationship,
    documentRef,
    ...(validTo === undefined ? {} : { validTo }),
    ...(account === undefined ? {} : { account }),
  };
}

function receiverAccount(reader: RowReader, holderName: string): ListedAccountCell | undefined {
  const institutionText = reader.text('receiverInstitution') || reader.text('institution');
  const institution =
    institutionText === '' ? undefined : reader.context.book.findInstitution(institutionText);
  const number = accountNumber(reader, 'receiverAccountNumber', institution?.kind);
  if (number === undefined) return undefined;
  if (institution) return { institutionCode: institution.code, number, holderName };
  return reader.refuse(institutionText === '' ? 'MISSING_INSTITUTION' : 'UNKNOWN_INSTITUTION');
}

/** A spreadsheet that made a number of an account number has lost zeros or digits: it is refused, not guessed. */
function accountNumber(reader: RowReader, key: ColumnKey, kind: string | undefined): string | undefined {
  const cell = reader.cell(key);
  if (cell === undefined) return undefined;
  const number = reader
    .text(key)
    .replace(/[\s.-]/g, '')
    .toUpperCase();
  if (number === '') return undefined;
  const isPhoneKind = kind === 'WALLET' || kind === 'MOBILE_MONEY';
  const whole = isPhoneKind && typeof cell === 'number' && number.length === 9 ? `0${number}` : number;
  if (typeof cell === 'number' && !Number.isSafeInteger(cell)) {
    return reader.refuse('BAD_ACCOUNT_NUMBER', 'định dạng cột là Văn bản (Text) rồi nhập lại');
  }
  if (isPhoneKind && !PHONE_NUMBER.test(whole)) {
    return reader.refuse('BAD_ACCOUNT_NUMBER', 'số ví là số điện thoại 10 chữ số');
  }
  return ACCOUNT_NUMBER.test(whole) ? whole : reader.refuse('BAD_ACCOUNT_NUMBER');
}
