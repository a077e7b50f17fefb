/** Every documented operation, asked as its users ask it: once about little and once about much. What is read comes first, then a
 *  payout from questions to money, which needs the answers of the steps before. */
import { formatId } from '../../src/values/index.js';
import type { Data, Variables } from '../setup/hub-client.js';
import { PROVINCE } from '../setup/province-payout.js';
import { documentedOperations } from './documented-operations.js';
import type { GuardedHub } from './guarded-hub.js';
import { MUCH, stepName, type AskStep, type Subjects } from './guarded-step.js';
import { playPayout } from './play-payout.js';

export async function playCountry(hub: GuardedHub): Promise<void> {
  const ask = asker(hub);
  const subjects = await findSubjects(hub);
  await playQueries(ask, subjects);
  await playPayout(ask, subjects);
  await playStreams(hub);
}

function asker(hub: GuardedHub): AskStep {
  return async (size, operation, as, variables, outcome) => {
    const { document } = documentedOperations.get(operation)!;
    const client = await hub.client(as);
    hub.begin(operation, stepName(operation, size));
    const [value] = Object.values(await client.ask(document, variables));
    const typename = (value as Data | null)?.['__typename'] as string | undefined;
    if (typename !== undefined && !(outcome ?? 'Success').split('|').some((end) => typename.endsWith(end)))
      throw new Error(`${operation} gave ${typename}: ${JSON.stringify(value)}`);
    return value as Data;
  };
}

async function playQueries(ask: AskStep, { commune, much, muchPaid }: Subjects): Promise<void> {
  const officer = 'demo-officer';
  await ask('little', 'Viewer', officer);
  await ask('little', 'Institutions', officer, { kind: 'MOBILE_MONEY' });
  await ask('much', 'Institutions', officer);
  await ask('little', 'FindBeneficiary', officer, { personalId: much[0]!.personalId });
  await ask('little', 'UnifiedView', officer, { id: muchPaid.ben, paymentsFirst: 1 });
  await ask('much', 'UnifiedView', officer, { id: muchPaid.ben, paymentsFirst: MUCH });
  await ask('besides', 'UnifiedView', officer, {
    id: muchPaid.ben,
    period: '2026-10',
    activeOn: '2026-11-01',
  });
  await ask('little', 'BeneficiariesPage', officer, { first: 1, filter: { area: PROVINCE } });
  await ask('much', 'BeneficiariesPage', officer, { first: MUCH, filter: { area: PROVINCE } });
  for (const filter of FILTERS) {
    const page = await ask('besides', 'BeneficiariesPage', officer, { filter, first: 1 });
    const after = (page['pageInfo'] as Data)['endCursor'] as string | null;
    await ask('besides', 'BeneficiariesPage', officer, { filter, after });
    if (!('nameContains' in filter)) await ask('besides', 'BeneficiariesPage', 'demo-monitor', { filter });
  }
  await ask('little', 'ResolveAccounts', officer, { personalIds: [much[0]!.personalId] });
  await ask('much', 'ResolveAccounts', officer, { personalIds: much.map(({ personalId }) => personalId) });
  await ask('little', 'Coverage', 'demo-monitor', { area: commune, period: '2026-10' });
  await ask('much', 'Coverage', 'demo-monitor', { area: 'VN', period: '2026-10' });
  await ask('besides', 'Coverage', 'demo-monitor', { area: PROVINCE, asOf: '2026-03-01T00:00:00Z' });
  for (const operation of ['PaymentEvents', 'VerificationEvents']) {
    await ask('little', operation, 'demo-monitor', { first: 1 });
    await ask('much', operation, 'demo-monitor', { first: MUCH });
    await ask('besides', operation, officer, { first: MUCH });
    await ask('besides', operation, officer, { first: MUCH, filter: { beneficiaryId: muchPaid.ben } });
    await ask('besides', operation, 'demo-monitor', {
      first: MUCH,
      filter: { area: PROVINCE, institution: 'BIDV' },
    });
  }
}

/** What an officer narrows the list by. */
const FILTERS: readonly Variables[] = [
  {},
  { area: PROVINCE, citizenVerdict: 'MISMATCH' },
  { area: PROVINCE, accountStatus: 'NEEDS_REVIEW' },
  { area: PROVINCE, hasAccount: false },
  { area: PROVINCE, paymentMethod: 'BANK', nameContains: 'Văn B' },
];

/** The first events of each stream from the beginning of the log; they are read in their own time, so nobody counts. */
async function playStreams(hub: GuardedHub): Promise<void> {
  const monitor = await hub.client('demo-monitor');
  const { paymentEvents } = await monitor.ask('{ paymentEvents(first: 0) { pageInfo { endCursor } } }');
  const after = (paymentEvents as Data)['pageInfo']['endCursor'] as string;
  const batch = (
    (await monitor.ask('{ paymentBatches(first: 1) { nodes { id } } }'))['paymentBatches'] as Data
  )['nodes'][0];
  for (const [name, as, variables] of [
    ['WatchPaymentEvents', 'demo-monitor', { after }],
    ['WatchVerificationEvents', 'demo-monitor', { after }],
    ['WatchBatchProgress', 'demo-monitor', { id: (batch as Data)['id'] }],
    ['WorkReady', 'adapter-bidv', {}],
  ] as const) {
    const watch = (await hub.client(as)).watch(documentedOperations.get(name)!.document, variables);
    await watch.until(`the first of ${name}`, (items) => items.length > 0);
    await watch.close();
    hub.begin(name, name);
  }
}

/** People of the province who are paid at BIDV, and a commune of it. */
async function findSubjects(hub: GuardedHub): Promise<Subjects> {
  const found = await hub.rows<{ ben: string; personalId: string; commune: string; paid: number }>(`
    SELECT b.id AS ben, p.personal_id AS "personalId", u.code AS commune,
      (SELECT count(*)::int FROM payment.payment x WHERE x.beneficiary_id = b.id) AS paid
    FROM social_protection.beneficiary b JOIN social_protection.person p USING (citizen_id)
    JOIN social_protection.administrative_unit u ON u.id = b.area_id
    JOIN social_protection.administrative_unit above ON above.id = u.parent_id
    JOIN account.account a ON a.citizen_id = b.citizen_id AND a.is_preferred
    JOIN population.citizen_verdict v ON v.citizen_id = b.citizen_id
    WHERE above.code = '${PROVINCE}' AND above.valid_to IS NULL AND a.institution_code = 'BIDV' AND v.verdict = 'MATCH'
    ORDER BY paid DESC, b.id LIMIT ${MUCH + 1}`);
  const subjects = found.map(({ ben, personalId }) => ({ ben: formatId('ben', ben), personalId }));
  const [muchPaid, ...much] = subjects;
  return { hub, commune: found.at(-1)!.commune, much, muchPaid: muchPaid! };
}
