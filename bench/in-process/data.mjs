/** What the four subgraphs hold in memory: made from numbers, the same in every process. */

const PEOPLE = 200;
const PAYMENTS_EACH = 12;
const INSTITUTIONS = ['BIDV', 'AGRIBANK', 'MOMO', 'ZALOPAY', 'VIETTEL_MONEY', 'VNPT_MONEY', 'MOBIFONE_MONEY'];

const range = (count) => Array.from({ length: count }, (_unused, index) => index);
const byKey = (rows, key) => new Map(rows.map((row) => [row[key], row]));

export const institutions = byKey(
  INSTITUTIONS.map((code) => ({ code, name: `Tổ chức ${code}`, kind: 'BANK', isReachable: true })),
  'code',
);

export const citizens = byKey(
  range(PEOPLE).map((n) => ({
    id: `cit_${n}`,
    fullName: `NGUYEN VAN ${n}`,
    verdict: n % 17 === 0 ? 'MISMATCH' : 'MATCH',
    source: 'CSDLDC',
    checkedAt: `2026-11-${String(1 + (n % 28)).padStart(2, '0')}T03:00:00Z`,
    isStale: n % 31 === 0,
  })),
  'id',
);

export const beneficiaries = byKey(
  range(PEOPLE).map((n) => ({
    id: `ben_${n}`,
    personalId: `0790500${String(n).padStart(5, '0')}`,
    fullName: `Nguyễn Văn ${n}`,
    yearOfBirth: 1940 + (n % 60),
    gender: n % 2 ? 'MALE' : 'FEMALE',
    paymentMethod: 'BANK',
    area: { code: `2670${n % 9}`, name: `Xã ${n % 9}`, level: 'COMMUNE' },
    entitlements: range(1 + (n % 2)).map((line) => ({
      id: `ent_${n}_${line}`,
      programme: { code: 'BTXH', name: 'Trợ giúp xã hội', group: 'SOCIAL_PROTECTION' },
      monthlyAmount: 540_000 + 270_000 * line,
      coefficient: '1.0',
      validFrom: '2025-07-01',
      legalBasis: 'NĐ 20/2021/NĐ-CP',
    })),
    citizenId: `cit_${n}`,
  })),
  'id',
);

export const accounts = byKey(
  range(PEOPLE * 2).map((n) => ({
    id: `acc_${n}`,
    beneficiaryId: `ben_${n >> 1}`,
    holderId: `cit_${n >> 1}`,
    institutionCode: INSTITUTIONS[n % INSTITUTIONS.length],
    kind: 'BANK',
    number: `9704${String(n).padStart(8, '0')}`,
    holderName: `NGUYEN VAN ${n >> 1}`,
    status: 'VERIFIED',
    nameMatch: 'MATCH',
    checkedAt: '2026-11-02T03:00:00Z',
    isStale: false,
    isPreferred: n % 2 === 0,
  })),
  'id',
);

export const batches = byKey(
  range(PAYMENTS_EACH).map((month) => ({
    id: `bat_${month}`,
    name: `Tháng ${month + 1}`,
    status: 'COMPLETED',
  })),
  'id',
);

export const payments = byKey(
  range(PEOPLE * PAYMENTS_EACH).map((n) => {
    const person = Math.floor(n / PAYMENTS_EACH);
    const month = n % PAYMENTS_EACH;
    const institutionCode = INSTITUTIONS[person % INSTITUTIONS.length];
    return {
      id: `pay_${n}`,
      beneficiaryId: `ben_${person}`,
      batchId: `bat_${month}`,
      institutionCode,
      period: `2026-${String(month + 1).padStart(2, '0')}`,
      kind: 'REGULAR',
      amount: 540_000,
      status: 'SETTLED',
      receiverName: `NGUYEN VAN ${person}`,
      updatedAt: '2026-11-05T03:00:00Z',
      attempts: [{ id: `att_${n}`, reference: `ASH${n}`, status: 'SETTLED', institutionCode }],
    };
  }),
  'id',
);

const grouped = (rows) => {
  const groups = new Map();
  for (const row of rows.values()) {
    const group = groups.get(row.beneficiaryId);
    if (group) group.push(row);
    else groups.set(row.beneficiaryId, [row]);
  }
  return groups;
};

export const accountsOf = grouped(accounts);
export const paymentsOf = grouped(payments);
