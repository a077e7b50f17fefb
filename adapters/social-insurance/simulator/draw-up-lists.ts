/** Draws up the lists of the month from the register as it stands: a list for each benefit and province. A list that would say
 *  the same as the last one is that one; another gets a number and a time of its own, and the one before is shown no more. */
import { createHash } from 'node:crypto';
import type { Journal, SimulatedRecipient } from '../../kit/simulator/index.js';

/** A line of `issues.jsonl`. */
export interface Issue {
  readonly number: string;
  readonly of: string;
  readonly digest: string;
  readonly at: string;
}

export interface DrawnList {
  readonly number: string;
  readonly period: string;
  readonly area: string;
  /** Bodies, byte for byte as they are sent. */
  readonly head: string;
  readonly pages: readonly string[];
}

const hanoiOffsetMs = 7 * 3_600_000;
const genderWords = { MALE: 'NAM', FEMALE: 'NU', OTHER: 'KHAC' } as const;

/** The month of an instant in Vietnam. */
export function monthOf(now: Date): string {
  return new Date(now.getTime() + hanoiOffsetMs).toISOString().slice(0, 7);
}

export function drawUpLists(
  recipients: readonly SimulatedRecipient[],
  issues: Journal<Issue>,
  { now, pageSize }: { readonly now: Date; readonly pageSize: number },
): readonly DrawnList[] {
  const period = monthOf(now);
  const groups = new Map<string, SimulatedRecipient[]>();
  for (const each of recipients) {
    if (each.isStruckOff === true) continue;
    const key = `${each.benefit} ${each.provinceCode}`;
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups].map(([key, people]) => drawUp(key, period, people, { issues, now, pageSize }));
}

interface Office {
  readonly issues: Journal<Issue>;
  readonly now: Date;
  readonly pageSize: number;
}

function drawUp(
  key: string,
  period: string,
  people: readonly SimulatedRecipient[],
  { issues, now, pageSize }: Office,
): DrawnList {
  const [benefit = '', area = ''] = key.split(' ');
  const lines = people.map((person, at) => ({ stt: at + 1, ...personOf(person) }));
  const pages = Array.from({ length: Math.ceil(lines.length / pageSize) }, (_, at) =>
    JSON.stringify({ trang: at + 1, nguoiHuong: lines.slice(at * pageSize, (at + 1) * pageSize) }),
  );
  const cacTrang = pages.map((body, at) => ({
    trang: at + 1,
    soNguoi: Math.min(pageSize, lines.length - at * pageSize),
    maBam: sha256(body),
  }));
  const issue = issueOf(`${area}-${benefit}-${period}`, sha256(JSON.stringify(cacTrang)), { issues, now });
  const head = JSON.stringify({
    ...{ maDanhSach: issue.number, ky: period, loaiCheDo: benefit, maDiaBan: area },
    ...{ ngayLap: issue.at, tongSoNguoi: lines.length, cacTrang },
  });
  return { number: issue.number, period, area, head, pages };
}

function issueOf(of: string, digest: string, { issues, now }: Pick<Office, 'issues' | 'now'>): Issue {
  const earlier = issues.entries.filter((issue) => issue.of === of);
  const last = earlier.at(-1);
  if (last?.digest === digest) return last;
  const issue = { number: `${of}.${earlier.length + 1}`, of, digest, at: now.toISOString() };
  issues.append(issue);
  return issue;
}

function personOf(person: SimulatedRecipient) {
  const { dateOfBirth, yearOfBirth, account, receiverName } = person;
  return {
    soDinhDanh: person.personalId,
    hoTen: person.fullName,
    ...(dateOfBirth === undefined ? { namSinh: yearOfBirth } : { ngaySinh: dateOfBirth }),
    gioiTinh: genderWords[person.gender],
    maXa: person.communeCode,
    mucHuong: person.monthlyAmount,
    tuNgay: person.validFrom,
    soQuyetDinh: person.documentRef,
    ...(account && { taiKhoan: { maDonVi: account.institution, soTaiKhoan: account.number } }),
    ...(receiverName !== undefined && { nguoiNhanThay: { hoTen: receiverName } }),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
