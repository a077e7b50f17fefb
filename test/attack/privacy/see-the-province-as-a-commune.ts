/** As a commune's officer: the province, through the batch that pays the commune too. */
import { askAs, type Attack } from './attack.js';

const QUERY = `{ viewer { area { code } } payments(first: 5) { nodes { batch { createdBy totals { count }
  recentAccounts(first: 500) { nodes { payment { beneficiary { area { code } } } } }
  leftOut(first: 500) { nodes { beneficiary { area { code } } } }
  payments(first: 500) { totalCount nodes { beneficiary { area { code } } } } } } } }`;

interface Person {
  readonly beneficiary: { readonly area: { readonly code: string } } | null;
}

interface Batch {
  readonly createdBy: string;
  readonly totals: { readonly count: number };
  readonly recentAccounts: { readonly nodes: readonly { readonly payment: Person }[] };
  readonly leftOut: { readonly nodes: readonly Person[] };
  readonly payments: { readonly totalCount: number; readonly nodes: readonly Person[] };
}

export const seeTheProvinceAsACommune: Attack = async (hub) => {
  const { data } = await askAs(hub, 'commune-officer', QUERY, { purpose: 'PAYMENT_PREPARATION' });
  const own = data.viewer.area.code as string;
  const batches = (data.payments.nodes as readonly { batch: Batch }[]).map(({ batch }) => batch);
  const people = batches.flatMap(({ recentAccounts, leftOut, payments }) => [
    ...recentAccounts.nodes.map(({ payment }) => payment),
    ...leftOut.nodes,
    ...payments.nodes,
  ]);
  const strangers = people.filter(({ beneficiary }) => beneficiary?.area.code !== own).length;
  const counted = batches.filter(({ totals, payments }) => totals.count > payments.totalCount).length;
  return {
    got: `${people.length} people of ${batches.length} batches, ${strangers} of other communes`,
    held: people.length > 0 && strangers + counted === 0,
  };
};
