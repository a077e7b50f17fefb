/** Which columns headings name, as offices write them, and what is told of those that name none. */
import { describe, expect, it } from '@jest/globals';
import { findColumn } from '../../src/social-protection/list/heading/find-column.js';
import { csvOf, HEADINGS, SOUND, understand } from './understand-list.js';

describe('headings as offices write them', () => {
  it.each([
    [
      'personalId',
      [
        'Số CCCD/ĐDCN',
        'Số CCCD/ĐDCN/Hộ chiếu',
        'Số ĐDCN/CCCD',
        'Số thẻ căn cước',
        'Số CCCD/CC',
        'Số CMND/CCCD',
        'Số định danh cá nhân (CCCD)',
        'Căn cước/CCCD',
        'Mã số định danh cá nhân',
        'Số căn cước hoặc CCCD',
        'CCCD/CMND',
        'Số CCCD (12 số)',
        'Số CCCD/Thẻ căn cước',
        'Số CCCD của người hưởng',
        'Số định danh/ CCCD',
        'SỐ ĐỊNH DANH CÁ NHÂN/ CĂN CƯỚC',
      ],
    ],
    ['oldIdNumber', ['Số CMT', 'CMND', 'Số CMND (cũ)', 'Số chứng minh thư']],
    [
      'commune',
      [
        'Xã/Phường/Thị trấn',
        'Xã, phường, thị trấn',
        'Xã/Phường/Đặc khu',
        'Phường/Xã',
        'Tên xã/phường',
        'Mã xã (phường)',
        'Xã (phường, thị trấn)',
        'Xã - Phường',
      ],
    ],
    [
      'fullName',
      [
        'Họ và tên người thụ hưởng',
        'Họ và tên người hưởng trợ cấp',
        'Họ tên NCT'.replace('NCT', 'người cao tuổi'),
        'Họ, chữ đệm và tên',
        'HỌ VÀ TÊN ĐỐI TƯỢNG',
        'Họ và tên người hưởng chính sách',
        'Tên đối tượng thụ hưởng',
        'Họ và tên (*)',
        'Họ và tên của đối tượng',
      ],
    ],
    [
      'programme',
      [
        'Đối tượng BTXH',
        'Loại đối tượng',
        'Đối tượng bảo trợ xã hội',
        'Nhóm đối tượng',
        'Mã chế độ',
        'Chế độ/Chính sách',
        'Diện hưởng',
        'ĐT hưởng',
      ],
    ],
    [
      'amount',
      [
        'Mức TC',
        'Số tiền TC',
        'Số tiền được hưởng',
        'Mức trợ cấp/tháng',
        'Mức hưởng/01 tháng'.replace('01', '1'),
        'Mức trợ cấp hàng tháng',
        'Số tiền (đồng/tháng)',
        'Mức TC (đồng)',
        'Mức trợ cấp hằng tháng (đ)',
        'Số tiền/tháng',
        'Mức trợ cấp được hưởng hàng tháng',
        'Mức hưởng (nghìn đồng hoặc đồng)',
      ],
    ],
    [
      'birth',
      [
        'Ngày, tháng, năm sinh',
        'Ngày tháng năm sinh',
        'Năm sinh',
        'Sinh ngày',
        'Ngày/tháng/năm sinh',
        'Ngày sinh của người hưởng',
      ],
    ],
    [
      'accountNumber',
      [
        'STK',
        'Số TK',
        'Số tài khoản thụ hưởng',
        'Số tài khoản người hưởng',
        'Số tài khoản/ví',
        'Số TK ngân hàng',
      ],
    ],
    [
      'institution',
      ['Ngân hàng', 'Tên ngân hàng, chi nhánh', 'Mở tại ngân hàng', 'Ngân hàng thụ hưởng', 'NH'],
    ],
    [
      'receiverName',
      [
        'Họ và tên người nhận thay',
        'Họ tên người được ủy quyền',
        'Họ và tên (người được uỷ quyền)',
        'Người giám hộ',
      ],
    ],
    [
      'receiverPersonalId',
      [
        'Số CCCD người nhận thay',
        'CCCD của người được uỷ quyền',
        'Số ĐDCN người được uỷ quyền',
        'Số CCCD (người được uỷ quyền)',
      ],
    ],
    [
      'receiverAccountNumber',
      ['Số tài khoản (người được uỷ quyền)', 'STK của người nhận thay', 'Số TK người giám hộ'],
    ],
    ['male', ['Nam', 'NAM']],
    ['female', ['Nữ', 'NU']],
    [
      undefined,
      [
        'Năm',
        'Ghi chú',
        'Họ tên chủ hộ',
        'Số điện thoại',
        'Mức hưởng (cũ)',
        'Mức hưởng (truy lĩnh)',
        'Mức hưởng (truy lĩnh tháng)',
        'Amount (thousand VND)',
        'Tên chủ hộ',
        'Ngân hàng/Số tài khoản',
        'Ngày sinh người được uỷ quyền',
        'Tính',
        'Ѕố CCCD',
        'Số sổ BHXH',
        'Mức chuẩn',
        'Thành tiền',
        'Ngày cấp CCCD',
        'Nơi cấp CCCD',
      ],
    ],
  ] as const)('%s', (column, headings) => {
    expect(headings.map((heading) => [heading, findColumn(heading)])).toEqual(
      headings.map((heading) => [heading, column]),
    );
  });

  it('that are not understood are named', async () => {
    const path = await csvOf([
      [...HEADINGS, 'Số sổ BHXH', 'Ghi chú'],
      [...HEADINGS.map((heading) => SOUND[heading]), '3512345678', ''],
    ]);

    const { rows, notes } = await understand(path);

    expect(rows).toHaveLength(1);
    expect(notes.unreadColumns).toEqual([{ heading: 'Số sổ BHXH' }, { heading: 'Ghi chú' }]);
  });
});
