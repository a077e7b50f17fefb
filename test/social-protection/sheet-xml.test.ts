/** Reading workbooks' XML in pieces: no letter, tag or row is lost where two chunks meet. */
import { describe, expect, it } from '@jest/globals';
import { stringOf } from '../../src/social-protection/list/file/read-workbook.js';
import { piecesOf, tokensOf } from '../../src/social-protection/list/file/sheet-xml.js';

const SHEET =
  '<?xml version="1.0"?><worksheet><sheetData><row r="1" spans="1:2"><c r="A1" t="inlineStr"><is><t>Nguyễn Thị Thuỷ</t></is></c></row>' +
  '<row r="2"/><x:row r="3"><x:c r="A3"><x:v>1</x:v></x:c></x:row></sheetData><rowBreaks count="1"/><pageMargins/></worksheet>';

async function piecesIn(chunkSize: number): Promise<string[]> {
  const bytes = Buffer.from(SHEET);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
  }
  const pieces: string[] = [];
  for await (const piece of piecesOf(chunks(), 'row')) pieces.push(piece);
  return pieces;
}

describe('a sheet in chunks', () => {
  it.each([1, 2, 3, 5, 7, 16, 64, 10_000])('of %i bytes has the same rows', async (size) => {
    const pieces = await piecesIn(size);

    expect(pieces).toHaveLength(3);
    expect(pieces[0]).toContain('Nguyễn Thị Thuỷ');
    expect(pieces[1]).toBe('<row r="2"/>');
    expect(pieces[2]).toContain('<x:v>1</x:v>');
  });
});

describe('a string of a workbook', () => {
  it.each([
    ['<si><t>Hoà</t></si>', 'Hoà'],
    ['<si><r><rPr><b/></rPr><t>Nguyễn </t></r><r><t>Văn</t></r></si>', 'Nguyễn Văn'],
    ['<si><t xml:space="preserve"> a &amp; b &lt;c&gt; &#7909; &#x1EE5;</t></si>', ' a & b <c> ụ ụ'],
    ['<si><t>một</t><rPh sb="0" eb="1"><t>đọc</t></rPh></si>', 'một'],
    ['<si><t>hai_x000D_\ndòng</t></si>', 'hai\r\ndòng'],
    ['<si><t/></si>', ''],
    ['<x:si><x:t>tiền tố</x:t></x:si>', 'tiền tố'],
    ['<si><t><![CDATA[<nguyên>]]></t></si>', '<nguyên>'],
  ])('%s is read', (xml, text) => {
    expect(stringOf(xml)).toBe(text);
  });

  it('keeps an unknown entity as it stands', () => {
    expect([...tokensOf('a &khong; b')]).toEqual([{ kind: 'text', text: 'a &khong; b' }]);
  });
});
