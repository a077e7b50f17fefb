/** A register's list of recipients: what its pages change, whatever order they come in, and what they may never change. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { callerFromToken } from '../../src/access/index.js';
import { HubError } from '../../src/values/index.js';
import { openRecipientBench, person, type RecipientBench } from './recipient-bench.js';
import { soundCells } from './list-file.js';

let bench: RecipientBench;
beforeAll(async () => {
  bench = await openRecipientBench();
});
afterAll(() => bench.database.drop());
beforeEach(() => bench.clear());

const [an, binh, chi] = [person(1), person(2), person(3)] as const;

describe('a list of social insurance', () => {
  it('makes its recipients beneficiaries with a right that it has confirmed, and lists their own accounts', async () => {
    const receipt = await bench.report({ recipients: [an, binh] });

    expect(receipt).toMatchObject({ received: 2, isComplete: true, ended: 0 });
    expect(receipt.receipts.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'APPLIED']);
    expect(await bench.rights()).toEqual([
      '1 from 2020-03-01: 3000001, BHXH',
      '2 from 2020-03-01: 3000002, BHXH',
    ]);
    expect(await bench.events()).toEqual([
      'beneficiary LISTED', 'beneficiary LISTED', 'entitlement GRANTED', 'entitlement GRANTED',
    ]); // prettier-ignore
    expect(
      await bench.query('SELECT institution_code, is_for_receiver FROM social_protection.listed_account'),
    ).toEqual([
      { institution_code: 'BIDV', is_for_receiver: false },
      { institution_code: 'NAPAS:970436', is_for_receiver: false },
    ]);
    expect(bench.listed).toHaveLength(1);
  });

  it('changes nothing when its pages come again', async () => {
    await bench.report({ recipients: [an, binh] });
    const before = await bench.everything();

    const again = await bench.report({ recipients: [binh, an] });

    expect(again.receipts.map(({ outcome }) => outcome)).toEqual(['DUPLICATE', 'DUPLICATE']);
    expect(await bench.everything()).toBe(before);
  });

  it('keeps to what a line said first, and says so of a line that comes back changed', async () => {
    await bench.report({ recipients: [an] });

    const { receipts } = await bench.report({ expected: 1, recipients: [{ ...an, monthlyAmount: 9n }] });

    expect(receipts).toMatchObject([{ line: 1, outcome: 'EXCEPTION' }]);
    expect(await bench.rights()).toEqual(['1 from 2020-03-01: 3000001, BHXH']);
  });

  it('ends with the month before what a later list, once whole, names no longer', async () => {
    await bench.report({ recipients: [an, binh] });

    const next = { number: 'L2', period: '2026-12', expected: 2 };
    const first = await bench.report({ ...next, recipients: [an] });
    const rightsMeanwhile = await bench.rights();
    const last = await bench.report({ ...next, recipients: [{ ...chi, line: 2 }] });

    expect(first).toMatchObject({ received: 1, isComplete: false, ended: 0 });
    expect(rightsMeanwhile).toHaveLength(2);
    expect(rightsMeanwhile.join()).not.toContain(' to ');
    expect(last).toMatchObject({ received: 2, isComplete: true, ended: 1 });
    expect((await bench.rights())[1]).toBe('2 from 2020-03-01 to 2026-11-30: 3000002, BHXH');
    expect((await bench.events()).at(-1)).toBe('entitlement ENDED');
  });

  it('lets a right begin again with the month in which it is back', async () => {
    await bench.report({ period: '2026-10', recipients: [an, binh] });
    await bench.report({ number: 'L2', recipients: [an] });

    await bench.report({ number: 'L3', period: '2026-12', recipients: [an, binh] });

    expect((await bench.rights()).filter((right) => right.startsWith('2'))).toEqual([
      '2 from 2020-03-01 to 2026-10-31: 3000002, BHXH',
      '2 from 2026-12-01: 3000002, BHXH',
    ]);
  });

  it('takes back what its correction no longer names as if it never was, and gives it again when it is named again', async () => {
    const fresh = { ...binh, validFrom: '2026-11-01' };
    await bench.report({ recipients: [an, fresh] });

    await bench.report({ number: 'L2', issuedAt: new Date('2026-11-02'), recipients: [an] });
    const withdrawn = await bench.rights();
    await bench.report({ number: 'L3', issuedAt: new Date('2026-11-03'), recipients: [an, fresh] });

    expect(withdrawn[1]).toBe('2 from 2026-11-01 to 2026-10-31: 3000002, BHXH');
    expect((await bench.rights())[1]).toBe('2 from 2026-11-01: 3000002, BHXH');
  });

  it('is taken but for the one line that PostgreSQL refuses, for a reason that nobody foresaw', async () => {
    await bench.query(`CREATE FUNCTION refuse_binh() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.full_name = 'Nguyễn Văn Ví Dụ B' THEN RAISE EXCEPTION 'no' USING ERRCODE = '22003'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refuse_binh BEFORE INSERT ON social_protection.person FOR EACH ROW EXECUTE FUNCTION refuse_binh()`);
    const page = { recipients: [an, binh, chi] };

    const receipt = await bench.report(page).finally(() => bench.query('DROP FUNCTION refuse_binh CASCADE'));
    const again = await bench.report({ recipients: [an, { line: 2 }, chi] });

    expect(receipt).toMatchObject({ received: 3, isComplete: true, ended: 0 });
    expect(receipt.receipts.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'REFUSED', 'APPLIED']);
    expect(receipt.receipts[1]?.message).toContain('[UNREADABLE]');
    expect(again.receipts.map(({ outcome }) => outcome)).toEqual(['DUPLICATE', 'REFUSED', 'DUPLICATE']);
    expect(await bench.rights()).toHaveLength(2);
  });

  it('says nothing any more once one issued later has begun to arrive', async () => {
    await bench.report({ number: 'L2', issuedAt: new Date('2026-11-02'), expected: 9, recipients: [an] });

    const { receipts } = await bench.report({ recipients: [{ ...an, monthlyAmount: 1n }, binh] });

    expect(receipts.map(({ outcome }) => outcome)).toEqual(['STALE', 'STALE']);
    expect(await bench.rights()).toEqual(['1 from 2020-03-01: 3000001, BHXH']);
  });

  it('ends nobody by a line that it cannot attribute: whoever has that name keeps the right', async () => {
    await bench.report({ recipients: [an, binh] });

    const { receipts, ended } = await bench.report({
      number: 'L2',
      period: '2026-12',
      recipients: [an, { ...binh, personalId: '0371' }],
    });

    expect(receipts[1]).toMatchObject({
      outcome: 'REFUSED',
      message: expect.stringContaining('[BAD_PERSONAL_ID]'),
    });
    expect(ended).toBe(0);
  });

  it.each([
    ['somebody else to receive', { namesReceiver: true }, 'NOT_OWN_ACCOUNT'],
    ['a commune of another area', { commune: '26734' }, 'OUTSIDE_AREA'],
    ['no amount', { monthlyAmount: 0n }, 'BAD_AMOUNT'],
    [
      'an account at nobody known',
      { account: { institution: 'KHONG', number: '123456' } },
      'UNKNOWN_INSTITUTION',
    ],
    ['an account without a number', { account: { institution: 'BIDV', number: ' ' } }, 'BAD_ACCOUNT_NUMBER'],
    ['a line beyond its end', { line: 7 }, 'BAD_LINE'],
  ])('has a line refused that names %s, and no other', async (_what, change, code) => {
    const { receipts } = await bench.report({ recipients: [an, { ...binh, ...change }] });

    expect(receipts.map(({ outcome }) => outcome)).toEqual(['APPLIED', 'REFUSED']);
    expect(receipts[1]?.message).toContain(`[${code}]`);
    expect(receipts[1]?.message).not.toMatch(/037|Ví Dụ/);
  });
});

describe('what others have said', () => {
  it('is not ended by a list that does not name it, in this programme or another', async () => {
    await bench.importRows([
      soundCells(),
      soundCells({
        personalId: person(3).personalId,
        fullName: person(3).fullName,
        programme: 'BHXH-HUU',
        birth: '',
      }),
    ]);

    await bench.report({ recipients: [an] });
    await bench.report({ number: 'L2', period: '2026-12', recipients: [an] });

    expect((await bench.rights()).join()).not.toContain(' to ');
  });

  it('is confirmed by a list that names it, and from then on is the register’s to end', async () => {
    const cells = { personalId: an.personalId, fullName: an.fullName, birth: '1950', programme: 'BHXH-HUU' };
    await bench.importRows([soundCells({ ...cells, amount: '3000001', validFrom: '03/2020', gender: '' })]);

    await bench.report({ recipients: [an] });
    const confirmed = await bench.rights();
    await bench.report({ number: 'L2', period: '2026-12', recipients: [{ ...binh, line: 1 }] });

    expect(confirmed).toEqual(['1 from 2020-03-01: 3000001, BHXH']);
    expect((await bench.events()).filter((event) => event.startsWith('entitlement'))).toEqual([
      'entitlement GRANTED', 'entitlement CONFIRMED', 'entitlement GRANTED', 'entitlement ENDED',
    ]); // prettier-ignore
  });

  it('about where somebody lives and how they are paid stays, while they have other rights', async () => {
    const cells = {
      personalId: an.personalId,
      fullName: an.fullName,
      birth: '1950',
      gender: '',
      commune: '13291',
    };
    await bench.importRows([
      soundCells({ ...cells, method: 'Ví điện tử', institution: 'MOMO', accountNumber: '0912345678' }),
    ]);

    await bench.report({ recipients: [an] });

    expect(
      await bench.query(
        `SELECT a.code, b.payment_method FROM social_protection.beneficiary b
         JOIN social_protection.administrative_unit a ON a.id = b.area_id`,
      ),
    ).toEqual([{ code: '13291', payment_method: 'WALLET' }]);
  });
});

describe('whoever reports recipients', () => {
  const bidv = callerFromToken({ sub: 'a', roles: ['adapter'], institution: 'BIDV', purposes: [] });
  const officer = callerFromToken({ sub: 'o', roles: ['officer'], area: '37', purposes: [] });

  it.each([
    ['a bank', {}, bidv, 'FORBIDDEN'],
    ['an officer', {}, officer, 'FORBIDDEN'],
    ['social insurance for a programme of others', { programme: 'HTXH' }, undefined, 'BAD_USER_INPUT'],
    ['social insurance for no area', { area: '98' }, undefined, 'BAD_USER_INPUT'],
    ['social insurance for a month far ahead', { period: '2027-01' }, undefined, 'BAD_USER_INPUT'],
    [
      'social insurance with a list of tomorrow',
      { issuedAt: new Date('2026-11-24') },
      undefined,
      'BAD_USER_INPUT',
    ],
    [
      'social insurance with 1,001 lines',
      { recipients: Array.from({ length: 1001 }, () => an) },
      undefined,
      'BAD_USER_INPUT',
    ],
  ] as const)('is refused as %s, and nothing is done', async (_who, change, caller, code) => {
    await expect(bench.report({ recipients: [an], ...change }, caller)).rejects.toMatchObject({ code });
    expect(await bench.rights()).toEqual([]);
  });

  it('is refused when a list comes back with another head', async () => {
    await bench.report({ recipients: [an] });

    await expect(bench.report({ expected: 2, recipients: [binh] })).rejects.toBeInstanceOf(HubError);
  });
});

it('pages that cross, come again or come in another order make the same people, rights and accounts', async () => {
  const lines = Array.from({ length: 9 }, (_, at) => person(at + 1));
  const standing = async (calls: readonly (readonly number[])[]) => {
    await bench.clear();
    await bench.report({
      number: 'L0',
      period: '2026-10',
      recipients: [person(20), person(3)].map((each, at) => ({ ...each, line: at + 1 })),
    });
    await Promise.all(
      calls.map((chosen) => bench.report({ expected: 9, recipients: chosen.map((at) => lines[at]!) })),
    );
    return [await bench.rights(), await bench.accounts()];
  };
  const expected = await standing([[0, 1, 2, 3, 4, 5, 6, 7, 8]]);
  const line = fc.integer({ min: 0, max: 8 });

  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(line, { maxLength: 6 }), { maxLength: 4 }), async (calls) => {
      const missing = lines.map((_, at) => at).filter((at) => !calls.flat().includes(at));
      expect(await standing([...calls, missing])).toEqual(expected);
    }),
    { numRuns: 8 },
  );
}, 60_000);
