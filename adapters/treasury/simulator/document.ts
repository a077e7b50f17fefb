/** How the simulated Treasury reads a document: strictly, by its own means, every element in its place. */
import { XMLParser } from 'fast-xml-parser';

export interface Document {
  readonly reference: string;
  /** Whole đồng; below zero for money that comes back. */
  readonly amount: number;
  /** The payer's account. */
  readonly account: string;
  readonly estimateAccount: string;
}

/** A document that is not taken at all. */
export class WrongDocument extends Error {
  override readonly name = 'WrongDocument';
}

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  ignoreDeclaration: true,
});

const order = ['MauSo', 'SoThamChieu', 'NgayLap', 'KhoBac', 'DonVi', 'TaiKhoanDuToan', 'MucLucNganSach', 'DiaBan', 'Ky']; // prettier-ignore

/** @throws WrongDocument naming what is wrong */
export function readDocument(text: string): Document {
  const document = open(text);
  const names = Object.keys(document).filter((name) => !name.startsWith('@') && name !== 'ChuongTrinh');
  const isFunding = document['MauSo'] === 'C2-02/NS';
  if (!isFunding && document['MauSo'] !== 'C2-05a/NS') throw new WrongDocument('MauSo');
  const party = isFunding ? 'DonViNhanTien' : 'DonViNopTra';
  if (names.join() !== [...order, 'SoTien', party, 'NoiDung'].join()) throw new WrongDocument('thu tu');
  const budget = node(document, 'MucLucNganSach');
  must('Chuong', budget['Chuong'], /^\d{3}$/);
  must('Khoan', budget['Khoan'], /^\d{3}$/);
  must('TieuMuc', budget['TieuMuc'], /^\d{4}$/);
  must('NgayLap', document['NgayLap'], /^\d{4}-\d{2}-\d{2}$/);
  must('KhoBac', document['KhoBac'], /^\d{4}$/);
  must('Ky', document['Ky'], /^\d{4}-\d{2}$/);
  must('MaQhns', node(document, 'DonVi')['MaQhns'], /^\d{7}$/);
  must('DiaBan', node(document, 'DiaBan')['@ma'], /^\d+$/);
  must('NganHang', node(document, party)['NganHang'], /^\d{6,8}$/);
  must('NoiDung', document['NoiDung'], /^.{1,210}$/);
  const money = node(document, 'SoTien');
  must('loaiTien', money['@loaiTien'], /^VND$/);
  const amount = Number(must('SoTien', money['#text'], /^[1-9]\d{0,14}$/));
  return {
    reference: must(
      'SoThamChieu',
      document['SoThamChieu'],
      isFunding ? /^F[0-9A-Z]{1,34}$/ : /^R[0-9A-Z]{1,34}$/,
    ),
    amount: isFunding ? amount : -amount,
    account: must('TaiKhoan', node(document, party)['TaiKhoan'], /^.{1,35}$/),
    estimateAccount: must('TaiKhoanDuToan', document['TaiKhoanDuToan'], /^.{1,35}$/),
  };
}

function open(text: string): Node {
  let root: Node;
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- alone, the parser takes a file that was cut off for a whole one
    root = parser.parse(text, true) as Node;
  } catch {
    throw new WrongDocument('XML');
  }
  const document = node(root, 'ChungTu');
  must('xmlns', document['@xmlns'], /^urn:ansinhhub:kbnn:ttsp:1$/);
  return document;
}

function node(parent: Node, name: string): Node {
  const child = parent[name];
  if (typeof child !== 'object' || child === null) throw new WrongDocument(name);
  return child as Node;
}

function must(name: string, value: unknown, pattern: RegExp): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw new WrongDocument(name);
  return value;
}
