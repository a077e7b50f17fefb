/** Understands one row of a list, or says everything that is wrong with it at once, so that an officer mends it in one go. */
import { textProblem } from '../../values/index.js';
import { lawfulAmount, type Programme } from '../reference/programme.js';
import { findGender, findMethod, findReason, type PaymentMethod } from './choice-word.js';
import { headingOf, LIST_COLUMNS, type ColumnKey } from './heading/list-column.js';
import type { ListedPerson, ListRow } from './list-row.js';
import { parseCoefficient, readAmount, type AmountProblem } from './parse-amount.js';
import { parseBirth, parseMonthOrDay } from './parse-date.js';
import { nameProblem } from './parse-name.js';
import { parseOwnAccount, parseReceiver } from './parse-payee.js';
import { readPersonalId, type PersonSaid } from './personal-id-cell.js';
import type { ReferenceBook } from './place/reference-book.js';
import { resolveUnit } from './place/resolve-unit.js';
import { cellText, isUncomputed, type Cell, type RawRow } from './raw-row.js';
import type { Refusal, RefusalCode } from './refusal.js';

export interface RowContext {
  readonly book: ReferenceBook;
  /** `YYYY-MM-DD` in Vietnam. */
  readonly today: string;
  /** The province that the list is of: tells communes of one name apart. */
  readonly provinceCode?: string;
  /** Units that the importer may write to; undefined: all. */
  readonly isWithinArea?: (areaId: string) => boolean;
}

/** Reads cells and collects what is wrong with them. */
export interface RowReader {
  readonly context: RowContext;
  /** What the list states amounts in. */
  readonly unit: RawRow['unit'];
  text(key: ColumnKey): string;
  cell(key: ColumnKey): Cell | undefined;
  refuse(code: RefusalCode, detail?: string): undefined;
}

export type ParsedRow = { readonly row: ListRow } | { readonly refusals: readonly Refusal[] };

/** A row with what its table says of it. */
export type RowToParse = Pick<RawRow, 'number' | 'cells' | 'unit' | 'faults'>;

export function parseRow(raw: RowToParse, context: RowContext): ParsedRow {
  const unkept = LIST_COLUMNS.find(({ key }) => textProblem(cellText(raw.cells[key])) !== undefined);
  // What else is wrong with it could only be said by repeating it.
  if (unkept) return { refusals: [{ code: 'UNREADABLE', detail: `cột ${unkept.heading}` }] };
  const refusals: Refusal[] = [...(raw.faults ?? []), ...uncomputed(raw)];
  const reader: RowReader = {
    context,
    unit: raw.unit,
    cell: (key) => (cellText(raw.cells[key]).trim() === '' ? undefined : raw.cells[key]),
    text: (key) => cellText(raw.cells[key]).replace(/\s+/g, ' ').trim(),
    refuse: (code, detail) => void refusals.push({ code, ...(detail === undefined ? {} : { detail }) }),
  };
  const person = parsePerson(reader);
  const areaId = parseArea(reader);
  const right = parseRight(reader);
  const account = parseOwnAccount(reader, person.fullName);
  const receiver = parseReceiver(reader, person.personalId);
  const paymentMethod = parseMethod(reader, account?.kind, receiver !== undefined);
  const reasonText = reader.text('noAccountReason');
  const noAccountReason = reasonText === '' ? undefined : findReason(reasonText);
  if (reasonText !== '' && noAccountReason === undefined) reader.refuse('BAD_REASON');
  if (refusals.length > 0 || !areaId || !right) return { refusals };
  const address = reader.text('address');
  return {
    row: {
      rowNumber: raw.number,
      person,
      areaId,
      ...(address === '' ? {} : { address }),
      ...right,
      paymentMethod,
      ...(noAccountReason === undefined ? {} : { noAccountReason }),
      ...(account?.account === undefined ? {} : { account: account.account }),
      ...(receiver === undefined ? {} : { receiver }),
    },
  };
}

/** Nobody knows what stands there: not even that it is empty. */
function uncomputed({ cells }: RowToParse): readonly Refusal[] {
  const columns = (Object.keys(cells) as ColumnKey[]).filter((key) => isUncomputed(cells[key]));
  return columns.map((key) => ({
    code: 'UNCOMPUTED',
    detail: `cột ${headingOf(key)}; mở tệp bằng Excel, lưu lại rồi nhập`,
  }));
}

function parsePerson(reader: RowReader): ListedPerson {
  const fullName = parseName(reader);
  const birthCell = reader.cell('birth');
  const birth = birthCell === undefined ? undefined : parseBirth(birthCell, reader.context.today);
  if (birthCell !== undefined && !birth) reader.refuse('BAD_DATE', 'ngày sinh viết dd/MM/yyyy hoặc chỉ năm');
  const genderText = reader.text('gender');
  const gender = genderText === '' ? undefined : findGender(genderText);
  if (genderText !== '' && !gender) reader.refuse('BAD_GENDER', 'ghi Nam hoặc Nữ');
  const oldIdNumber = reader.text('oldIdNumber').replace(/(?<=\d)[ .](?=\d{3})/g, '');
  if (oldIdNumber !== '' && !/^\d{9}$/.test(oldIdNumber)) reader.refuse('BAD_OLD_ID');
  const personalId = parsePersonalIdCell(reader, { yearOfBirth: birth?.year, gender });
  return {
    fullName,
    ...(personalId === undefined ? {} : { personalId }),
    ...(oldIdNumber === '' ? {} : { oldIdNumber }),
    ...(birth === undefined ? {} : { yearOfBirth: birth.year }),
    ...(birth?.date === undefined ? {} : { dateOfBirth: birth.date }),
    ...(gender === undefined ? {} : { gender }),
  };
}

function parseName(reader: RowReader): string {
  const name = reader.text('fullName').normalize('NFC');
  const problem = name === '' ? undefined : nameProblem(name);
  if (name === '') reader.refuse('MISSING_NAME');
  else if (problem !== undefined) reader.refuse('BAD_NAME', problem === '' ? undefined : problem);
  return name;
}

/** Without a number a person is known by the old identity card, is on the list, and is paid once the register has given the number. */
function parsePersonalIdCell(reader: RowReader, said: PersonSaid): string | undefined {
  const cell = reader.cell('personalId');
  if (cell === undefined)
    return reader.text('oldIdNumber') === '' ? reader.refuse('MISSING_PERSONAL_ID') : undefined;
  const read = readPersonalId(cell, said);
  return 'personalId' in read ? read.personalId : reader.refuse('BAD_PERSONAL_ID', read.problem);
}

function parseArea(reader: RowReader): string | undefined {
  const text = reader.text('commune');
  if (text === '') return reader.refuse('MISSING_COMMUNE');
  const { book, provinceCode, isWithinArea } = reader.context;
  const unit = resolveUnit(book, {
    text,
    address: reader.text('address'),
    ...(provinceCode === undefined ? {} : { provinceCode }),
    ...(isWithinArea === undefined ? {} : { isWithinArea }),
  });
  if (!('id' in unit)) return reader.refuse(unit.code, unit.detail);
  if (isWithinArea && !isWithinArea(unit.id)) return reader.refuse('OUTSIDE_AREA');
  return unit.id;
}

type Right = Pick<ListRow, 'programmeCode' | 'coefficient' | 'monthlyAmount' | 'validFrom' | 'legalBasis'>;

function parseRight(reader: RowReader): Right | undefined {
  const programmeText = reader.text('programme');
  const programme = programmeText === '' ? undefined : reader.context.book.findProgramme(programmeText);
  if (programmeText === '') reader.refuse('MISSING_PROGRAMME');
  else if (!programme) reader.refuse('UNKNOWN_PROGRAMME', 'xem danh mục trong tệp mẫu');
  const fromCell = reader.cell('validFrom');
  const validFrom = fromCell === undefined ? undefined : parseMonthOrDay(fromCell);
  if (fromCell !== undefined && !validFrom) reader.refuse('BAD_DATE', 'từ tháng viết MM/yyyy');
  const coefficientCell = reader.cell('coefficient');
  const coefficient =
    coefficientCell === undefined ? programme?.coefficient : parseCoefficient(coefficientCell);
  if (coefficientCell !== undefined && coefficient === undefined)
    reader.refuse('BAD_COEFFICIENT', 'ví dụ 1,5');
  const monthlyAmount = parseMonthlyAmount(reader, programme, coefficient);
  if (!programme || coefficient === undefined || monthlyAmount === undefined) return undefined;
  return {
    programmeCode: programme.code,
    coefficient,
    monthlyAmount,
    ...(validFrom === undefined ? {} : { validFrom }),
    legalBasis: reader.text('legalBasis') || programme.legalBasis,
  };
}

const AMOUNT_PROBLEMS: Readonly<Record<AmountProblem, string>> = {
  BAD: 'phải là số đồng nguyên, lớn hơn 0, ví dụ 1.500.000',
  TOO_SMALL:
    'dưới 10.000 đồng; nếu danh sách tính theo nghìn đồng, ghi đơn vị tính ở tiêu đề cột: Mức hưởng (nghìn đồng)',
  TOO_LARGE: 'quá lớn cho một tháng; kiểm tra lại số tiền và đơn vị tính',
  UNIT: 'đơn vị tính không rõ hoặc ghi khác nhau; ghi số tiền bằng đồng',
};

/** A blank amount is the lawful one of today; a stated one stands, because provinces may give more. */
function parseMonthlyAmount(
  reader: RowReader,
  programme: Programme | undefined,
  coefficient: string | undefined,
): bigint | undefined {
  const cell = reader.cell('amount');
  if (cell !== undefined) {
    const amount = readAmount(cell, reader.unit);
    return typeof amount === 'bigint' ? amount : reader.refuse('BAD_AMOUNT', AMOUNT_PROBLEMS[amount]);
  }
  if (!programme || coefficient === undefined) return undefined;
  const { book, today } = reader.context;
  return lawfulAmount(book.programmeData, programme, coefficient, today) ?? reader.refuse('MISSING_AMOUNT');
}

const METHOD_OF_KIND: Readonly<Record<string, PaymentMethod>> = {
  BANK: 'BANK',
  WALLET: 'WALLET',
  MOBILE_MONEY: 'MOBILE_MONEY',
  CASH_SERVICE: 'CASH',
};

/** A list that names an account and no method has chosen all the same. "Chuyển khoản" into a wallet means the wallet. */
function parseMethod(
  reader: RowReader,
  accountKind: string | undefined,
  hasReceiver: boolean,
): PaymentMethod {
  const text = reader.text('method');
  const stated = text === '' ? undefined : findMethod(text);
  if (text !== '' && !stated) reader.refuse('BAD_METHOD');
  const byAccount = accountKind === undefined ? undefined : METHOD_OF_KIND[accountKind];
  if (stated === 'BANK') return byAccount ?? stated;
  return stated ?? byAccount ?? (hasReceiver ? 'AUTHORISED_RECEIVER' : 'UNDECIDED');
}
