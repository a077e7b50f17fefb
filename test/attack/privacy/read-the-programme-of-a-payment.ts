/** As an institution, and with it as whoever reads a statement: what somebody is paid for. */
import { askAs, type Attack } from './attack.js';

const CLAIM = `mutation { claimPayments(limit: 5, leaseSeconds: 60, worker: "attack") { id narrative purposeCode } }`;
const RETURN = 'mutation ($taskIds: [ID!]!) { returnTasks(taskIds: $taskIds) }';
const SEEN =
  '{ payments(first: 50) { nodes { reasonText batch { name programme { code } } } } programmes { code name } }';

interface Task {
  readonly id: string;
  readonly narrative: string;
  readonly purposeCode: string;
}

export const readTheProgrammeOfAPayment: Attack = async (hub) => {
  const { data: claimed } = await askAs(hub, 'adapter-bidv', CLAIM);
  const tasks = claimed.claimPayments as readonly Task[];
  await askAs(hub, 'adapter-bidv', RETURN, { variables: { taskIds: tasks.map(({ id }) => id) } });
  const { data } = await askAs(hub, 'adapter-bidv', SEEN);
  const payments = data.payments.nodes as readonly { readonly batch: { readonly programme: unknown } }[];
  const words = (data.programmes as readonly { code: string; name: string }[]).flatMap(({ code, name }) => [
    code,
    name,
  ]);
  const told = [...tasks, ...payments].map((one) => JSON.stringify(one));
  const programmes = told.filter((text) => words.some((word) => text.includes(word))).length;
  const codes = new Set(tasks.map(({ purposeCode }) => purposeCode)).size;
  return {
    got: `${programmes} programmes in ${tasks.length} tasks and ${payments.length} payments`,
    held: payments.length > 0 && programmes === 0 && codes <= 1,
  };
};
