/** As one institution: the customers, amounts and references of the others, through the batch that its own payments are lines of. */
import { askAs, type Attack } from './attack.js';

const QUERY = `{ viewer { institution { code } } payments(first: 5) { nodes { batch {
  totals { byInstitution { institution { code } amount } } leftOut(first: 500) { nodes { beneficiary { id } } }
  flags { other { institution { code } } } fundingOrders { reference }
  recentAccounts(first: 500) { nodes { payment { receiverName amount institution { code } attempts { reference } } } }
  payments(first: 500) { nodes { institution { code } } } } } } }`;

interface Batch {
  readonly totals: { readonly byInstitution: readonly Line[] };
  readonly leftOut: { readonly nodes: readonly unknown[] };
  readonly flags: readonly { readonly other: Line }[];
  readonly fundingOrders: readonly unknown[];
  readonly recentAccounts: { readonly nodes: readonly { readonly payment: Line }[] };
  readonly payments: { readonly nodes: readonly Line[] };
}

interface Line {
  readonly institution: { readonly code: string } | null;
}

export const seeRivalsThroughABatch: Attack = async (hub) => {
  let [seen, rivals, others] = [0, 0, 0];
  for (const role of ['adapter-momo', 'adapter-bidv', 'adapter-agribank']) {
    const { data } = await askAs(hub, role, QUERY);
    const own = data.viewer.institution.code as string;
    const batches = (data.payments.nodes as readonly { batch: Batch }[]).map(({ batch }) => batch);
    const lines = batches.flatMap((batch) => [
      ...batch.totals.byInstitution,
      ...batch.flags.map(({ other }) => other),
      ...batch.recentAccounts.nodes.map(({ payment }) => payment),
      ...batch.payments.nodes,
    ]);
    seen += lines.length;
    rivals += lines.filter(({ institution }) => institution?.code !== own).length;
    others += batches.flatMap(({ leftOut, fundingOrders }) => [...leftOut.nodes, ...fundingOrders]).length;
  }
  return {
    got: `${seen} lines of shared batches, ${rivals} of rivals, ${others} people and orders`,
    held: seen > 0 && rivals + others === 0,
  };
};
