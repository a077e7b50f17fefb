/** Why a row of a list is refused: a code for programs, a sentence in Vietnamese for the officer who mends the row. */

export const REFUSALS = {
  MISSING_NAME: 'Thiếu họ và tên',
  BAD_NAME: 'Họ và tên có ký tự không hợp lệ',
  MISSING_PERSONAL_ID: 'Thiếu số định danh cá nhân',
  BAD_PERSONAL_ID: 'Số định danh cá nhân không hợp lệ',
  BAD_OLD_ID: 'Số CMND cũ phải có 9 chữ số',
  BAD_DATE: 'Ngày không hợp lệ',
  BAD_GENDER: 'Giới tính không hợp lệ',
  MISSING_COMMUNE: 'Thiếu xã/phường',
  UNKNOWN_COMMUNE: 'Không có xã/phường này',
  AMBIGUOUS_COMMUNE: 'Xã/phường chưa xác định được duy nhất',
  OUTSIDE_AREA: 'Xã/phường ngoài địa bàn được giao',
  MISSING_PROGRAMME: 'Thiếu chế độ',
  UNKNOWN_PROGRAMME: 'Không có chế độ này',
  BAD_COEFFICIENT: 'Hệ số không hợp lệ',
  MISSING_AMOUNT: 'Thiếu mức hưởng',
  BAD_AMOUNT: 'Mức hưởng không hợp lệ',
  BAD_METHOD: 'Phương thức không hợp lệ',
  UNKNOWN_INSTITUTION: 'Không có tổ chức chi trả này',
  MISSING_INSTITUTION: 'Có số tài khoản nhưng thiếu tổ chức chi trả',
  BAD_ACCOUNT_NUMBER: 'Số tài khoản không hợp lệ',
  BAD_RECEIVER: 'Thông tin người được uỷ quyền chưa đủ',
  NOT_OWN_ACCOUNT: 'Chỉ chi cho chính người hưởng',
  BAD_REASON: 'Lý do không mở được tài khoản không có trong danh mục',
  DUPLICATE_ROW: 'Dòng trùng',
  BAD_LINE: 'Số thứ tự dòng không hợp lệ',
  UNCOMPUTED: 'Công thức chưa có kết quả',
  UNREAD_AMOUNT: 'Cột số tiền chưa hiểu được',
  TWO_VALUES: 'Hai cột ghi khác nhau',
  OLD_FONT: 'Chữ không phải Unicode',
  UNREADABLE: 'Dữ liệu không đọc hoặc không lưu được',
  CONFLICTING_ROW: 'Cùng số định danh nhưng khác người',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export interface Refusal {
  readonly code: RefusalCode;
  /** What exactly, and what to do. It may name units and programmes, never a person. */
  readonly detail?: string;
}

/** `Số định danh cá nhân không hợp lệ: phải đủ 12 chữ số [BAD_PERSONAL_ID]` */
export function refusalText({ code, detail }: Refusal): string {
  return `${REFUSALS[code]}${detail === undefined ? '' : `: ${detail}`} [${code}]`;
}
