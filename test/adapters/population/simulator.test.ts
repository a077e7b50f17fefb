/** The simulated register is held to the same envelopes as the adapter, so that a protocol misread once does not pass twice. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createSimulator } from '../../../adapters/population/simulator.js';
import {
  authenticationEnvelope,
  BadQuestion,
  faultEnvelope,
  lifeStatusEnvelope,
  readQuestion,
  recordsEnvelope,
} from '../../../adapters/population/simulator/envelope.js';
import { readAnswer } from '../../../adapters/population/wire.js';
import { authentication, envelope } from './vectors.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  jest.restoreAllMocks();
  for (const close of closing.splice(0).reverse()) await close();
});

describe('the simulated register reads what another implementation wrote', () => {
  it.each([
    ['request-003', { integrationCode: '003', fullName: 'NGUYỄN THỊ ÁNH ĐÀO', birth: '19450302' }],
    ['request-037-year', { integrationCode: '037', fullName: "H'BIA <NIÊ> & KĐĂM", birth: '1945' }],
  ])('%s', (name, expected) => {
    expect(readQuestion(envelope(name))).toMatchObject({
      requestId: '6f6f0a52-0000-4000-8000-000000000001',
      officer: 'canbo.xa.demo',
      personalId: '001145000011',
      ...expected,
    });
  });

  // prettier-ignore
  it.each([
    ['in another order',       /(<dan:MaYeuCau>.*?<\/dan:MaYeuCau>)(<dan:MaDVC>.*?<\/dan:MaDVC>)/, '$2$1'],
    ['in another namespace',   /dancuquocgia\.bca/,             'example.com'],
    ['without an officer',     /<dan:MaCanBo>.*?<\/dan:MaCanBo>/, ''],
    ['with small letters',     /NGUYỄN/,                        'Nguyễn'],
    ['with a malformed birth', /19450302/,                      '02/03/1945'],
    ['with a short number',    /001145000011/,                  '1145000011'],
    ['cut off',                /<\/dan:XacThuc.*$/s,            ''],
  ] as const)('and turns away a request %s', (_, from, to) => {
    expect(() => readQuestion(envelope('request-003').replace(from, to))).toThrow(BadQuestion);
  });
});

describe('the simulated register writes what the vectors show', () => {
  const row = {
    personalId: '001145000011',
    oldIdNumber: '012345678',
    fullName: 'Nguyễn Thị Ánh Đào',
    dateOfBirth: '1945-03-02',
    gender: 'FEMALE',
    residenceCode: '00070',
  };
  it.each([
    ['answer-003-true', authenticationEnvelope(true)],
    ['answer-003-false', authenticationEnvelope(false)],
    ['answer-037', recordsEnvelope([row])],
    ['answer-037-nobody', recordsEnvelope([])],
    ['answer-life-dead', lifeStatusEnvelope('1')],
    ['fault-client', faultEnvelope('Client', 'x')],
    ['fault-server', faultEnvelope('Server', 'x')],
  ])('%s', (name, written) => {
    expect(readAnswer(written)).toEqual(readAnswer(envelope(name)));
  });
});

describe('the simulated register’s door', () => {
  async function ask(headers: Readonly<Record<string, string>>, now = authentication.now) {
    const dataDir = mkdtempSync(join(tmpdir(), 'population-'));
    const simulator = await createSimulator({ dataDir, settings: authentication.credentials });
    closing.push(() => simulator.stop());
    jest.spyOn(Date, 'now').mockReturnValue(now);
    const answer = await fetch(`${simulator.url}/dancu/v1`, {
      method: 'POST',
      headers: { ...headers, SOAPAction: '""', 'Content-Type': 'text/xml; charset=utf-8' },
      body: envelope('request-003'),
    });
    return answer.status;
  }

  it('lets in whom openssl’s digest names', async () => {
    expect(await ask(authentication.headers)).toBe(200);
  });

  it.each([
    [
      'another time',
      { ...authentication.headers, Timestamp: String(authentication.now + 1) },
      authentication.now,
    ],
    ['another key', { ...authentication.headers, ApiKey: 'other' }, authentication.now],
    ['nobody', {}, authentication.now],
    ['a digest of yesterday', authentication.headers, authentication.now + 86_400_000],
  ])('turns away %s', async (_, headers, now) => {
    expect(await ask(headers, now)).toBe(401);
  });
});
