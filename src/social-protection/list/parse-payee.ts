/** Reads where a row's money goes: the person's own account, or an authorised receiver with document, term and account. */
import { readAccountNumber } from './account-number-cell.js';
import type { ColumnKey } from './heading/list-column.js';
import type { ListedAccountCell, ListedReceiver } from './list-row.js';
import { parseDayCell } from './parse-date.js';
import { nameProblem, scriptProblem } from './parse-name.js';
import type { RowReader } from './parse-row.js';
import { readPersonalId } from './personal-id-cell.js';

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
  const problem = scriptProblem(reader.text('accountHolder'));
  if (problem !== undefined) return reader.refuse('BAD_NAME', `chủ tài khoản ${problem}`);
  return { kind: institution.kind, account: { institutionCode: institution.code, number, holderName } };
}

/** A receiver must be a person with a number of their own, a relationship and a document: money goes to nobody else. */
export function parseReceiver(reader: RowReader, ownId: string | undefined): ListedReceiver | undefined {
  const fullName = reader.text('receiverName');
  const idCell = reader.cell('receiverPersonalId');
  if (fullName === '' && idCell === undefined) return undefined;
  const relationship = reader.text('relationship');
  const documentRef = reader.text('mandate');
  if (fullName === '' || relationship === '' || documentRef === '') {
    return reader.refuse('BAD_RECEIVER', 'cần họ tên, số định danh, quan hệ và văn bản uỷ quyền');
  }
  const name = nameProblem(fullName);
  if (name !== undefined) return reader.refuse('BAD_RECEIVER', `họ tên có ký tự không hợp lệ ${name}`.trim());
  const read = idCell === undefined ? undefined : readPersonalId(idCell, {});
  if (!read || 'problem' in read) {
    const why = read === undefined ? '' : `: ${read.problem}`;
    return reader.refuse(
      'BAD_RECEIVER',
      `số định danh của người được uỷ quyền phải hợp lệ, đủ 12 chữ số${why}`,
    );
  }
  const { personalId } = read;
  if (personalId === ownId) {
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

function accountNumber(reader: RowReader, key: ColumnKey, kind: string | undefined): string | undefined {
  const cell = reader.cell(key);
  if (cell === undefined || /^[\s.-]*$/.test(reader.text(key))) return undefined;
  const read = readAccountNumber(cell, kind === 'WALLET' || kind === 'MOBILE_MONEY');
  return 'number' in read ? read.number : reader.refuse('BAD_ACCOUNT_NUMBER', read.problem);
}
