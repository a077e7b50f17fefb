/** Attacks that are no story about one payment, but requests that nobody should send. */
import { randomBytes, randomUUID } from 'node:crypto';

import { HubFailure } from '../hub.mjs';

const CLAIM = `mutation ($limit: Int!, $leaseSeconds: Int!, $worker: String) {
  claimPayments(limit: $limit, leaseSeconds: $leaseSeconds, worker: $worker) { id } }`;
const EXTEND = `mutation ($taskIds: [ID!]!, $leaseSeconds: Int!) {
  extendLeases(taskIds: $taskIds, leaseSeconds: $leaseSeconds) }`;
const RETURN = 'mutation ($taskIds: [ID!]!) { returnTasks(taskIds: $taskIds) }';
const REPORT = `mutation ($reports: [PaymentStatusReport!]!) {
  reportPaymentStatuses(reports: $reports) { outcome } }`;
const CHECKS = `mutation ($reports: [AccountCheckReport!]!) {
  reportAccountChecks(reports: $reports) { outcome } }`;

const POISONS = {
  NUL: 'a\u0000b',
  'half a character': 'a\ud800b',
  '40,000 characters': randomBytes(20_000).toString('hex'),
};
const FIELDS = ['reportId', 'reference', 'externalReference', 'reasonText', 'account'];

const now = () => new Date().toISOString();

/** One bad report beside a good one: the bad one is refused where no text can be like that, and the good one counts. */
async function poison(attack) {
  const [good, bad] = attack.cases;
  for (const [name, text] of Object.entries(POISONS)) {
    for (const field of FIELDS) {
      const reports = [{ ...taken(bad), [field]: text }, taken(good)];
      const failure = await attack.world.institution
        .askOnce(REPORT, { reports })
        .then(({ reportPaymentStatuses: [spoilt, sound] }) => {
          if (spoilt.outcome !== 'REFUSED' && name === 'NUL')
            attack.complain(`${field} with ${name} is ${spoilt.outcome}, not REFUSED`);
          if (['REFUSED', 'EXCEPTION'].includes(sound.outcome))
            attack.complain(`the report beside a ${field} with ${name} is ${sound.outcome}`);
        }, codeOf);
      if (failure !== undefined) attack.complain(`${field} with ${name} costs the whole call: ${failure}`);
    }
    await poisonElsewhere(attack, name, text);
  }
  for (const { intent } of attack.cases) attack.world.intents.noteWord(intent, 'ACCEPTED', 'APPLIED');
}

async function poisonElsewhere(attack, name, text) {
  const check = { reportId: text, taskId: text, accountState: 'OPEN', returnedName: text, checkedAt: now() };
  await expectNoFault(attack, `a check with ${name}`, CHECKS, { reports: [check] });
  await expectNoFault(attack, `a worker with ${name}`, CLAIM, { limit: 0, leaseSeconds: 60, worker: text });
  await expectNoFault(attack, `a lease of a task with ${name}`, EXTEND, {
    taskIds: [text],
    leaseSeconds: 60,
  });
  await expectNoFault(attack, `a return of a task with ${name}`, RETURN, { taskIds: [text] });
}

function taken({ references }) {
  const said = { reportId: randomUUID(), reference: references.at(-1), status: 'ACCEPTED' };
  return { ...said, evidence: 'REPLY', occurredAt: now() };
}

async function extremes(attack) {
  const claims = [
    ...[-1, 1001, 2 ** 31 - 1, 2 ** 31].map((limit) => ({ limit, leaseSeconds: 60 })),
    ...[0, -1, 3601].map((leaseSeconds) => ({ limit: 0, leaseSeconds })),
  ];
  for (const claim of claims) await expectFaultOfCaller(attack, CLAIM, { ...claim, worker: 'extreme' });
  for (const leaseSeconds of [0, -1, 3601])
    await expectFaultOfCaller(attack, EXTEND, { taskIds: [], leaseSeconds });
  const long = { limit: 0, leaseSeconds: 60, worker: 'w'.repeat(100_000) };
  await expectNoFault(attack, 'a long worker', CLAIM, long);
  const reports = Array.from({ length: 1001 }, () => taken(attack.cases[0]));
  const failure = await attack.world.institution.askOnce(REPORT, { reports }).then(() => 'taken', codeOf);
  if (failure !== 'BAD_USER_INPUT') attack.complain(`1,001 reports at once: ${failure}`);
}

/** Lines of a statement about orders that there never were, with an account and an amount that there are. */
async function forge(attack, step) {
  const [{ amount }] = attack.cases;
  const unknown = [
    { reference: randomUUID().replaceAll('-', '').toUpperCase() },
    { reference: 'KHONG CO' },
    { externalReference: 'X-KHONG-CO' },
  ];
  const line = { status: 'SETTLED', evidence: 'STATEMENT', amount };
  for (const named of unknown) await expectOutcome(attack, step, { ...line, ...named });
}

/** Another institution's payments, in every state that would do harm. */
async function meddle(attack, step) {
  const { people, otherInstitution } = attack.world;
  const stateOf = (payments) => JSON.stringify(payments.map(({ id, status }) => [id, status]).sort());
  const payments = await people.payments(otherInstitution);
  for (const { attempts } of payments.slice(0, 5)) {
    const [{ reference }] = attempts;
    for (const status of ['SETTLED', 'REJECTED', 'RETURNED'])
      await expectOutcome(attack, step, { reference, status, evidence: 'STATEMENT' });
  }
  const after = await people.payments(otherInstitution);
  if (payments.length === 0 || stateOf(after) !== stateOf(payments))
    attack.complain("another institution's payments have moved, or there are none");
}

async function expectOutcome(attack, step, words) {
  const [{ outcome }] = await attack.report([{ reportId: randomUUID(), occurredAt: now(), ...words }]);
  if (!step.outcome.includes(outcome))
    attack.complain(`${words.status} is ${outcome}, not ${step.outcome.join(' or ')}`);
}

async function expectFaultOfCaller(attack, document, variables) {
  const failure = await attack.world.institution.askOnce(document, variables).then(() => 'taken', codeOf);
  if (failure !== 'BAD_USER_INPUT') attack.complain(`${JSON.stringify(variables)}: ${failure}`);
}

/** Taken or not, it is no fault of the hub's. */
async function expectNoFault(attack, what, document, variables) {
  const failure = await attack.world.institution.askOnce(document, variables).then(() => undefined, codeOf);
  if (failure !== undefined && failure !== 'BAD_USER_INPUT') attack.complain(`${what}: ${failure}`);
}

function codeOf(failure) {
  if (failure instanceof HubFailure) return failure.code;
  throw failure;
}

export const STRANGE_STEPS = { poison, extremes, forge, meddle };
