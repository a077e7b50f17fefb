/** The columns of a recipient list in the form of Phụ lục 2, with the headings that localities write for them. Headings
 *  are compared without accents, case, spacing and punctuation. */
import { foldText } from './fold-text.js';

export interface ListColumn {
  readonly key: string;
  /** The heading of the template. */
  readonly heading: string;
  readonly synonyms: readonly string[];
  /** A list without this column is not a recipient list. */
  readonly isRequired?: boolean;
  /** Width in the template, in characters. */
  readonly width: number;
  readonly example: string;
}

export const LIST_COLUMNS = [
  { key: 'ordinal', heading: 'STT', synonyms: ['Số thứ tự', 'TT'], width: 6, example: '1' },
  {
    key: 'fullName', heading: 'Họ và tên', isRequired: true, width: 28, example: 'Nguyễn Thị Ví Dụ',
    synonyms: ['Họ tên', 'Họ và tên người hưởng', 'Họ tên đối tượng', 'Họ và tên đối tượng', 'Tên người hưởng', 'Họ tên người hưởng', 'Họ, tên', 'Họ và tên người nhận chế độ'],
  },
  {
    key: 'birth', heading: 'Ngày sinh', width: 14, example: '02/09/1945',
    synonyms: ['Ngày tháng năm sinh', 'Năm sinh', 'Ngày, tháng, năm sinh', 'NTNS', 'Ngày/năm sinh'],
  },
  { key: 'gender', heading: 'Giới tính', synonyms: ['Nam/Nữ', 'Phái', 'GT'], width: 10, example: 'Nữ' },
  {
    key: 'personalId', heading: 'Số định danh cá nhân', isRequired: true, width: 20, example: '037145000001',
    synonyms: ['Số định danh cá nhân/CCCD', 'Số CCCD', 'CCCD', 'Căn cước công dân', 'Số căn cước', 'Số căn cước công dân', 'Số định danh', 'Mã định danh', 'Số ĐDCN', 'Số CCCD/CMND', 'Số định danh cá nhân (CCCD)', 'Số CMND/CCCD', 'Mã định danh cá nhân', 'Số định danh cá nhân/Căn cước'],
  },
  { key: 'oldIdNumber', heading: 'Số CMND cũ', synonyms: ['CMND cũ', 'CMND', 'Số CMND', 'CMND 9 số', 'Số chứng minh nhân dân'], width: 14, example: '' },
  {
    key: 'address', heading: 'Địa chỉ', width: 36, example: 'Tổ 4',
    synonyms: ['Nơi cư trú', 'Nơi ở', 'Nơi thường trú', 'Địa chỉ thường trú', 'Nơi ở hiện nay', 'Địa chỉ cư trú', 'Thôn, xóm'],
  },
  {
    key: 'commune', heading: 'Mã xã', isRequired: true, width: 24, example: '13285 - Phường Phủ Lý',
    synonyms: ['Xã phường', 'Xã/Phường', 'Mã xã/Xã phường', 'Phường/xã', 'Phường xã', 'Tên xã', 'Mã xã phường', 'Mã phường xã', 'Mã xã/phường', 'Xã, phường', 'Xã', 'Xã/Phường/Đặc khu', 'Đơn vị hành chính', 'Mã ĐVHC', 'Mã đơn vị hành chính'],
  },
  {
    key: 'programme', heading: 'Mã chế độ', isRequired: true, width: 24, example: 'HTXH',
    synonyms: ['Đối tượng', 'Mã chế độ/Đối tượng', 'Chế độ', 'Loại đối tượng', 'Mã đối tượng', 'Chế độ hưởng', 'Diện đối tượng', 'Đối tượng hưởng', 'Chương trình', 'Loại chế độ', 'Loại trợ cấp'],
  },
  { key: 'coefficient', heading: 'Hệ số', synonyms: ['HS', 'Hệ số hưởng', 'Hệ số trợ cấp'], width: 8, example: '1,0' },
  {
    key: 'amount', heading: 'Mức hưởng', width: 14, example: '540.000',
    synonyms: ['Số tiền', 'Mức hưởng (đồng)', 'Mức trợ cấp', 'Mức hưởng hàng tháng', 'Mức hưởng hằng tháng', 'Số tiền (đồng)', 'Số tiền hưởng', 'Mức hưởng (đ)', 'Mức hưởng/tháng', 'Mức trợ cấp (đồng)', 'Mức chi trả', 'Mức trợ cấp hằng tháng'],
  },
  {
    key: 'validFrom', heading: 'Từ tháng', width: 12, example: '07/2026',
    synonyms: ['Hưởng từ', 'Hưởng từ tháng', 'Từ ngày', 'Thời điểm hưởng', 'Ngày hưởng', 'Hưởng từ ngày', 'Tháng hưởng'],
  },
  {
    key: 'legalBasis', heading: 'Căn cứ', width: 28, example: 'QĐ 12/QĐ-UBND',
    synonyms: ['Căn cứ pháp lý', 'Quyết định', 'Số quyết định', 'Quyết định hưởng', 'QĐ hưởng', 'Văn bản'],
  },
  {
    key: 'method', heading: 'Phương thức', width: 20, example: 'Tài khoản ngân hàng',
    synonyms: ['Phương thức nhận', 'Hình thức nhận', 'Phương thức chi trả', 'Hình thức chi trả', 'Phương thức nhận trợ cấp', 'Hình thức nhận tiền'],
  },
  {
    key: 'institution', heading: 'Tổ chức chi trả', width: 20, example: 'BIDV',
    synonyms: ['Ngân hàng', 'Tên ngân hàng', 'Tổ chức', 'Ngân hàng/Ví', 'Ngân hàng/Ví điện tử', 'Mở tại', 'Ngân hàng mở tài khoản', 'Tại ngân hàng', 'Nơi mở tài khoản', 'Tổ chức cung ứng dịch vụ'],
  },
  {
    key: 'accountNumber', heading: 'Số tài khoản', width: 20, example: '12010001234567',
    synonyms: ['STK', 'Số TK', 'Tài khoản', 'Số tài khoản/ví', 'Số tài khoản ngân hàng', 'Số tài khoản/Số ví', 'Số ví'],
  },
  {
    key: 'accountHolder', heading: 'Chủ tài khoản', width: 24, example: 'NGUYEN THI VI DU',
    synonyms: ['Tên chủ tài khoản', 'Tên tài khoản', 'Chủ TK', 'Tên chủ TK', 'Họ tên chủ tài khoản'],
  },
  {
    key: 'receiverName', heading: 'Người được uỷ quyền', width: 24, example: '',
    synonyms: ['Họ tên người được uỷ quyền', 'Họ và tên người được uỷ quyền', 'Người nhận thay', 'Người được ủy quyền', 'Người nhận uỷ quyền'],
  },
  {
    key: 'receiverPersonalId', heading: 'Số định danh người được uỷ quyền', width: 20, example: '',
    synonyms: ['CCCD người được uỷ quyền', 'Số CCCD người được uỷ quyền', 'Số định danh cá nhân người được uỷ quyền', 'Số định danh người nhận thay'],
  },
  { key: 'relationship', heading: 'Quan hệ', synonyms: ['Quan hệ với người hưởng', 'Mối quan hệ', 'Quan hệ với đối tượng'], width: 12, example: '' },
  { key: 'mandate', heading: 'Văn bản uỷ quyền', synonyms: ['Giấy uỷ quyền', 'Số văn bản uỷ quyền', 'Văn bản ủy quyền'], width: 20, example: '' },
  { key: 'mandateUntil', heading: 'Thời hạn uỷ quyền', synonyms: ['Hạn uỷ quyền', 'Uỷ quyền đến ngày', 'Thời hạn', 'Ngày hết hạn uỷ quyền'], width: 14, example: '' },
  {
    key: 'receiverInstitution', heading: 'Tổ chức chi trả của người được uỷ quyền', width: 20, example: '',
    synonyms: ['Ngân hàng người được uỷ quyền', 'Ngân hàng của người được uỷ quyền'],
  },
  {
    key: 'receiverAccountNumber', heading: 'Số tài khoản người được uỷ quyền', width: 20, example: '',
    synonyms: ['Số TK người được uỷ quyền', 'STK người được uỷ quyền', 'TK người được uỷ quyền', 'Số tài khoản của người được uỷ quyền', 'Tài khoản người được uỷ quyền'],
  },
  {
    key: 'noAccountReason', heading: 'Lý do không mở được tài khoản', width: 28, example: '',
    synonyms: ['Lý do chưa có tài khoản', 'Lý do không có tài khoản', 'Lý do chưa mở tài khoản', 'Lý do không mở được TK', 'Lý do chưa mở được tài khoản'],
  },
] as const satisfies readonly ListColumn[]; // prettier-ignore

export type ColumnKey = (typeof LIST_COLUMNS)[number]['key'];

/** The column that a refused-rows file adds; ignored when such a file is corrected and imported again. */
export const REASON_HEADING = 'Lý do';

const COLUMN_OF_HEADING: ReadonlyMap<string, ColumnKey> = new Map(
  LIST_COLUMNS.flatMap((column: ListColumn) =>
    [column.heading, ...column.synonyms].map((text) => [headingKey(text), column.key as ColumnKey] as const),
  ),
);

/** The column that a heading names, if it is one of ours. A remark in brackets is tried with and without. */
export function findColumn(heading: string): ColumnKey | undefined {
  return (
    COLUMN_OF_HEADING.get(headingKey(heading)) ??
    COLUMN_OF_HEADING.get(headingKey(heading.replace(/\([^)]*\)/g, '')))
  );
}

/** The required columns that a heading row lacks, by their headings. */
export function missingColumns(found: ReadonlySet<ColumnKey>): readonly string[] {
  return LIST_COLUMNS.filter(
    (column: ListColumn) => column.isRequired && !found.has(column.key as ColumnKey),
  ).map((column) => column.heading);
}

/** Uỷ and ủy are one word in two spellings and fold alike; spacing is dropped, `Mã xã` and `MÃ  XÃ` are one. */
function headingKey(text: string): string {
  return foldText(text).replaceAll(' ', '');
}
