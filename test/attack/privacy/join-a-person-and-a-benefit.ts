/** As a monitor: who gets what, from the person to the payment, from the payment to the person, and by filters. */
import { askAs, type Attack } from './attack.js';

const PERSONS = `{ beneficiaries(first: 50) { nodes { id noAccountReason entitlements { programme { code } monthlyAmount }
  payments { nodes { amount } } authorisation { documentRef } } } }`;
const PAYMENTS = `{ payments(first: 50) { nodes { receiverName account { id } beneficiary { id }
  batch { leftOut(first: 50) { nodes { beneficiary { id } } edges { cursor } } } } } }`;

interface Person {
  readonly id: string;
  readonly noAccountReason: unknown;
  readonly entitlements: readonly unknown[];
  readonly payments: unknown;
  readonly authorisation: unknown;
}

interface Payment {
  readonly receiverName: string;
  readonly account: unknown;
  readonly beneficiary: unknown;
  readonly batch: {
    readonly leftOut: { readonly nodes: readonly unknown[]; readonly edges: readonly unknown[] };
  };
}

export const joinAPersonAndABenefit: Attack = async (hub) => {
  const persons = (await askAs(hub, 'monitor', PERSONS)).data.beneficiaries.nodes as readonly Person[];
  const payments = (await askAs(hub, 'monitor', PAYMENTS)).data.payments.nodes as readonly Payment[];
  const id = persons[0]?.id ?? '';
  const byFilter = await askAs(
    hub,
    'monitor',
    `{ payments(filter: { beneficiaryId: "${id}" }) { totalCount } }`,
  );
  const byProgramme = await askAs(
    hub,
    'monitor',
    '{ beneficiaries(filter: { programme: "KT-NANG" }) { totalCount } }',
  );
  const joined = [
    ...persons.filter(
      ({ noAccountReason, entitlements, payments: paid, authorisation }) =>
        (noAccountReason ?? paid ?? authorisation ?? null) !== null || entitlements.length > 0,
    ),
    ...payments.filter(
      ({ receiverName, account, beneficiary, batch: { leftOut } }) =>
        (account ?? beneficiary ?? null) !== null ||
        receiverName !== '***' ||
        leftOut.nodes.length + leftOut.edges.length > 0,
    ),
  ].length;
  const refused = [byFilter, byProgramme].filter(({ codes }) => codes.includes('FORBIDDEN')).length;
  return {
    got: `${joined} of ${persons.length} people and ${payments.length} payments joined, ${2 - refused} of 2 filters`,
    held: persons.length > 0 && payments.length > 0 && joined === 0 && refused === 2,
  };
};
