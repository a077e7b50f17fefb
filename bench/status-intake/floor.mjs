/** The floor: the hub's own statements from a bare pg client in a process of its own. No HTTP, no GraphQL, no token. */
import { createHash } from 'node:crypto';

const { openPool } = await import('../../dist/src/database/index.js');
const { reportStatuses } = await import('../../dist/src/payment/report-statuses.js');
const { DEFAULT_PAYMENT_POLICY } = await import('../../dist/src/payment/payment-policy.js');
const { createRecoveryWatch } = await import('../../dist/src/payment/recovery/recovery-watch.js');
const { createTransact } = await import('../../dist/src/work/index.js');
const pool = openPool({ url: process.env.DATABASE_URL, connectionsMax: 16 });
const deps = {
  db: pool,
  transact: createTransact(pool, () => undefined),
  clock: () => new Date(),
  policy: DEFAULT_PAYMENT_POLICY,
  recovery: createRecoveryWatch(pool),
  noteRail: () => undefined,
  noteSeen: () => undefined,
};

process.on('message', async ({ institution, lanes }) => {
  const clientId = `adapter-${institution.toLowerCase()}`;
  const caller = {
    subject: clientId,
    clientId,
    roles: ['adapter'],
    institution,
    purposes: [],
    showsPersonalData: false,
  };
  let applied = 0;
  const apply = async (references) => {
    const reports = references.map((reference) => ({
      reportId: createHash('sha256').update(reference).digest('hex').slice(0, 32),
      reference,
      status: 'SETTLED',
      evidence: 'REPLY',
      occurredAt: new Date(),
    }));
    const outcomes = await reportStatuses(deps, caller, reports);
    applied += outcomes.filter(({ outcome }) => outcome === 'APPLIED').length;
  };
  await Promise.all(
    lanes.map(async (lane) => {
      for (const references of lane) await apply(references);
    }),
  );
  process.send({ applied });
});
process.send({ url: null });
