import { describe, expect, it } from '@jest/globals';
import { matchNames } from '../../src/account/name-match.js';

type Row = [reference: string, returned: string | null, match: string];

const nameMatches: Row[] = [
  // the same name
  ['Nguyễn Văn An', 'Nguyễn Văn An', 'MATCH'],
  ['Nguyễn Văn An', 'NGUYEN VAN AN', 'MATCH'],
  ['Nguyễn Văn An', 'NGUYỄN VĂN AN', 'MATCH'],
  ['Nguyễn Văn An', 'nguyen van an', 'MATCH'],
  ['Đặng Thị Đào', 'DANG THI DAO', 'MATCH'],
  ['Đặng Thị Đào', 'ĐẶNG THỊ ĐÀO', 'MATCH'],
  ['Trần Thị Hòa', 'Trần Thị Hoà', 'MATCH'],
  ['Lê Thị Thúy', 'Lê Thị Thuý', 'MATCH'],
  ['Phạm Văn Toản', 'PHAM VAN TOAN', 'MATCH'],
  ['Hoàng Thị Ước', 'HOANG THI UOC', 'MATCH'],
  ['Vũ Đức Thuận', 'VU DUC THUAN', 'MATCH'],
  ['Nguyễn Văn An'.normalize('NFD'), 'Nguyễn Văn An', 'MATCH'],
  ['Nguyễn Văn An', 'NGUYEN  VAN   AN', 'MATCH'],
  ['Nguyễn Văn An', ' NGUYEN VAN AN ', 'MATCH'],
  ['Nguyễn Văn An', 'NGUYEN-VAN-AN', 'MATCH'],
  ['Nguyễn Văn An', 'NGUYEN.VAN.AN', 'MATCH'],
  ['H’Hen Niê', 'H HEN NIE', 'MATCH'],
  ["Y'Thịnh Êban", 'Y THINH EBAN', 'MATCH'],
  ['Trần Thị Hòa', 'Trần Thị Hóa', 'MATCH'],
  ['Nguyễn Thị Mỹ', 'NGUYEN THI MY', 'MATCH'],
  // y and i
  ['Nguyễn Ngọc Quý', 'NGUYEN NGOC QUI', 'CLOSE'],
  ['Nguyễn Ngọc Quí', 'NGUYEN NGOC QUY', 'CLOSE'],
  ['Lý Văn Tài', 'LI VAN TAI', 'CLOSE'],
  ['Nguyễn Thị Mỹ', 'NGUYEN THI MI', 'CLOSE'],
  ['Phan Thị Kỷ', 'PHAN THI KI', 'CLOSE'],
  ['Bùi Sỹ Hùng', 'BUI SI HUNG', 'CLOSE'],
  // another order
  ['Nguyễn Văn An', 'AN NGUYEN VAN', 'CLOSE'],
  ['Nguyễn Văn An', 'VAN AN NGUYEN', 'CLOSE'],
  ['Lý Thị Quý', 'QUI LI THI', 'CLOSE'],
  // cut short by the bank
  ['Công Tằng Tôn Nữ Hoàng Phương', 'CONG TANG TON NU HOANG PH', 'CLOSE'],
  ['Công Tằng Tôn Nữ Hoàng Phương', 'CONG TANG TON NU HOA', 'CLOSE'],
  ['Công Tằng Tôn Nữ Hoàng Phương', 'CONG TANG TON NU HO', 'NO_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN VAN', 'NO_MATCH'],
  ['Nguyễn Thị Quỳnh Như Ý', 'NGUIEN THI QUINH NHU', 'CLOSE'],
  // another name
  ['Nguyễn Văn An', 'NGUYEN VAN ANH', 'NO_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN VAN BINH', 'NO_MATCH'],
  ['Nguyễn Văn An', 'TRAN VAN AN', 'NO_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN THI AN', 'NO_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN AN', 'NO_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN VAN AN BINH', 'NO_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN VAN VAN', 'NO_MATCH'],
  ['Nguyễn Thị Thủy', 'NGUYEN THI THU', 'NO_MATCH'],
  ['Nguyễn Văn Dũng', 'NGUYEN VAN ZUNG', 'NO_MATCH'],
  // masked
  ['Nguyễn Văn An', 'N*** V** A**', 'MASKED_MATCH'],
  ['Nguyễn Văn An', 'N*** V** B**', 'NO_MATCH'],
  ['Nguyễn Văn An', 'T*** V** A**', 'NO_MATCH'],
  ['Nguyễn Văn An', 'N*** A**', 'NO_MATCH'],
  ['Nguyễn Văn An', 'N*** V** T** A**', 'NO_MATCH'],
  ['Nguyễn Văn An', 'N***** V** A*', 'MASKED_MATCH'],
  ['Nguyễn Văn An', 'N***** V** B*', 'NO_MATCH'],
  ['Nguyễn Văn Anh', 'N***** V** A*', 'NO_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN V** A*', 'MASKED_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN VAN A**', 'MASKED_MATCH'],
  ['Nguyễn Văn An', 'NGUYEN VAN B**', 'NO_MATCH'],
  ['Nguyễn Văn An', '*** *** AN', 'MASKED_MATCH'],
  ['Nguyễn Văn An', '*** *** BINH', 'NO_MATCH'],
  ['Nguyễn Văn An', 'N****N V*N AN', 'MASKED_MATCH'],
  ['Nguyễn Văn An', 'N****T V*N AN', 'NO_MATCH'],
  ['Đặng Thị Đào', 'Đ*** T** Đ**', 'MASKED_MATCH'],
  ['Đặng Thị Đào', 'D*** T** D**', 'MASKED_MATCH'],
  ['Đặng Thị Đào', 'Đ••• T•• Đ••', 'MASKED_MATCH'],
  ['Nguyễn Văn An', 'NGUxxx VAN AN', 'MASKED_MATCH'],
  ['Nguyễn Văn An', 'NGUXXX VAN AN', 'MASKED_MATCH'],
  // nothing to compare
  ['Nguyễn Văn An', null, 'UNAVAILABLE'],
  ['Nguyễn Văn An', '', 'UNAVAILABLE'],
  ['Nguyễn Văn An', '   ', 'UNAVAILABLE'],
  ['Nguyễn Văn An', '---', 'UNAVAILABLE'],
  ['', 'NGUYEN VAN AN', 'UNAVAILABLE'],
];

describe('a name that an institution returns', () => {
  it.each(nameMatches)('for %s, %s is %s', (reference, returned, match) => {
    expect(matchNames(reference, returned).match).toBe(match);
  });

  it.each([
    ['Trần Thị Hòa', 'Trần Thị Hoà', false],
    ['Trần Thị Hòa', 'Trần Thị Hóa', true],
    ['Trần Thị Hòa', 'TRAN THI HOA', false],
    ['Đào Văn Tý', 'Dào Văn Tý', true],
    ['Nguyễn Văn An', 'NGUYỄN VĂN AN', false],
  ])('for %s, %s differs in diacritics: %s', (reference, returned, differs) => {
    expect(matchNames(reference, returned)).toEqual({ match: 'MATCH', diacriticsDiffer: differs });
  });
});
