/** Letters of lists: old fonts, invisible signs, letters that look like others. */
import { describe, expect, it } from '@jest/globals';
import { cleanText } from '../../src/social-protection/list/text/clean-text.js';
import { csvOf, fileOf, HEADINGS, SOUND, understand, understandOne } from './understand-list.js';

describe('text of an old font is converted where its words are Vietnamese in that font alone', () => {
  it.each([
    ['TCVN3', 'NguyÔn ThÞ HiÓn', 'Nguyễn Thị Hiển'],
    ['TCVN3', 'Tr\u00adêng', 'Trường'],
    ['TCVN3', 'Vâ Minh', 'Võ Minh'],
    ['TCVN3', 'NguyÔn V¨n Phó', 'Nguyễn Văn Phú'],
    ['TCVN3', 'TRÇN THÞ H\u00adêNG', 'TRẦN THỊ HƯỜNG'],
    ['TCVN3', '§Æng V¨n ®øc', 'Đặng Văn đức'],
    ['TCVN3', 'Tæ 4, th«n H¹', 'Tổ 4, thôn Hạ'],
    ['TCVN3', 'Họ vµ tªn', 'Họ và tên'],
    ['VNI', 'Nguyeãn Thò Hieån', 'Nguyễn Thị Hiển'],
    ['VNI', 'NGUYEÃN THÒ HIEÅN', 'NGUYỄN THỊ HIỂN'],
    ['VNI', 'Traàn Vaên Ñaëng', 'Trần Văn Đặng'],
    ['VNI', 'Tröôøng', 'Trường'],
  ])('%s: %p is %p', (font, typed, meant) => {
    expect(cleanText(typed)).toEqual({ text: meant, font });
  });

  it.each([
    'Nguyễn Thị Hoà',
    'Nguyễn Thị Hòa',
    'Lê Hoa',
    "Niê H'Blĭm",
    'Y Wơ̆m Niê',
    'Ksor Phớ',
    'Ia Púch',
    'Müller',
    'Phó',
    'QUÝ',
    'gìn giữ',
  ])('%p stays as it is', (name) => {
    expect(cleanText(name)).toEqual({ text: name.normalize('NFC') });
  });
});

describe('a list in an old font', () => {
  it('has its names converted, and says so', async () => {
    const { rows, notes } = await understandOne({ cells: { 'Họ và tên': 'NguyÔn ThÞ HiÓn' } });

    expect(rows[0]?.person.fullName).toBe('Nguyễn Thị Hiển');
    expect([...notes.fonts]).toEqual([['TCVN3', 1]]);
  });

  it.each([
    [
      'TCVN3',
      [
        'STT',
        'Hä vµ tªn',
        'Ngµy sinh',
        'Giíi tÝnh',
        'Sè CCCD',
        'M· x·',
        'M· chÕ ®é',
        'Møc h\u00adëng',
        'Tæ chøc chi tr¶',
        'Sè tµi kho¶n',
      ],
    ],
    [
      'VNI',
      [
        'STT',
        'Hoï vaø teân',
        'Ngaøy sinh',
        'Giôùi tính',
        'Soá CCCD',
        'Maõ xaõ',
        'Maõ cheá ñoä',
        'Möùc höôûng',
        'Toå chöùc chi traû',
        'Soá taøi khoaûn',
      ],
    ],
  ])('has its headings understood in %s', async (_font, headings) => {
    const { rows, notes } = await understand(
      await csvOf([headings, HEADINGS.map((heading) => SOUND[heading])]),
    );

    expect(rows[0]?.monthlyAmount).toBe(540_000n);
    expect(notes.unreadColumns).toEqual([]);
  });

  it('that nobody can read is refused by the name of the cause', async () => {
    const { refused } = await understandOne({ cells: { 'Họ và tên': 'HÖ' } });

    expect(refused).toEqual([['OLD_FONT']]);
  });

  it.each([
    ['TCVN3', Buffer.from('Hä vµ tªn,Ngµy sinh,M· x·\r\nNguyÔn V¨n B×nh,1945,13285\r\n', 'latin1')],
    ['VNI', Buffer.from('Hoï vaø teân,Ngaøy sinh\r\nNguyeãn Vaên Bình,1945\r\n', 'latin1')],
    ['Windows-1258', Buffer.from([0x4e, 0x67, 0x75, 0x79, 0xea, 0xde, 0x6e, 0x20, 0x56, 0xe3, 0x6e])],
  ])('saved in 8 bits is refused as %s', async (name, bytes) => {
    await expect(understand(await fileOf(bytes, 'danh-sach.csv'))).rejects.toThrow(name);
  });

  it('of UTF-8 that was read as something else is refused', async () => {
    const { refused } = await understandOne({ cells: { 'Họ và tên': 'Nguyá»…n Thá»‹ Hoa' } });

    expect(refused[0]).toContain('OLD_FONT');
  });
});

describe('letters that are not what they look like', () => {
  it('invisible signs are taken out of every cell', async () => {
    const { rows } = await understandOne({
      headings: { 'Số CCCD': '\ufeffSố\u200b CCCD' },
      cells: {
        'Họ và tên': 'Trần Thị\u200b Kiểm\u2060',
        'Số CCCD': '037145100007\u200b',
        'Mức hưởng': '540.000\u200e',
        'Số tài khoản': '\u202d3300000100008\u202c',
        'Mã xã': '\u00ad13285\u00a0',
      },
    });

    expect(rows[0]).toMatchObject({
      person: { fullName: 'Trần Thị Kiểm', personalId: '037145100007' },
      monthlyAmount: 540_000n,
      account: { number: '3300000100008' },
    });
  });

  it.each([
    ['Ðặng Văn Ðô', 'Đặng Văn Đô'],
    ['ðặng', 'đặng'],
    ['Nguyễn\u00a0Thị\u3000Hoà', 'Nguyễn Thị Hoà'],
    ['Nguyễn Thị Hoà'.normalize('NFD'), 'Nguyễn Thị Hoà'],
  ])('%p is %p', (typed, meant) => {
    expect(cleanText(typed).text).toBe(meant);
  });

  it.each([
    ['a Cyrillic letter in a name', { 'Họ và tên': 'Тrần Thị Kiểm' }, 'BAD_NAME'],
    ['a Greek letter in a name', { 'Họ và tên': 'Trần Thị Οanh' }, 'BAD_NAME'],
    ['a Cyrillic letter in an institution', { 'Tổ chức chi trả': 'МOMO' }, 'UNKNOWN_INSTITUTION'],
    ['a Cyrillic letter in a programme', { 'Mã chế độ': 'НTXH' }, 'UNKNOWN_PROGRAMME'],
    ['letters for digits in a number', { 'Số CCCD': '0371451O0001' }, 'BAD_PERSONAL_ID'],
    ['full-width digits', { 'Số CCCD': '０３７１４５１００００１' }, 'BAD_PERSONAL_ID'],
    ['lost letters', { 'Họ và tên': 'Nguy?n Th? Hoa' }, 'BAD_NAME'],
  ] as const)('%s is refused', async (_what, cells, code) => {
    expect((await understandOne({ cells })).refused[0]).toContain(code);
  });
});
