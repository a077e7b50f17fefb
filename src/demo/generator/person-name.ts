/** Vietnamese names with the frequencies of the country: Nguyễn is more than a third of all family names. The people are
 *  fictional; any likeness is chance. Frequencies: Lê Trung Hoa, Họ và tên người Việt Nam (2005), rounded. */
import type { Random } from './random.js';

const FAMILY_NAMES = [
  ['Nguyễn', 38.4], ['Trần', 11], ['Lê', 9.5], ['Phạm', 7.1], ['Hoàng', 5.1], ['Phan', 4.5], ['Vũ', 3.9], ['Đặng', 2.1],
  ['Bùi', 2], ['Đỗ', 1.4], ['Hồ', 1.3], ['Ngô', 1.3], ['Dương', 1], ['Lý', 0.5], ['Đinh', 1.6], ['Lương', 1], ['Trịnh', 0.9],
  ['Tạ', 0.6], ['Mai', 0.6], ['Lại', 0.5], ['Đoàn', 0.8], ['Cao', 0.6], ['Hà', 0.6], ['Chu', 0.5], ['Quách', 0.2],
  ['Tống', 0.3], ['Phùng', 0.4], ['Kiều', 0.2], ['Khổng', 0.2], ['Vi', 0.1],
] as const; // prettier-ignore

const MALE_MIDDLES = [
  ['Văn', 46], ['Đức', 7], ['Xuân', 6], ['Quang', 5], ['Minh', 4], ['Hữu', 5], ['Đình', 5], ['Ngọc', 4], ['Công', 3],
  ['Thanh', 3], ['Quốc', 3], ['Trọng', 2], ['Duy', 2], ['Tiến', 2], ['Bá', 1], ['Anh', 1], ['', 1],
] as const; // prettier-ignore

const FEMALE_MIDDLES = [
  ['Thị', 68], ['Thị Ngọc', 3], ['Thị Thanh', 3], ['Thị Thu', 4], ['Thị Kim', 2], ['Ngọc', 4], ['Thanh', 3], ['Thu', 3],
  ['Minh', 2], ['Thuý', 1], ['Hồng', 2], ['Phương', 1], ['Thị Hồng', 2], ['Diệu', 1], ['', 1],
] as const; // prettier-ignore

const MALE_GIVEN = [
  'Hùng', 'Dũng', 'Tuấn', 'Minh', 'Hải', 'Sơn', 'Hoà', 'Bình', 'Thắng', 'Long', 'Nam', 'Cường', 'Quý', 'Thành', 'Tiến',
  'Khánh', 'Lâm', 'Đạt', 'Phúc', 'Kiên', 'Trung', 'Quân', 'Vinh', 'Đông', 'Hiếu', 'Chiến', 'Hoàn', 'Mạnh', 'Thịnh', 'Toản',
  'Khoa', 'Bảo', 'An', 'Tài', 'Lộc', 'Thuận', 'Vượng', 'Điền', 'Nhẫn', 'Ký',
] as const; // prettier-ignore

const FEMALE_GIVEN = [
  'Hoa', 'Lan', 'Hương', 'Mai', 'Hằng', 'Hà', 'Nga', 'Thuỷ', 'Hạnh', 'Phượng', 'Loan', 'Tuyết', 'Yến', 'Oanh', 'Ngân',
  'Dung', 'Thảo', 'Linh', 'Nhung', 'Trang', 'Vân', 'Huệ', 'Xuân', 'Thơm', 'Mỹ', 'Lý', 'Quý', 'Thuý', 'Tỵ', 'Mận', 'Đào', 'Cúc',
  'Sen', 'Nhài', 'Bưởi', 'Gái', 'Nụ', 'Ngoan', 'Hiền', 'Thắm',
] as const; // prettier-ignore

export type Sex = 'MALE' | 'FEMALE';

export function makeName(random: Random, sex: Sex, familyName = random.weigh<string>(FAMILY_NAMES)): string {
  const middle = random.weigh<string>(sex === 'MALE' ? MALE_MIDDLES : FEMALE_MIDDLES);
  const given = random.pick<string>(sex === 'MALE' ? MALE_GIVEN : FEMALE_GIVEN);
  return [familyName, middle, given].filter((part) => part !== '').join(' ');
}

/** The name as a bank's core system keeps it: upper case, without diacritics. */
export function bankName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .toUpperCase();
}

/** Given names that papers and tellers write with y and with i. */
const TWO_SPELLINGS: Readonly<Record<string, string>> = {
  Quý: 'Quí',
  Lý: 'Lí',
  Mỹ: 'Mĩ',
  Ký: 'Kí',
  Tỵ: 'Tị',
};

/** The same name in its other spelling; undefined where the given name has one only. */
export function otherSpelling(name: string): string | undefined {
  const at = name.lastIndexOf(' ') + 1;
  const other = TWO_SPELLINGS[name.slice(at)];
  return other === undefined ? undefined : name.slice(0, at) + other;
}
