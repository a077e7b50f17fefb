/** The columns of a recipient list in the form of Phụ lục 2, with the headings that localities write for them: a table of synonyms
 *  per field. What may be added to any of them (whose, per month, in which unit) is known to `find-column.ts`. */
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

/** What the form has. The order is that of the template. */
export const LIST_COLUMNS = [
  { key: 'ordinal', heading: 'STT', synonyms: ['Số TT', 'No', 'Stt', '#', 'Số thứ tự', 'TT'], width: 6, example: '1' },
  {
    key: 'fullName', heading: 'Họ và tên', isRequired: true, width: 28, example: 'Nguyễn Thị Ví Dụ',
    synonyms: ['Họ tên đầy đủ', 'Họ và tên khai sinh', 'Họ, chữ đệm và tên', 'Họ, chữ đệm và tên khai sinh', 'Họ đệm và tên', 'Họ, đệm và tên', 'Tên đối tượng', 'Tên đối tượng thụ hưởng', 'Tên đối tượng hưởng', 'Tên người thụ hưởng', 'Tên người được hưởng', 'Người hưởng', 'Người thụ hưởng', 'Người hưởng chế độ', 'Tên công dân', 'Full name', 'Họ tên', 'Họ và tên người hưởng', 'Họ tên đối tượng', 'Họ và tên đối tượng', 'Tên người hưởng', 'Họ tên người hưởng', 'Họ, tên', 'Họ và tên người nhận chế độ'],
  },
  {
    key: 'birth', heading: 'Ngày sinh', width: 14, example: '02/09/1945',
    synonyms: ['Ngày, tháng, năm, sinh', 'Ngày tháng năm', 'Năm sinh (ngày, tháng)', 'Ngày/tháng/năm sinh', 'Sinh ngày', 'Sinh năm', 'Ngày sinh hoặc năm sinh', 'Ngày th năm sinh', 'Tháng năm sinh', 'Tháng/năm sinh', 'Ngày, tháng, năm sinh (hoặc năm sinh)', 'N/T/N sinh', 'Ngày tháng năm sinh', 'Năm sinh', 'Ngày, tháng, năm sinh', 'NTNS', 'Ngày/năm sinh'],
  },
  { key: 'gender', heading: 'Giới tính', synonyms: ['Giới', 'Nam hay nữ', 'Nam nữ', 'Gioi tinh (Nam/Nữ)', 'Nam/Nữ', 'Phái', 'GT'], width: 10, example: 'Nữ' },
  {
    key: 'personalId', heading: 'Số định danh cá nhân', isRequired: true, width: 20, example: '037145000001',
    synonyms: ['Định danh', 'ĐDCN', 'Mã ĐDCN', 'Định danh cá nhân', 'Thẻ căn cước', 'Số thẻ căn cước', 'Thẻ CCCD', 'Số thẻ CCCD', 'Thẻ căn cước công dân', 'Số thẻ căn cước công dân', 'Căn cước', 'CC', 'Số CC', 'Mã số định danh', 'Mã số định danh cá nhân', 'Mã số công dân', 'Mã công dân', 'Mã CCCD', 'Số giấy tờ tuỳ thân', 'Giấy tờ tuỳ thân', 'Số giấy tờ', 'Số ĐDCN cá nhân', 'Số CCCD gắn chip', 'Số định danh công dân', 'Personal id', 'Số định danh cá nhân/CCCD', 'Số CCCD', 'CCCD', 'Căn cước công dân', 'Số căn cước', 'Số căn cước công dân', 'Số định danh', 'Mã định danh', 'Số ĐDCN', 'Số CCCD/CMND', 'Số định danh cá nhân (CCCD)', 'Số CMND/CCCD', 'Mã định danh cá nhân', 'Số định danh cá nhân/Căn cước'],
  },
  { key: 'oldIdNumber', heading: 'Số CMND cũ', synonyms: ['Số CMND 9 số', 'Chứng minh nhân dân', 'Số CMT', 'CMT', 'CMTND', 'Số CMTND', 'Chứng minh thư', 'Số chứng minh thư', 'Số CMND (cũ)', 'Số chứng minh nhân dân cũ', 'CMND cũ', 'CMND', 'Số CMND', 'CMND 9 số', 'Số chứng minh nhân dân'], width: 14, example: '' },
  {
    key: 'address', heading: 'Địa chỉ', width: 36, example: 'Tổ 4',
    synonyms: ['Nơi đăng ký thường trú', 'Nơi ĐKTT', 'Hộ khẩu thường trú', 'HKTT', 'Thường trú', 'Chỗ ở', 'Chỗ ở hiện nay', 'Chỗ ở hiện tại', 'Nơi ở hiện tại', 'Thôn', 'Xóm', 'Thôn/xóm', 'Thôn/Tổ', 'Tổ', 'Tổ dân phố', 'Thôn/Tổ dân phố', 'Thôn, tổ dân phố', 'Thôn (xóm, bản)', 'Ấp', 'Khóm', 'Bản', 'Buôn', 'Ấp/Khóm', 'Khu phố', 'Địa chỉ cụ thể', 'Địa chỉ nơi ở', 'Địa chỉ liên hệ', 'Số nhà', 'Đường', 'Số nhà, đường', 'Tạm trú', 'Nơi cư trú', 'Nơi ở', 'Nơi thường trú', 'Địa chỉ thường trú', 'Nơi ở hiện nay', 'Địa chỉ cư trú', 'Thôn, xóm'],
  },
  {
    key: 'commune', heading: 'Mã xã', isRequired: true, width: 24, example: '13285 - Phường Phủ Lý',
    synonyms: ['Phường', 'Thị trấn', 'Đặc khu', 'Xã/Phường/Thị trấn', 'Mã số xã', 'Tên xã phường', 'Tên xã/phường', 'Tên phường xã', 'Cấp xã', 'ĐVHC', 'ĐVHC cấp xã', 'Đơn vị hành chính cấp xã', 'Địa bàn', 'Địa phương', 'Mã địa bàn', 'Mã ĐVHC cấp xã', 'UBND xã', 'UBND xã phường', 'Xã phường', 'Xã/Phường', 'Mã xã/Xã phường', 'Phường/xã', 'Phường xã', 'Tên xã', 'Mã xã phường', 'Mã phường xã', 'Mã xã/phường', 'Xã, phường', 'Xã', 'Xã/Phường/Đặc khu', 'Đơn vị hành chính', 'Mã ĐVHC', 'Mã đơn vị hành chính'],
  },
  {
    key: 'programme', heading: 'Mã chế độ', isRequired: true, width: 24, example: 'HTXH',
    synonyms: ['Nhóm đối tượng', 'Mã nhóm đối tượng', 'Loại hình trợ cấp', 'Loại hình', 'Chính sách', 'Chính sách hưởng', 'Mã chính sách', 'Loại chính sách', 'Tên chế độ', 'Tên chính sách', 'Chế độ trợ cấp', 'Chế độ chính sách', 'Mã loại đối tượng', 'Mã trợ cấp', 'Nội dung trợ cấp', 'Nội dung hỗ trợ', 'Nội dung chi', 'Loại hỗ trợ', 'Diện', 'Diện hưởng', 'Diện trợ cấp', 'Đối tượng bảo trợ xã hội', 'Đối tượng BTXH', 'Đối tượng an sinh xã hội', 'Đối tượng ASXH', 'Đối tượng chính sách', 'Đối tượng bảo trợ', 'Đối tượng trợ cấp', 'Đối tượng trợ giúp', 'Đối tượng trợ giúp xã hội', 'Đối tượng TGXH', 'Loại đối tượng BTXH', 'Loại đối tượng bảo trợ xã hội', 'Đối tượng thụ hưởng', 'Đối tượng hưởng trợ cấp', 'Mã đối tượng BTXH', 'Chế độ được hưởng', 'Chế độ trợ giúp', 'Mã chương trình', 'Programme', 'Đối tượng', 'Mã chế độ/Đối tượng', 'Chế độ', 'Loại đối tượng', 'Mã đối tượng', 'Chế độ hưởng', 'Diện đối tượng', 'Đối tượng hưởng', 'Chương trình', 'Loại chế độ', 'Loại trợ cấp'],
  },
  { key: 'coefficient', heading: 'Hệ số', synonyms: ['Hệ số mức hưởng', 'Hệ số mức trợ cấp', 'Hệ số được hưởng', 'Hệ số chế độ', 'Mức hệ số', 'Hệ số TC', 'Hệ số trợ giúp', 'Hệ số hiện hưởng', 'HS', 'Hệ số hưởng', 'Hệ số trợ cấp'], width: 8, example: '1,0' },
  {
    key: 'amount', heading: 'Mức hưởng', width: 14, example: '540.000',
    synonyms: ['Mức TC', 'Số tiền TC', 'Số tiền trợ cấp', 'Số tiền được hưởng', 'Số tiền hỗ trợ', 'Số tiền chi trả', 'Số tiền chi', 'Số tiền nhận', 'Số tiền được nhận', 'Số tiền trợ cấp được hưởng', 'Mức tiền', 'Mức tiền hưởng', 'Mức tiền trợ cấp', 'Mức được hưởng', 'Mức hỗ trợ', 'Mức trợ giúp', 'Mức trợ cấp được hưởng', 'Mức trợ cấp hưởng', 'Mức hưởng trợ cấp', 'Mức hưởng trợ cấp xã hội', 'Mức trợ cấp xã hội', 'Mức TCXH', 'Mức trợ cấp XH', 'Mức hưởng chế độ', 'Mức chi', 'Mức hiện hưởng', 'Mức lĩnh', 'Mức nhận', 'Tiền trợ cấp', 'Tiền hưởng', 'Tiền', 'Trợ cấp', 'Trợ cấp được hưởng', 'Kinh phí', 'Số tiền phải trả', 'Số tiền thực nhận', 'Số tiền lĩnh', 'Thực nhận', 'Thực lĩnh', 'Số tiền thực lĩnh', 'Mức trợ cấp hiện hưởng', 'Mức phụ cấp', 'Amount', 'Số tiền', 'Mức hưởng (đồng)', 'Mức trợ cấp', 'Mức hưởng hàng tháng', 'Mức hưởng hằng tháng', 'Số tiền (đồng)', 'Số tiền hưởng', 'Mức hưởng (đ)', 'Mức hưởng/tháng', 'Mức trợ cấp (đồng)', 'Mức chi trả', 'Mức trợ cấp hằng tháng'],
  },
  {
    key: 'validFrom', heading: 'Từ tháng', width: 12, example: '07/2026',
    synonyms: ['Hưởng từ tháng năm', 'Từ tháng, năm', 'Từ tháng năm', 'Thời gian hưởng', 'Thời gian hưởng từ', 'Thời gian bắt đầu hưởng', 'Thời điểm bắt đầu hưởng', 'Ngày bắt đầu hưởng', 'Bắt đầu hưởng từ', 'Tháng bắt đầu hưởng', 'Tháng hưởng trợ cấp', 'Thời điểm hưởng trợ cấp', 'Ngày hiệu lực', 'Hiệu lực từ', 'Hưởng từ', 'Hưởng từ tháng', 'Từ ngày', 'Thời điểm hưởng', 'Ngày hưởng', 'Hưởng từ ngày', 'Tháng hưởng'],
  },
  {
    key: 'legalBasis', heading: 'Căn cứ', width: 28, example: 'QĐ 12/QĐ-UBND',
    synonyms: ['Số QĐ', 'Quyết định số', 'Số và ngày quyết định', 'Số, ngày quyết định', 'QĐ số', 'QĐ', 'Số quyết định hưởng', 'Số quyết định trợ cấp', 'Căn cứ quyết định', 'Quyết định trợ cấp', 'Số/ngày quyết định', 'Căn cứ pháp lý', 'Quyết định', 'Số quyết định', 'Quyết định hưởng', 'QĐ hưởng', 'Văn bản'],
  },
  {
    key: 'method', heading: 'Phương thức', width: 20, example: 'Tài khoản ngân hàng',
    synonyms: ['Hình thức', 'Phương thức nhận tiền', 'Phương thức thanh toán', 'Hình thức thanh toán', 'Cách nhận', 'Hình thức nhận trợ cấp', 'Phương thức nhận chế độ', 'Phương thức chi', 'Phương thức nhận', 'Hình thức nhận', 'Phương thức chi trả', 'Hình thức chi trả', 'Phương thức nhận trợ cấp', 'Hình thức nhận tiền'],
  },
  {
    key: 'institution', heading: 'Tổ chức chi trả', width: 20, example: 'BIDV',
    synonyms: ['Ngân hàng nhận', 'Ngân hàng thụ hưởng', 'Ngân hàng hưởng', 'Tên NH', 'NH', 'Tại NH', 'Mở tại ngân hàng', 'Tài khoản mở tại', 'Tên ngân hàng/ví', 'Đơn vị chi trả', 'Tên tổ chức chi trả', 'Chi nhánh ngân hàng', 'Ngân hàng (chi nhánh)', 'Tên ngân hàng, chi nhánh', 'Ngân hàng, chi nhánh', 'Ngân hàng giao dịch', 'Ví điện tử', 'Nhà cung cấp', 'Bank', 'Ngân hàng', 'Tên ngân hàng', 'Tổ chức', 'Ngân hàng/Ví', 'Ngân hàng/Ví điện tử', 'Mở tại', 'Ngân hàng mở tài khoản', 'Tại ngân hàng', 'Nơi mở tài khoản', 'Tổ chức cung ứng dịch vụ'],
  },
  {
    key: 'accountNumber', heading: 'Số tài khoản', width: 20, example: '12010001234567',
    synonyms: ['Số tài khoản nhận', 'Tài khoản số', 'Số hiệu tài khoản', 'Tài khoản ngân hàng', 'Số tài khoản hưởng', 'Số tài khoản thụ hưởng', 'Tài khoản thụ hưởng', 'Số tài khoản nhận tiền', 'Tài khoản nhận tiền', 'Số tài khoản nhận trợ cấp', 'Tài khoản nhận', 'Số tài khoản ASXH', 'Tài khoản an sinh xã hội', 'Tài khoản ASXH', 'TK', 'TKNH', 'Số TKNH', 'Số TK ngân hàng', 'Số tài khoản ví điện tử', 'Số ví điện tử', 'Tài khoản cá nhân', 'Account number', 'STK', 'Số TK', 'Tài khoản', 'Số tài khoản/ví', 'Số tài khoản ngân hàng', 'Số tài khoản/Số ví', 'Số ví'],
  },
  {
    key: 'accountHolder', heading: 'Chủ tài khoản', width: 24, example: 'NGUYEN THI VI DU',
    synonyms: ['Tên chủ thẻ', 'Chủ thẻ', 'Tên tài khoản nhận', 'Họ và tên chủ tài khoản', 'Tên người thụ hưởng trên tài khoản', 'Đơn vị thụ hưởng', 'Tên chủ tài khoản nhận', 'Tên chủ tài khoản', 'Tên tài khoản', 'Chủ TK', 'Tên chủ TK', 'Họ tên chủ tài khoản'],
  },
  {
    key: 'receiverName', heading: 'Người được uỷ quyền', width: 24, example: '',
    synonyms: ['Người uỷ quyền nhận', 'Người đại diện nhận', 'Người giám hộ', 'Người nhận hộ', 'Tên người được uỷ quyền', 'Người đại diện', 'Người giám hộ nhận', 'Họ tên người được uỷ quyền', 'Họ và tên người được uỷ quyền', 'Người nhận thay', 'Người được ủy quyền', 'Người nhận uỷ quyền'],
  },
  {
    key: 'receiverPersonalId', heading: 'Số định danh người được uỷ quyền', width: 20, example: '',
    synonyms: ['CCCD người được uỷ quyền', 'Số CCCD người được uỷ quyền', 'Số định danh cá nhân người được uỷ quyền', 'Số định danh người nhận thay'],
  },
  { key: 'relationship', heading: 'Quan hệ', synonyms: ['QH', 'Quan hệ với đối tượng hưởng', 'Quan hệ với người thụ hưởng', 'Mối quan hệ với người hưởng', 'Mối quan hệ với đối tượng', 'Quan hệ với người hưởng', 'Mối quan hệ', 'Quan hệ với đối tượng'], width: 12, example: '' },
  { key: 'mandate', heading: 'Văn bản uỷ quyền', synonyms: ['Số giấy uỷ quyền', 'Hợp đồng uỷ quyền', 'Số, ngày văn bản uỷ quyền', 'Căn cứ uỷ quyền', 'Giấy uỷ quyền', 'Số văn bản uỷ quyền', 'Văn bản ủy quyền'], width: 20, example: '' },
  { key: 'mandateUntil', heading: 'Thời hạn uỷ quyền', synonyms: ['Uỷ quyền đến', 'Hiệu lực uỷ quyền', 'Ngày hết hạn', 'Thời hạn văn bản uỷ quyền', 'Hạn uỷ quyền', 'Uỷ quyền đến ngày', 'Thời hạn', 'Ngày hết hạn uỷ quyền'], width: 14, example: '' },
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
    synonyms: ['Nguyên nhân chưa có tài khoản', 'Lý do không có TK', 'Lý do chưa có TK', 'Lý do chưa mở TK', 'Nguyên nhân không mở được tài khoản', 'Lý do chưa có tài khoản', 'Lý do không có tài khoản', 'Lý do chưa mở tài khoản', 'Lý do không mở được TK', 'Lý do chưa mở được tài khoản'],
  },
] as const satisfies readonly ListColumn[]; // prettier-ignore

/** Columns that only say a part of what a column of the form says; they are put together before a row is understood. */
export const PART_COLUMNS = [
  { key: 'male', heading: 'Năm sinh nam', synonyms: ['Nam', 'Ngày sinh nam', 'Ngày tháng năm sinh nam', 'Giới tính nam', 'Năm sinh (nam)', 'Nam sinh năm', 'Nam, năm sinh'] },
  { key: 'female', heading: 'Năm sinh nữ', synonyms: ['Nữ', 'Ngày sinh nữ', 'Ngày tháng năm sinh nữ', 'Giới tính nữ', 'Năm sinh (nữ)', 'Nữ sinh năm', 'Nữ, năm sinh'] },
  { key: 'familyName', heading: 'Họ và đệm', synonyms: ['Họ', 'Họ đệm', 'Họ và tên đệm', 'Họ và chữ đệm', 'Họ, chữ đệm', 'Họ lót', 'Họ và tên lót', 'Họ, đệm'] },
  { key: 'givenName', heading: 'Tên', synonyms: ['Tên gọi'] },
  { key: 'nameRest', heading: 'Phần còn lại của họ tên', synonyms: [] },
  { key: 'birthDay', heading: 'Ngày sinh – ngày', synonyms: [] },
  { key: 'birthMonth', heading: 'Ngày sinh – tháng', synonyms: ['Tháng sinh'] },
  { key: 'birthYear', heading: 'Ngày sinh – năm', synonyms: [] },
  { key: 'district', heading: 'Huyện', synonyms: ['Quận', 'Quận/Huyện', 'Huyện/Quận', 'Quận huyện', 'Huyện, thị xã, thành phố', 'Huyện/Thị xã/Thành phố', 'Thị xã', 'Tên huyện', 'Quận/Huyện/Thị xã', 'Cấp huyện', 'Huyện/TP', 'Huyện cũ', 'Quận/huyện cũ'] },
  { key: 'province', heading: 'Tỉnh', synonyms: ['Tỉnh/Thành phố', 'Tỉnh thành', 'Tỉnh/TP', 'Tỉnh, thành phố', 'Thành phố', 'Tên tỉnh', 'Cấp tỉnh', 'Tỉnh/Thành', 'Tỉnh cũ'] },
] as const; // prettier-ignore

export type ColumnKey = (typeof LIST_COLUMNS)[number]['key'] | (typeof PART_COLUMNS)[number]['key'];

/** The column that a refused-rows file adds; ignored when such a file is corrected and imported again. */
export const REASON_HEADING = 'Lý do';

/** The heading that means this column wherever it stands. */
export function headingOf(key: ColumnKey): string {
  return [...LIST_COLUMNS, ...PART_COLUMNS].find((column) => column.key === key)!.heading;
}

/** The required columns that a heading row lacks, by their headings. */
export function missingColumns(found: ReadonlySet<ColumnKey>): readonly string[] {
  return LIST_COLUMNS.filter(
    (column: ListColumn) =>
      column.isRequired &&
      !found.has(column.key as ColumnKey) &&
      !(column.key === 'fullName' && found.has('givenName')),
  ).map((column) => column.heading);
}
