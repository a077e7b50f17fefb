import { describe, expect, it } from '@jest/globals';
import {
  authenticationHeaders,
  readAnswer,
  registerName,
  writeRequest,
} from '../../../adapters/population/wire.js';
import { XmlError } from '../../../adapters/protocols/xml/index.js';
import { authentication, envelope, structureOf } from './vectors.js';

const request = { requestId: '6f6f0a52-0000-4000-8000-000000000001', officer: 'canbo.xa.demo' };

describe('the population wire format against envelopes of another implementation', () => {
  it('asks operation 003 in the register’s element order, the name in upper case', () => {
    const written = writeRequest(
      {
        ...request,
        operation: 'XacThucThongTinCongDan',
        integrationCode: '003',
        person: { personalId: '001145000011', fullName: ' Nguyễn Thị  Ánh Đào ', birth: '1945-03-02' },
      },
      { serviceCode: 'G99-ASXH' },
    );

    expect(structureOf(written)).toEqual(structureOf(envelope('request-003')));
  });

  it('asks operation 037 by the year alone, with everything an agreement may ask for, and keeps a name a name', () => {
    const written = writeRequest(
      {
        ...request,
        operation: 'TraCuuThongTinCongDan',
        integrationCode: '037',
        person: { personalId: '001145000011', fullName: "H'Bia <Niê> & Kđăm", birth: '1945' },
      },
      { serviceCode: 'G99-ASXH', unitCode: 'DV01', account: 'tk01', phone: '0' },
    );

    expect(written).toContain('H&apos;BIA &lt;NIÊ&gt; &amp; KĐĂM');
    expect(structureOf(written.replaceAll('&apos;', "'"))).toEqual(structureOf(envelope('request-037-year')));
  });

  it('binds user, time and key to the address as openssl does', () => {
    const config = {
      ...authentication.credentials,
      url: 'http://127.0.0.1:1',
      serviceCode: 'G99-ASXH',
      requestTimeoutMs: 1_000,
    };

    expect(authenticationHeaders(config, new Date(authentication.now))).toEqual(authentication.headers);
  });

  // prettier-ignore
  it.each([
    ['answer-003-true',  { kind: 'AUTHENTICATION', isMatch: true }],
    ['answer-003-false', { kind: 'AUTHENTICATION', isMatch: false }],
    ['answer-003-bare',  { kind: 'AUTHENTICATION', isMatch: true }],
    ['answer-003-odd',   undefined],
    ['answer-037-nobody', { kind: 'RECORDS', records: [] }],
    ['answer-life-dead', { kind: 'LIFE_STATUS', word: '1' }],
    ['fault-client',     { kind: 'FAULT', code: 'soapenv:Client' }],
    ['fault-server',     { kind: 'FAULT', code: 'soapenv:Server' }],
  ] as const)('reads %s as %o', (name, answer) => {
    expect(readAnswer(envelope(name))).toEqual(answer);
  });

  it.each([
    ['answer-037', '1945-03-02'],
    ['answer-037-split-name', '1945'],
  ])('reads the record of %s, wherever the register puts the name', (name, birth) => {
    const record = {
      personalId: '001145000011',
      oldIdNumber: '012345678',
      fullName: 'NGUYỄN THỊ ÁNH ĐÀO',
      birth,
      gender: '2',
      residenceCode: '00070',
    };

    expect(readAnswer(envelope(name))).toEqual({ kind: 'RECORDS', records: [record] });
  });

  it('writes a name in composed upper case, whatever form it comes in', () => {
    expect(registerName('nguyễn  thị ánh đào'.normalize('NFD'))).toBe('NGUYỄN THỊ ÁNH ĐÀO'.normalize('NFC'));
  });
});

describe('a hostile answer', () => {
  const wrap = (content: string, prologue = '') =>
    `<?xml version="1.0"?>${prologue}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><r:KetQuaXacThuc xmlns:r="http://www.mic.gov.vn/dancu/1.0">${content}</r:KetQuaXacThuc></s:Body></s:Envelope>`;

  it.each([
    ['reads a file of ours', wrap('&x;', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')],
    ['multiplies entities', wrap('&b;', '<!DOCTYPE x [<!ENTITY a "true"><!ENTITY b "&a;&a;">]>')],
    ['uses an entity that nobody declared', wrap('&x;')],
    ['is nested without end', wrap('<a>'.repeat(500) + '</a>'.repeat(500))],
    ['is longer than any answer', wrap('true'.padEnd(2 * 1024 * 1024))],
    ['is cut off', wrap('true').slice(0, -20)],
    ['uses a prefix that nobody declared', wrap('<q:TonTai>true</q:TonTai>')],
    ['has two roots', `${wrap('true')}<more/>`],
  ])('that %s is not read, and nobody is quoted', (_, text) => {
    expect(() => readAnswer(text)).toThrow(XmlError);
    expect(() => readAnswer(text)).not.toThrow(/true|passwd/);
  });

  it.each([
    ['in another namespace', wrap('true').replace('mic.gov.vn/dancu/1.0', 'example.com/')],
    ['in no envelope', wrap('true').replace('schemas.xmlsoap.org', 'example.com')],
  ])('%s says nothing', (_, text) => {
    expect(readAnswer(text)).toBeUndefined();
  });

  it('may say true in CDATA or by character references, which is still true', () => {
    expect(readAnswer(wrap('<![CDATA[true]]>'))).toEqual({ kind: 'AUTHENTICATION', isMatch: true });
    expect(readAnswer(wrap('&#116;r&#x75;e'))).toEqual({ kind: 'AUTHENTICATION', isMatch: true });
  });
});
