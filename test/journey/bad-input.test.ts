import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { formatCursor } from '../../src/values/index.js';
import { refusal, send } from '../http/graphql-request.js';
import type { Data, HubClient } from '../setup/hub-client.js';
import {
  approveBatch,
  checkProvince,
  createBatch,
  periodOf,
  PREPARING,
  PROVINCE,
} from '../setup/province-payout.js';
import { findPersonalNumbers, numbersIn } from '../setup/personal-numbers.js';
import { RunningHub } from '../setup/running-hub.js';

const hub = new RunningHub({ people: 80, logLevel: 'debug' });
const folder = mkdtempSync(join(tmpdir(), 'ansinh-hub-bad-'));
let officer: HubClient;

beforeAll(async () => {
  await hub.start();
  officer = await hub.client('demo-officer', PREPARING);
}, 120_000);

afterAll(async () => {
  await hub.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** Everything that bad input could have lost or changed. */
async function standing(): Promise<unknown> {
  return hub.rows(`
    SELECT (SELECT count(*)::int FROM social_protection.beneficiary) AS beneficiaries,
      (SELECT count(*)::int FROM account.account) AS accounts, (SELECT count(*)::int FROM payment.payment) AS payments,
      (SELECT count(*)::int FROM social_protection.imported_list) AS lists,
      (SELECT count(*)::int FROM event.log) + (SELECT count(*)::int FROM event.inbox) AS events`);
}

describe('a file that is no list', () => {
  const files: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
    [
      'a picture that is called a list',
      'anh.xlsx',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
      /Tệp là ảnh, không phải bảng tính/,
    ],
    [
      'half a workbook',
      'nua.xlsx',
      Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]),
      /hỏng hoặc không mở được/,
    ],
    ['a table of something else', 'khac.csv', 'a,b,c\r\n1,2,3\r\n', /Không tìm thấy dòng tiêu đề/],
    ['a format that is none of ours', 'danh-sach.pdf', '%PDF-1.7', /PDF/],
  ];

  it.each(files)(
    'is refused in one line: %s',
    async (_what, name, content, words) => {
      const before = await standing();
      const path = join(folder, name);
      writeFileSync(path, content);

      const { code, stdout, stderr } = await hub.command('import', path);

      expect(code).toBe(1);
      expect(stderr.trim()).toMatch(words);
      expect(`${stdout}${stderr}`).not.toMatch(/^\s+at .*:\d+/m);
      expect(await standing()).toEqual(before);
    },
    30_000,
  );

  it('is missed in one line when it is not there', async () => {
    const { code, stderr } = await hub.command('import', join(folder, 'khong-co.xlsx'));

    expect(code).toBe(1);
    expect(stderr).toMatch(/Không đọc được tệp: kiểm tra đường dẫn/);
  }, 30_000);
});

describe('a request that is not right', () => {
  it.each([
    ['rubbish', 'rubbish'],
    [
      'a token of another issuer',
      `eyJhbGciOiJSUzI1NiJ9.${btoa('{"iss":"https://evil.example","sub":"x"}')}.AAAA`,
    ],
    ['no algorithm', `${btoa('{"alg":"none"}')}.${btoa('{"sub":"x","roles":["officer"]}')}.`],
  ])('is not let in with a wrong token: %s', async (_what, token) => {
    const answer = await send(hub.url, JSON.stringify({ query: '{ viewer { subject } }' }), {
      authorization: `Bearer ${token}`,
    });

    expect(answer.status).toBe(401);
    expect(answer.body.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  });

  it('is not let in with a token whose claims were changed', async () => {
    const [head, , signature] = (await hub.token('demo-monitor')).split('.') as [string, string, string];
    const claims = Buffer.from(JSON.stringify({ sub: 'x', roles: ['officer'], area: PROVINCE })).toString(
      'base64url',
    );

    const answer = await send(hub.url, JSON.stringify({ query: '{ viewer { subject } }' }), {
      authorization: `Bearer ${head}.${claims}.${signature}`,
    });

    expect(answer.status).toBe(401);
  });

  it.each([
    ['beneficiary', '{ beneficiary(id: "ben_01h455vb4pex5vsknk084sn02q") { id } }'],
    ['payment', '{ payment(id: "pay_01h455vb4pex5vsknk084sn02q") { id } }'],
    ['paymentBatch', '{ paymentBatch(id: "bat_01h455vb4pex5vsknk084sn02q") { id } }'],
    ['account', '{ account(id: "acc_01h455vb4pex5vsknk084sn02q") { id } }'],
    ['node', '{ node(id: "pay_01h455vb4pex5vsknk084sn02q") { id } }'],
    ['node', '{ node(id: "no id at all") { id } }'],
    ['node', '{ node(id: "ins_01h455vb4pex5vsknk084sn02q") { id } }'],
    ['node', '{ node(id: "pro_01h455vb4pex5vsknk084sn02q") { id } }'],
    ['beneficiary', '{ beneficiary(id: "pay_01h455vb4pex5vsknk084sn02q") { id } }'],
    ['administrativeUnit', '{ administrativeUnit(code: "00000") { id } }'],
  ])('gets null for an id that nobody has: %s', async (field, document) => {
    const { body } = await officer.answer(document);

    expect(body).toEqual({ data: { [field]: null } });
  });

  it('gets a typed refusal when it would change what is not there', async () => {
    const approver = await hub.client('demo-approver');

    const { approvePaymentBatch } = await approver.ask('approve-payment-batch', {
      input: { id: 'bat_01h455vb4pex5vsknk084sn02q' },
    });

    expect(approvePaymentBatch).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND' });
  });

  it.each([
    [
      'a personal id that cannot be one',
      '{ beneficiaryByPersonalId(personalId: "123") { id } }',
      'BAD_USER_INPUT',
    ],
    [
      'a period that is none',
      'mutation { createPaymentBatch(input: { area: "37", period: "2026-13" }) { __typename } }',
      'BAD_USER_INPUT',
    ],
    ['a field that there is not', '{ everything }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a text that is no document', '{ viewer {', 'GRAPHQL_PARSE_FAILED'],
    ['a page of a million', '{ beneficiaries(first: 1000000) { totalCount } }', 'BAD_USER_INPUT'],
    ['a page before the first', '{ beneficiaries(first: -1) { totalCount } }', 'BAD_USER_INPUT'],
    ['a cursor of nowhere', '{ beneficiaries(after: "nowhere") { totalCount } }', 'BAD_USER_INPUT'],
    [
      'a nest too deep',
      `{ administrativeUnit(code: "37") ${'{ parent '.repeat(20)}{ id }${' }'.repeat(20)} }`,
      'QUERY_TOO_COSTLY',
    ],
  ])('is refused with a code: %s', async (_what, document, code) => {
    const answer = await officer.answer(document);

    expect(answer.body.errors?.[0]?.extensions['code']).toBe(code);
    expect(JSON.stringify(answer.body)).not.toMatch(/ at .*\.[jt]s/);
  });

  it('is refused past the limit of a body, and nothing of it is done', async () => {
    const before = await standing();
    const document = `mutation { requestCitizenChecks(input: { area: "37" }) { queued } } # ${'x'.repeat(1_100_000)}`;

    const answer = await officer.answer(document);

    expect(refusal(answer)).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    expect(await standing()).toEqual(before);
  });
});

describe('a subscription that is not right', () => {
  const END_MS = 10_000;

  async function endOf(client: HubClient, document: string, variables?: Data): Promise<unknown> {
    const watch = client.watch(document, variables);
    await watch.until('an end', () => watch.end !== undefined, END_MS);
    await watch.close();
    return watch.end;
  }

  it.each([
    ['that is no cursor', 'rotten', 'BAD_USER_INPUT'],
    ['of another log', formatCursor({ logId: 'another-log', position: 1n }), 'CURSOR_EXPIRED'],
  ])('is refused with a cursor %s', async (_what, after, code) => {
    const monitor = await hub.client('demo-monitor');

    const end = await endOf(monitor, 'watch-payment-events', { after });

    expect(end).toMatchObject([{ extensions: { code } }]);
  });

  it('is refused without a token', async () => {
    const end = await endOf(await hub.client(), 'watch-payment-events');

    expect(end).toMatchObject({ code: 4401, reason: expect.stringMatching(/^UNAUTHENTICATED/) });
  });
});

describe('a report that is not right', () => {
  it('is refused when the payment is another institution’s, and the payment goes its own way', async () => {
    await checkProvince(hub);
    const batch = (await createBatch(hub, periodOf(0)))!;
    await approveBatch(hub, batch['id'] as string);
    const monitor = await hub.client('demo-monitor');
    const progress = monitor.watch('watch-batch-progress', { id: batch['id'] });
    await progress.until('it is paid', (items) => items.at(-1)?.['batch'].status === 'COMPLETED');
    await progress.close();
    const [paid] = await hub.rows<{ reference: string; status: string }>(
      `SELECT reference, status FROM payment.attempt WHERE institution_code = 'AGRIBANK' AND status = 'SETTLED' LIMIT 1`,
    );
    const bidv = await hub.client('adapter-bidv');
    const report = {
      ...{ reportId: 'not-mine', reference: paid!.reference, status: 'REJECTED', evidence: 'STATEMENT' },
      occurredAt: new Date().toISOString(),
    };

    const { reportPaymentStatuses } = await bidv.ask(REPORT, { reports: [report] });

    expect(reportPaymentStatuses).toMatchObject([{ reportId: 'not-mine', outcome: 'REFUSED' }]);
    const after = await hub.rows(`SELECT status FROM payment.attempt WHERE reference = $1`, [
      paid!.reference,
    ]);
    expect(after).toEqual([{ status: 'SETTLED' }]);
  }, 120_000);

  it('is refused past a thousand, and none of them is taken', async () => {
    const bidv = await hub.client('adapter-bidv');
    const reports = Array.from({ length: 1001 }, (_, at) => ({
      ...{ reportId: `r${at}`, reference: 'X', status: 'SETTLED', evidence: 'REPLY' },
      occurredAt: '2026-11-22T00:00:00Z',
    }));

    const answer = await bidv.answer(REPORT, { reports });

    expect(answer.body.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT');
  });
});

describe('what went wrong', () => {
  it('is logged without anybody’s number', async () => {
    const numbers = findPersonalNumbers([hub.dataDir]);
    const [someone] = await hub.rows<{ personal_id: string; number: string }>(
      'SELECT personal_id, number FROM social_protection.person JOIN account.account USING (citizen_id) LIMIT 1',
    );
    const { personal_id: personalId, number } = someone!;
    const answers = await Promise.all([
      officer.answer(`{ beneficiaryByPersonalId(personalId: "${personalId}0") { id } }`),
      officer.answer('query ($id: ID!) { account(id: $id) { id } }', { id: number }),
      officer.answer('query ($id: Date!) { administrativeUnit(code: "37", asOf: $id) { id } }', {
        id: personalId,
      }),
      officer.answer(`{ account(id: ${number}) { ${personalId} } }`),
    ]);

    expect(numbers.has(personalId)).toBe(true);
    expect(numbersIn(JSON.stringify(answers.map(({ text }) => text)), numbers)).toEqual([]);
    expect(numbersIn(hub.output, numbers)).toEqual([]);
  });
});

const REPORT = `mutation ($reports: [PaymentStatusReport!]!) {
  reportPaymentStatuses(reports: $reports) { reportId outcome message } }`;
