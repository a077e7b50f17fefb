/** How the simulated register reads and writes SOAP 1.1: strictly, by its own means. A request whose elements stand in another
 *  order, or in another namespace, is turned away as the real service's schema would. */
import { XMLParser } from 'fast-xml-parser';

export interface Question {
  readonly operation: string;
  readonly requestId: string;
  readonly integrationCode: string;
  readonly officer: string;
  readonly personalId: string;
  readonly oldIdNumber: string;
  readonly fullName: string;
  /** `yyyyMMdd` or `yyyy`. */
  readonly birth: string;
}

export interface RegisterRow {
  readonly personalId: string;
  readonly oldIdNumber?: string;
  readonly fullName: string;
  readonly dateOfBirth?: string;
  readonly yearOfBirth?: number;
  readonly gender: string;
  readonly residenceCode: string;
}

/** A request that the schema or the rules of the service do not let in; told as a SOAP Client fault. */
export class BadQuestion extends Error {}

const order = [
  'MaYeuCau',
  'MaDVC',
  'MaTichHop',
  'MaCanBo',
  'MaDonVi',
  'TaiKhoan',
  'SoDienThoai',
  'SoDinhDanh',
  'SoCMND',
  'HoVaTen',
  'NgayThangNamSinh',
];

type Ordered = Record<string, unknown>;
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  ignoreDeclaration: true,
});

/** @throws BadQuestion */
export function readQuestion(text: string): Question {
  const [envelope] = parse(text);
  const prefixes = (envelope?.[':@'] ?? {}) as Record<string, string>;
  const body = elements(contentOf(envelope, prefixes, 'Envelope', soap)).find(
    ([name]) => local(name) === 'Body',
  );
  const [operation] = elements(body?.[1] ?? []);
  if (operation === undefined) throw new BadQuestion('no operation');
  const [operationName, fields] = operation;
  if (prefixes[`xmlns:${prefix(operationName)}`] !== service) throw new BadQuestion('wrong namespace');
  const values = readFields(fields, prefix(operationName));
  const question = {
    operation: local(operationName),
    requestId: values.get('MaYeuCau') ?? '',
    integrationCode: values.get('MaTichHop') ?? '',
    officer: values.get('MaCanBo') ?? '',
    personalId: values.get('SoDinhDanh') ?? '',
    oldIdNumber: values.get('SoCMND') ?? '',
    fullName: values.get('HoVaTen') ?? '',
    birth: values.get('NgayThangNamSinh') ?? '',
  };
  checkFields(question, values.get('MaDVC'));
  return question;
}

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const service = 'http://dancuquocgia.bca';

function readFields(fields: Ordered[], expectedPrefix: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let last = -1;
  for (const [name, content] of elements(fields)) {
    const place = order.indexOf(local(name));
    if (place <= last || prefix(name) !== expectedPrefix)
      throw new BadQuestion(`${local(name)} is out of place`);
    last = place;
    values.set(local(name), local(name) === 'NgayThangNamSinh' ? birthOf(content) : textOf(content));
  }
  return values;
}

function birthOf(content: Ordered[]): string {
  const [choice, ...others] = elements(content);
  if (choice === undefined || others.length > 0) throw new BadQuestion('NgayThangNamSinh is a choice of one');
  const [name, value] = choice;
  const expected = { NgayThangNam: /^\d{8}$/, Nam: /^\d{4}$/ }[local(name)];
  if (!expected?.test(textOf(value))) throw new BadQuestion('NgayThangNamSinh is malformed');
  return textOf(value);
}

function checkFields(question: Question, serviceCode: string | undefined): void {
  const isOneNumber = (question.personalId === '') !== (question.oldIdNumber === '');
  const isWhole =
    /^.{1,64}$/.test(question.requestId) &&
    Boolean(serviceCode) &&
    question.officer !== '' &&
    isOneNumber &&
    /^(\d{12})?$/.test(question.personalId) &&
    /^(\d{9})?$/.test(question.oldIdNumber) &&
    question.birth !== '';
  if (!isWhole) throw new BadQuestion('a field is missing or malformed');
  if (question.fullName === '' || question.fullName !== question.fullName.toLocaleUpperCase('vi')) {
    throw new BadQuestion('HoVaTen is not in upper case');
  }
}

function parse(text: string): Ordered[] {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- alone, the parser takes a file that was cut off for a whole one
    return parser.parse(text, true) as Ordered[];
  } catch {
    throw new BadQuestion('not well-formed');
  }
}

function contentOf(
  node: Ordered | undefined,
  prefixes: Record<string, string>,
  name: string,
  uri: string,
): Ordered[] {
  const [element] = elements(node ? [node] : []);
  const isExpected = element && local(element[0]) === name && prefixes[`xmlns:${prefix(element[0])}`] === uri;
  if (!isExpected) throw new BadQuestion(`no ${name}`);
  return element[1];
}

function elements(nodes: Ordered[]): (readonly [string, Ordered[]])[] {
  return nodes.flatMap((node) =>
    Object.entries(node)
      .filter(([key]) => key !== ':@' && key !== '#text')
      .map(([key, value]) => [key, value as Ordered[]] as const),
  );
}

function textOf(nodes: Ordered[]): string {
  return nodes.map((node) => (typeof node['#text'] === 'string' ? node['#text'] : '')).join('');
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);
const prefix = (name: string) => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');

export function authenticationEnvelope(isMatch: boolean): string {
  return envelope(
    `<ns1:KetQuaXacThuc xmlns:ns1="${answers}"><ns1:TonTai>${isMatch}</ns1:TonTai></ns1:KetQuaXacThuc>`,
  );
}

export function lifeStatusEnvelope(word: string): string {
  return envelope(
    `<ns1:TinhTrangCongDan xmlns:ns1="${answers}"><ns1:MaTinhTrang>${word}</ns1:MaTinhTrang></ns1:TinhTrangCongDan>`,
  );
}

export function recordsEnvelope(rows: readonly RegisterRow[]): string {
  return envelope(
    `<ns1:CongdanCollection xmlns:ns1="${answers}">${field('SoCongDan', String(rows.length))}${field('GhiChu', '')}` +
      `${field('ThoiDiemDuLieu', new Date().toISOString())}${rows.map(citizen).join('')}</ns1:CongdanCollection>`,
  );
}

export function faultEnvelope(code: 'Client' | 'Server', words: string): string {
  return envelope(
    `<soapenv:Fault><faultcode>soapenv:${code}</faultcode><faultstring>${escape(words)}</faultstring></soapenv:Fault>`,
  );
}

const answers = 'http://www.mic.gov.vn/dancu/1.0';
const genders: Readonly<Record<string, string>> = { MALE: '1', FEMALE: '2', OTHER: '3' };

/** The whole name stands in Ten, as the register often has it. */
function citizen(row: RegisterRow): string {
  const year = row.dateOfBirth?.slice(0, 4) ?? String(row.yearOfBirth ?? '');
  const day = row.dateOfBirth ? field('NgayThangNam', row.dateOfBirth.replaceAll('-', '')) : '';
  const name = `${field('Ho', '')}${field('ChuDem', '')}${field('Ten', row.fullName.toLocaleUpperCase('vi'))}`;
  return group(
    'CongDan',
    field('SoDinhDanh', row.personalId) +
      (row.oldIdNumber ? field('SoCMND', row.oldIdNumber) : '') +
      group('HoVaTen', name) +
      field('GioiTinh', genders[row.gender] ?? '0') +
      group('NgayThangNamSinh', field('Nam', year) + day) +
      group('ThuongTru', field('MaPhuongXa', row.residenceCode) + field('QuocGia', 'VN')),
  );
}

function group(name: string, content: string): string {
  return `<ns1:${name}>${content}</ns1:${name}>`;
}

function field(name: string, text: string): string {
  return text === '' ? `<ns1:${name}/>` : group(name, escape(text));
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${soap}"><soapenv:Header/><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
