/** Closed choices of a list (gender, method, reason) with the words that people write for them. */
import { foldText } from './text/fold-text.js';

export type Gender = 'MALE' | 'FEMALE' | 'OTHER';
export type PaymentMethod = 'BANK' | 'WALLET' | 'MOBILE_MONEY' | 'AUTHORISED_RECEIVER' | 'CASH' | 'UNDECIDED';
export type NoAccountReason =
  | 'UNDER_AGE' | 'LIMITED_CAPACITY' | 'BEDRIDDEN' | 'NO_VALID_ID' | 'NO_BIOMETRICS' | 'NO_PHONE' | 'REMOTE'
  | 'IN_FACILITY' | 'ABSENT' | 'REFUSES' | 'NAME_OR_ID_CONFLICT' | 'DECEASED' | 'OTHER'; // prettier-ignore

/** The first word of each row is what the template offers. */
const GENDER_WORDS: Readonly<Record<Gender, readonly string[]>> = {
  MALE: ['Nam', 'Trai', 'M'],
  FEMALE: ['Nữ', 'Gái', 'F'],
  OTHER: ['Khác'],
};

const METHOD_WORDS: Readonly<Record<PaymentMethod, readonly string[]>> = {
  BANK: ['Tài khoản ngân hàng', 'Ngân hàng', 'Chuyển khoản', 'Tài khoản', 'Qua tài khoản', 'ATM', 'NH', 'TKNH'],
  WALLET: ['Ví điện tử', 'Ví'],
  MOBILE_MONEY: ['Mobile money', 'Tiền di động', 'Tài khoản mobile money', 'Tài khoản viễn thông'],
  AUTHORISED_RECEIVER: ['Uỷ quyền', 'Người được uỷ quyền', 'Nhận thay', 'Qua người được uỷ quyền', 'Tài khoản người được uỷ quyền'],
  CASH: ['Tiền mặt', 'TM', 'Bưu điện', 'Trực tiếp'],
  UNDECIDED: ['Chưa chọn', 'Chưa rõ', 'Chưa xác định'],
}; // prettier-ignore

const REASON_WORDS: Readonly<Record<NoAccountReason, readonly string[]>> = {
  UNDER_AGE: ['Dưới 15 tuổi, chưa có người giám hộ', 'Dưới 15 tuổi', 'Chưa đủ tuổi', 'Trẻ em', 'Chưa đủ 15 tuổi'],
  LIMITED_CAPACITY: ['Mất hoặc hạn chế năng lực hành vi', 'Mất năng lực hành vi', 'Hạn chế năng lực hành vi', 'Mất năng lực hành vi dân sự'],
  BEDRIDDEN: ['Nằm liệt, khuyết tật nặng', 'Nằm liệt', 'Già yếu', 'Ốm đau', 'Khuyết tật nặng', 'Già yếu, ốm đau', 'Không đi lại được'],
  NO_VALID_ID: ['Chưa có căn cước hợp lệ', 'Chưa có CCCD', 'Không có CCCD', 'CCCD hết hạn'],
  NO_BIOMETRICS: ['Không thu nhận được sinh trắc học', 'Không lấy được vân tay', 'Không lấy được sinh trắc học'],
  NO_PHONE: ['Không có điện thoại', 'Không có số điện thoại', 'Không có điện thoại thông minh'],
  REMOTE: ['Ở xa, không có điểm giao dịch', 'Vùng sâu vùng xa', 'Ở xa', 'Vùng sâu, vùng xa'],
  IN_FACILITY: ['Ở cơ sở trợ giúp hoặc trại giam', 'Ở cơ sở trợ giúp', 'Ở trại giam', 'Đang ở cơ sở bảo trợ'],
  ABSENT: ['Vắng mặt tại địa phương', 'Vắng mặt', 'Đi làm ăn xa', 'Đi vắng'],
  REFUSES: ['Không có nhu cầu', 'Từ chối', 'Không muốn mở', 'Không đồng ý'],
  NAME_OR_ID_CONFLICT: ['Sai lệch họ tên hoặc số giấy tờ', 'Sai lệch thông tin', 'Sai thông tin', 'Thông tin không khớp'],
  DECEASED: ['Đã chết', 'Đã mất', 'Chết', 'Qua đời'],
  OTHER: ['Lý do khác', 'Khác'],
}; // prettier-ignore

export const findGender = finder(GENDER_WORDS);
export const findMethod = finder(METHOD_WORDS);
export const findReason = finder(REASON_WORDS);

/** What the template offers, in the words of the form. */
export const GENDER_CHOICES = firstWords(GENDER_WORDS);
export const METHOD_CHOICES = firstWords(METHOD_WORDS);
export const REASON_CHOICES = firstWords(REASON_WORDS);

function finder<T extends string>(
  words: Readonly<Record<T, readonly string[]>>,
): (text: string) => T | undefined {
  const byWord = new Map<string, T>();
  for (const [choice, list] of Object.entries(words) as [T, readonly string[]][]) {
    for (const word of [choice, ...list]) byWord.set(foldText(word), choice);
  }
  return (text) => byWord.get(foldText(text));
}

function firstWords(words: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.values(words).map(([first]) => first!);
}
