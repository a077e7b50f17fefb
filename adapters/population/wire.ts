/** SOAP 1.1 as the population register's service speaks it: requests in its element order, its answers as plain data. */
import { createHash } from 'node:crypto';
import {
  childOf,
  childrenOf,
  readXml,
  textAt,
  xml,
  xmlDocument,
  type XmlElement,
} from '../protocols/xml/index.js';
import type { PopulationConfig } from './config.js';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';
const requestNamespace = 'http://dancuquocgia.bca';
const answerNamespace = 'http://www.mic.gov.vn/dancu/1.0';
const bytesMax = 1024 * 1024;

export interface RegisterRequest {
  readonly operation: string;
  /** MaTichHop. */
  readonly integrationCode: string;
  /** MaYeuCau, unique. */
  readonly requestId: string;
  /** MaCanBo: who asks. */
  readonly officer: string;
  readonly person: AskedPerson;
}

export interface AskedPerson {
  /** SoDinhDanh, 12 digits. */
  readonly personalId: string;
  readonly fullName: string;
  /** `YYYY-MM-DD`, or a year alone. */
  readonly birth: string;
}

/** The elements stand in the order that the service checks. */
export function writeRequest(
  request: RegisterRequest,
  config: Pick<PopulationConfig, 'serviceCode' | 'unitCode' | 'account' | 'phone'>,
): string {
  const { person } = request;
  const birth = /^\d{4}$/.test(person.birth)
    ? xml('dan:Nam', person.birth)
    : xml('dan:NgayThangNam', person.birth.replaceAll('-', ''));
  const body = xml(`dan:${request.operation}`, [
    xml('dan:MaYeuCau', request.requestId),
    xml('dan:MaDVC', config.serviceCode),
    xml('dan:MaTichHop', request.integrationCode),
    xml('dan:MaCanBo', request.officer),
    xml('dan:MaDonVi', config.unitCode),
    xml('dan:TaiKhoan', config.account),
    xml('dan:SoDienThoai', config.phone),
    xml('dan:SoDinhDanh', person.personalId),
    xml('dan:HoVaTen', registerName(person.fullName)),
    xml('dan:NgayThangNamSinh', [birth]),
  ]);
  return xmlDocument(
    xml('soapenv:Envelope', [xml('soapenv:Header', []), xml('soapenv:Body', [body])], {
      'xmlns:soapenv': soap,
      'xmlns:dan': requestNamespace,
    }),
  );
}

/** The register keeps names in upper case, accents included, one space between words. */
export function registerName(name: string): string {
  return name.normalize('NFC').toLocaleUpperCase('vi').replace(/\s+/g, ' ').trim();
}

/** Timestamp and Basic password are bound together: the password is SHA-256 of address, user, time and key. */
export function authenticationHeaders(config: PopulationConfig, now: Date): Record<string, string> {
  const timestamp = String(now.getTime());
  const password = createHash('sha256')
    .update(`${config.signedUrl ?? config.url}${config.user}${timestamp}${config.secretKey}`)
    .digest('hex');
  return {
    Timestamp: timestamp,
    Authorization: `Basic ${Buffer.from(`${config.user}:${password}`).toString('base64')}`,
    ...(config.xRoadClient === undefined ? {} : { 'X-Road-Client': config.xRoadClient }),
    ...(config.apiKey === undefined ? {} : { ApiKey: config.apiKey }),
  };
}

export type RegisterAnswer =
  | { readonly kind: 'FAULT'; readonly code: string }
  | { readonly kind: 'AUTHENTICATION'; readonly isMatch: boolean }
  | { readonly kind: 'RECORDS'; readonly records: readonly CitizenRecord[] }
  /** `0` alive, `1` dead, `2` absent or missing; other words as written. */
  | { readonly kind: 'LIFE_STATUS'; readonly word: string };

export interface CitizenRecord {
  readonly personalId?: string;
  readonly oldIdNumber?: string;
  readonly fullName: string;
  /** `YYYY-MM-DD`, or a year alone. */
  readonly birth?: string;
  /** The register's own code. */
  readonly gender?: string;
  /** MaPhuongXa of ThuongTru. */
  readonly residenceCode?: string;
}

/** What an answer envelope says; undefined when it is none that this adapter knows.
 *  @throws XmlError when it cannot be read */
export function readAnswer(text: string): RegisterAnswer | undefined {
  const envelope = readXml(text, { bytesMax });
  const body = envelope.namespace === soap ? childOf(envelope, 'Body') : undefined;
  const payload = body?.children[0];
  if (payload === undefined) return undefined;
  // A fault's words may repeat what was asked, so only its code goes on.
  if (payload.name === 'Fault') return { kind: 'FAULT', code: textAt(payload, 'faultcode') ?? 'Server' };
  if (payload.namespace !== answerNamespace && payload.namespace !== requestNamespace) return undefined;
  switch (payload.name) {
    case 'KetQuaXacThuc':
      return authentication(payload);
    case 'CongdanCollection':
      return { kind: 'RECORDS', records: childrenOf(payload, 'CongDan').map(record) };
    case 'TinhTrangCongDan':
      return { kind: 'LIFE_STATUS', word: textAt(payload, 'MaTinhTrang') ?? payload.text };
    default:
      return undefined;
  }
}

/** Public clients show the boolean in `TonTai`; some services put it into the element itself. */
function authentication(payload: XmlElement): RegisterAnswer | undefined {
  const word = (textAt(payload, 'TonTai') ?? payload.text).toLowerCase();
  if (word === 'true' || word === '1') return { kind: 'AUTHENTICATION', isMatch: true };
  if (word === 'false' || word === '0') return { kind: 'AUTHENTICATION', isMatch: false };
  return undefined;
}

function record(citizen: XmlElement): CitizenRecord {
  const name = childOf(citizen, 'HoVaTen');
  const parts = ['Ho', 'ChuDem', 'Ten']
    .map((part) => textAt(name, part))
    .filter((part) => part !== undefined);
  const day = /^(\d{4})(\d{2})(\d{2})$/.exec(textAt(citizen, 'NgayThangNamSinh/NgayThangNam') ?? '');
  return {
    personalId: textAt(citizen, 'SoDinhDanh'),
    oldIdNumber: textAt(citizen, 'SoCMND'),
    fullName: parts.join(' ') || (name?.text ?? ''),
    birth: day ? `${day[1]}-${day[2]}-${day[3]}` : textAt(citizen, 'NgayThangNamSinh/Nam'),
    gender: textAt(citizen, 'GioiTinh'),
    residenceCode: textAt(citizen, 'ThuongTru/MaPhuongXa'),
  };
}
