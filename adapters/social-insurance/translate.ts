/** The register's words as the hub's: benefits as programmes, persons as lines. */
import type { Gender, RecipientLine, RecipientListHead } from '../kit/index.js';
import type { ListedPerson, ListHead } from './wire.js';

/** Luật Bảo hiểm xã hội 41/2024/QH15: lương hưu, trợ cấp hằng tháng; Luật Việc làm: trợ cấp thất nghiệp. */
const programmeOfBenefit: Readonly<Record<string, string>> = {
  HUU_TRI: 'BHXH-HUU',
  THAT_NGHIEP: 'BHTN',
};

const genderOfWord: Readonly<Record<string, Gender>> = { NAM: 'MALE', NU: 'FEMALE', KHAC: 'OTHER' };

/** Undefined for a benefit that the hub has no programme for: nothing of such a list is taken. */
export function headOf(head: ListHead): RecipientListHead | undefined {
  const programme = programmeOfBenefit[head.loaiCheDo];
  if (programme === undefined) return undefined;
  return {
    number: head.maDanhSach,
    period: head.ky,
    programme,
    area: head.maDiaBan,
    issuedAt: new Date(head.ngayLap),
    lines: head.tongSoNguoi,
  };
}

export function lineOf(person: ListedPerson): RecipientLine {
  const gender = genderOfWord[person.gioiTinh ?? ''];
  const { ngaySinh, namSinh, taiKhoan, nguoiNhanThay } = person;
  return {
    line: person.stt,
    personalId: person.soDinhDanh,
    fullName: person.hoTen,
    ...(ngaySinh === undefined ? {} : { dateOfBirth: ngaySinh }),
    ...(namSinh === undefined ? {} : { yearOfBirth: namSinh }),
    ...(gender === undefined ? {} : { gender }),
    communeCode: person.maXa,
    monthlyAmount: BigInt(person.mucHuong),
    validFrom: person.tuNgay,
    documentRef: person.soQuyetDinh,
    ...(taiKhoan === undefined
      ? {}
      : { account: { institution: taiKhoan.maDonVi, number: taiKhoan.soTaiKhoan } }),
    // Whom the register lets receive is no business of ours: the hub pays nobody else and refuses the line.
    ...(nguoiNhanThay === undefined || nguoiNhanThay === null ? {} : { namesReceiver: true }),
  };
}
