/** Places and institutions as lists and letters of the government write them. */
import { describe, expect, it } from '@jest/globals';
import { resolveUnit } from '../../src/social-protection/list/place/resolve-unit.js';
import { readUnits } from '../../src/social-protection/reference/read-units.js';
import { DATA_DIR } from './list-file.js';
import { book } from './understand-list.js';

const codeOf = (
  text: string,
  question: { provinceCode?: string; address?: string; isWithinArea?: (id: string) => boolean } = {},
) => {
  const unit = resolveUnit(book, { text, address: '', ...question });
  return 'id' in unit ? unit.code : unit.code;
};

describe('a commune', () => {
  it.each([
    // Of today.
    ['P.Phủ Lý', '13285'],
    ['P. Phủ Lý', '13285'],
    ['Phường Phủ Lý', '13285'],
    ['PHƯỜNG PHỦ LÝ', '13285'],
    ['phuong phu ly', '13285'],
    ['Phủ Lý', '13285'],
    ['13285', '13285'],
    ['13285 - Phường Phủ Lý', '13285'],
    ['Phường Phủ Lý (13285)', '13285'],
    ['Phường Phủ Lý - 13285', '13285'],
    ['Phường Phủ Lý, Ninh Bình', '13285'],
    ['Phường Phủ Lý - tỉnh Ninh Bình', '13285'],
    ['Phường Phủ Lý, Thành phố Phủ Lý, Tỉnh Hà Nam', '13285'],
    ['Tổ 4, Phường Phủ Lý, tỉnh Ninh Bình', '13285'],
    // Of before 1/7/2025, with the province or the district of before.
    ['Phường Quang Trung, Thành phố Phủ Lý, Tỉnh Hà Nam', '13285'],
    ['Phường Quang Trung, TP Phủ Lý, Hà Nam', '13285'],
    ['Phường Quang Trung, TP. Phủ Lý', '13285'],
    ['Phường Quang Trung (TP Phủ Lý cũ)', '13285'],
    ['P.Quang Trung - TP.Phủ Lý - Hà Nam', '13285'],
    ['P. Quang Trung, Tỉnh Hà Nam', '13285'],
    ['Xã Liêm Chính, Thành phố Phủ Lý', '13285'],
    ['phuong quang trung, thanh pho phu ly, tinh ha nam', '13285'],
    ['Phường Quang Trung, TP Phủ Lý, tỉnh Hà Nam (nay là Phường Phủ Lý)', '13285'],
    // Nobody can know.
    ['Phường Minh Khai', 'AMBIGUOUS_COMMUNE'],
    ['Xã Không Có Thật', 'UNKNOWN_COMMUNE'],
    ['Phường Không Có, Thành phố Phủ Lý, Tỉnh Hà Nam', 'UNKNOWN_COMMUNE'],
    ['Thành phố Phủ Lý', 'UNKNOWN_COMMUNE'],
    ['Tỉnh Ninh Bình', 'UNKNOWN_COMMUNE'],
    ['37', 'UNKNOWN_COMMUNE'],
    ['', 'UNKNOWN_COMMUNE'],
  ])('%p is %s', (text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  it.each([
    ['Phường Minh Khai', '37', '13285'],
    ['Phường Minh Khai, TP Phủ Lý', '37', '13285'],
  ])('%p in a list of province %s is %s', (text, provinceCode, code) => {
    expect(codeOf(text, { provinceCode })).toBe(code);
  });

  it('of a name that is found twice is the one within the area of the list', () => {
    const within = book.findUnit('13285')!.id;

    expect(codeOf('Phường Minh Khai', { isWithinArea: (id) => id === within })).toBe('13285');
  });

  it('every commune of before is found by its name, its district and its province', () => {
    const { units, formerNames } = readUnits(DATA_DIR);
    const provinces = new Map(
      units.filter(({ level }) => level === 'PROVINCE').map((unit) => [unit.id, unit]),
    );
    const former = units
      .filter(
        (unit) => unit.level === 'COMMUNE' && unit.validTo !== undefined && unit.successorCodes.length === 1,
      )
      .map(({ name, district = '', parentId, successorCodes }) => ({
        name,
        district,
        province: provinces.get(parentId!)!.name,
        successorCodes,
      }));

    const lost = former.filter(({ name, district, province, successorCodes }) => {
      const found = codeOf(`${name}, ${district}, ${province}`);
      // Two communes of one name in one district, of which one had ended earlier, may have gone to two.
      return found !== successorCodes[0] && found !== 'AMBIGUOUS_COMMUNE';
    });

    expect(lost).toEqual([]);
    expect(former.length + formerNames.length).toBeGreaterThan(10_000);
  });
});

describe('an institution', () => {
  it.each([
    ['Agribank', 'AGRIBANK'],
    ['Agribank Hà Nam', 'AGRIBANK'],
    ['Agribank Hà Nam II', 'AGRIBANK'],
    ['Agribank CN Hà Nam 2', 'AGRIBANK'],
    ['Agribank chi nhánh huyện Kim Bảng', 'AGRIBANK'],
    ['Agribank - PGD Đồng Văn', 'AGRIBANK'],
    ['NHNo&PTNT huyện Lý Nhân', 'AGRIBANK'],
    ['Ngân hàng Nông nghiệp và PTNT Hà Nam', 'AGRIBANK'],
    ['Ngân hàng Nông nghiệp và Phát triển nông thôn Việt Nam - Chi nhánh Hà Nam II', 'AGRIBANK'],
    ['Chi nhánh Agribank Hà Nam', 'AGRIBANK'],
    ['BIDV CN Hà Nam', 'BIDV'],
    ['BIDV Hà Nam', 'BIDV'],
    ['NH BIDV chi nhánh Phủ Lý', 'BIDV'],
    ['Ngân hàng TMCP Đầu tư và Phát triển Việt Nam CN Hà Nam', 'BIDV'],
    ['Vietinbank Hà Nam', 'NAPAS:970415'],
    ['VCB', 'NAPAS:970436'],
    ['Vietcombank chi nhánh Ninh Bình', 'NAPAS:970436'],
    ['Ngân hàng TMCP Quân đội (MB)', 'NAPAS:970422'],
    ['MB Bank Nam Định', 'NAPAS:970422'],
    ['LPBank', 'NAPAS:970449'],
    ['Bưu điện Liên Việt', 'NAPAS:970449'],
    ['LienVietPostBank Hà Nam', 'NAPAS:970449'],
    ['SHB', 'NAPAS:970443'],
    ['Ngân hàng Sài Gòn - Hà Nội', 'NAPAS:970443'],
    ['Sacombank', 'NAPAS:970403'],
    ['MSB', 'NAPAS:970426'],
    ['Nam Á Bank', 'NAPAS:970428'],
    ['SeABank', 'NAPAS:970440'],
    ['Co-opBank Hà Nam', 'NAPAS:970446'],
    ['970422', 'NAPAS:970422'],
    ['NAPAS:970499', 'NAPAS:970499'],
    ['Bưu điện huyện Kim Bảng', 'VNPOST'],
    ['Bưu điện', 'VNPOST'],
    ['Ví MoMo', 'MOMO'],
    ['Viettel Money', 'VIETTEL_MONEY'],
    ['Ngân hàng Sao Hoả', undefined],
    ['Agribank BIDV', undefined],
    ['BIDV CN Agribank', undefined],
    ['Agribank Sao Hoả', undefined],
    ['Hà Nam', undefined],
    ['Chi nhánh Hà Nam', undefined],
    ['Ngân hàng', undefined],
  ])('%p is %p', (text, code) => {
    expect(book.findInstitution(text)?.code).toBe(code);
  });

  it('that is a member of the switch is known by its BIN, its name and each of its words', () => {
    const members = ['970400', '970403', '970405', '970406', '970407', '970408', '970409', '970410', '970412', '970414', '970415', '970416', '970418', '970419', '970421', '970422', '970423', '970424', '970425', '970426', '970427', '970428', '970429', '970430', '970431', '970432', '970433', '970434', '970436', '970437', '970438', '970439', '970440', '970441', '970442', '970443', '970444', '970446', '970448', '970449', '970452', '970454', '970455', '970456', '970457', '970458', '970462', '970463']; // prettier-ignore

    const wrong = members.flatMap((bin) => {
      const found = book.findInstitution(bin);
      if (found?.bin !== bin) return [bin];
      return [found.name, ...found.words].filter((word) => book.findInstitution(word)?.code !== found.code);
    });

    expect(wrong).toEqual([]);
  });
});
