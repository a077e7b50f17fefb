/** Looking somebody up so that the person never learns of it. */
import { setTimeout as delay } from 'node:timers/promises';
import { askAs, type Attack } from './attack.js';

const ONE = '{ beneficiaries(first: 1) { nodes { personalId citizen { id } } } }';
const TRIES = 100;

export const lookWithoutATrace: Attack = async (hub) => {
  const purpose = 'VERIFICATION';
  const { data } = await askAs(hub, 'officer', ONE, { purpose });
  const [{ personalId, citizen }] = data.beneficiaries.nodes as [
    { personalId: string; citizen: { id: string } },
  ];
  await askAs(hub, 'officer', `{ beneficiaryByPersonalId(personalId: "${personalId}") { id } }`, { purpose });
  const log = `{ accessLog(first: 1, filter: { personId: "${citizen.id}" }) { nodes { subject purpose personCount missCount } } }`;
  // The log is written behind the answer.
  for (let turn = 0; turn < TRIES; turn += 1) {
    const { data: seen } = await askAs(hub, 'auditor', log);
    const [entry] = seen.accessLog.nodes as readonly {
      readonly subject: string;
      readonly personCount: number;
    }[];
    if (entry) return { got: `an entry that names the person and who looked`, held: entry.personCount === 1 };
    await delay(100);
  }
  return { got: 'no entry in the access log', held: false };
};
