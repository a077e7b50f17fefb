/** One attack, step by step. ../../attacks says which; what must hold afterwards is judged in ending.mjs. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { intentOf } from './intents.mjs';
import { STRANGE_STEPS } from './strange.mjs';

export const CLAIM = `mutation ($limit: Int!, $worker: String!, $newSession: Boolean!) {
  claimPayments(limit: $limit, leaseSeconds: 3600, worker: $worker, newSession: $newSession) {
    id action paymentId reference amount accountNumber
  } }`;
export const REPORT = `mutation ($reports: [PaymentStatusReport!]!) {
  reportPaymentStatuses(reports: $reports) { reportId outcome message } }`;
const EXTEND = `mutation ($taskIds: [ID!]!, $leaseSeconds: Int!) {
  extendLeases(taskIds: $taskIds, leaseSeconds: $leaseSeconds) }`;
const RETURN = 'mutation ($taskIds: [ID!]!) { returnTasks(taskIds: $taskIds) }';

export const OTHER_ACCOUNT = '9999000099990000';
const CLAIM_WITHIN_MS = 20_000;
const LISTED_WITHIN_MS = 20_000;
const PAUSE_MS = 200;
const REPORTS_MAX = 1_000;

/** One payment under attack. */
class Case {
  references = [];

  constructor(task, intent) {
    this.paymentId = task.paymentId;
    this.amount = task.amount;
    this.intent = intent;
    this.take(task);
  }

  take({ id, reference }) {
    this.taskId = id;
    if (!this.references.includes(reference)) this.references.push(reference);
  }
}

export class Attack {
  complaints = [];
  cases = [];
  #script;

  constructor(script, world) {
    this.name = script.name;
    this.world = world;
    this.#script = script;
  }

  async takePayments() {
    const { payments: count = 1 } = this.#script;
    for (const task of await this.#claim(count)) {
      const intent = await this.world.intents.of(task.paymentId);
      this.world.intents.checkSubmit(intent);
      this.cases.push(new Case(task, intent));
    }
    if (this.cases.length < count) throw new Error(`There are too few payments: ${this.name} finds none`);
  }

  async run() {
    for (const [at, step] of this.#script.steps.entries()) {
      const where = `step ${at + 1} (${step.do})`;
      const strange = STRANGE_STEPS[step.do];
      if (strange) await strange(this, step);
      else for (const one of this.#meant(step)) await this.#steps[step.do](one, step, where);
    }
  }

  complain(text) {
    this.complaints.push(text);
  }

  async endSession() {
    await this.#claim(0, { newSession: true });
  }

  async report(reports) {
    const receipts = [];
    for (let at = 0; at < reports.length; at += REPORTS_MAX) {
      const part = reports.slice(at, at + REPORTS_MAX);
      receipts.push(...(await this.world.institution.ask(REPORT, { reports: part })).reportPaymentStatuses);
    }
    return receipts;
  }

  #meant({ of }) {
    return of === undefined ? this.cases : [this.cases[of]];
  }

  #steps = {
    book: ({ references, amount }, { attempt = -1, amountPlus = 0, account }) =>
      this.world.book.book({
        reference: references.at(attempt),
        amount: amount + amountPlus,
        isRightAccount: account === undefined,
      }),

    giveBack: ({ references }) => this.world.book.giveBack(references.at(-1)),

    report: (one, step, where) => this.#report(one, step, where),

    neverReceived: (one, _step, where) => {
      const said = { status: 'UNKNOWN', evidence: 'INQUIRY', reason: 'NOT_RECEIVED', outcome: ['APPLIED'] };
      return this.#report(one, said, where);
    },

    return: async ({ taskId, intent }, { count }, where) => {
      const { returnTasks } = await this.world.institution.ask(RETURN, { taskIds: [taskId] });
      if (count !== undefined && returnTasks !== count)
        this.complain(`${where}: ${returnTasks} tasks were returned, not ${count}`);
      if (returnTasks > 0) this.world.intents.noteUnsent(intent);
    },

    extend: async ({ taskId }, { count }, where) => {
      const asked = { taskIds: [taskId], leaseSeconds: 60 };
      const { extendLeases } = await this.world.institution.ask(EXTEND, asked);
      if (extendLeases !== count) this.complain(`${where}: ${extendLeases} leases run on, not ${count}`);
    },

    lapse: () => this.endSession(),

    claim: (one, step, where) => this.#claimAgain(one, step, where),

    /** People make the month's next batch: whoever was refused, or gave the money back, is in it. */
    payAgain: async ({ intent }, _step, where) => {
      await this.world.people.makeBatch(this.world.periods[0]);
      const payments = await this.world.people.payments();
      if (payments.filter((payment) => intentOf(payment) === intent).length < 2)
        this.complain(`${where}: the next batch leaves the person out`);
    },

    people: async ({ paymentId, intent }, { decision }, where) => {
      const { people, intents } = this.world;
      const said = [];
      for (const until = Date.now() + LISTED_WITHIN_MS; said.length === 0 && Date.now() < until;) {
        for (const exception of await people.openExceptions(paymentId))
          said.push(await people.decide(exception, decision));
      }
      if (said.includes(undefined)) intents.noteDecision(intent, decision);
      // That a note is not enough is what the hub may well say.
      else if (decision !== null)
        this.complain(
          `${where}: two people cannot decide ${decision}: ${said.join(', ') || 'nothing is listed'}`,
        );
    },

    die: async ({ intent }) => {
      await this.world.register.letDie(intent.split(' ')[0]);
      this.world.dead.add(intent);
    },
  };

  async #report(one, step, where) {
    const words = this.#wordsOf(one, step);
    const id = step.id === undefined ? undefined : `${this.name}-${step.id}`;
    const reports = Array.from({ length: step.times ?? 1 }, () => ({
      reportId: id ?? randomUUID(),
      ...words,
    }));
    const { outcome: expected = [] } = step;
    const { repeats } = this.world.institution;
    for (const receipt of await this.report(reports)) {
      const isRepeat = receipt.outcome === 'DUPLICATE' && repeats !== this.world.institution.repeats;
      // The first receipt was lost on its way.
      const outcome = isRepeat ? (expected[0] ?? receipt.outcome) : receipt.outcome;
      this.world.intents.noteWord(one.intent, step.status, outcome);
      if (expected.length > 0 && !expected.includes(outcome)) {
        this.complain(`${where}: ${step.status} is ${outcome}, not ${expected.join(' or ')}`);
        break;
      }
    }
  }

  #wordsOf({ references, amount }, step) {
    const { status, evidence, reason, occurredAt = new Date().toISOString() } = step;
    const reference = references.at(step.attempt ?? -1);
    const isOthers = step.externalReferenceOf !== undefined;
    const named = isOthers ? this.cases[step.externalReferenceOf].references.at(-1) : reference;
    const isNumbered = isOthers || !['REJECTED', 'CANCELLED'].includes(status);
    const number = this.world.book.of(named).at(step.booking ?? -1)?.number;
    return {
      ...{ status, evidence, reason, occurredAt },
      ...(!step.withoutReference && { reference }),
      ...(['SETTLED', 'RETURNED'].includes(status) && {
        amount: step.amount ?? amount + (step.amountPlus ?? 0),
      }),
      ...(step.account && { account: OTHER_ACCOUNT }),
      ...(isNumbered && { externalReference: number }),
    };
  }

  /** Waits until the payment is handed out again. What others are attacked with goes back as it was. */
  async #claimAgain(one, { action }, where) {
    for (const until = Date.now() + CLAIM_WITHIN_MS; Date.now() < until; await delay(PAUSE_MS)) {
      const tasks = await this.#claim(1_000);
      // It, or what has taken its place.
      let mine;
      for (const task of tasks)
        if ((await this.world.intents.of(task.paymentId)) === one.intent) mine ??= task;
      const taskIds = tasks.filter((task) => task !== mine).map(({ id }) => id);
      if (taskIds.length > 0) await this.world.institution.ask(RETURN, { taskIds });
      if (mine === undefined) continue;
      one.take(mine);
      if (mine.action === 'SUBMIT') this.world.intents.checkSubmit(one.intent);
      if (mine.action !== action) this.complain(`${where}: ${mine.action} was handed out, not ${action}`);
      return;
    }
    this.complain(`${where}: nothing was handed out`);
  }

  async #claim(limit, { newSession = false } = {}) {
    const asked = { limit, worker: `attack ${this.name}`, newSession };
    return (await this.world.institution.ask(CLAIM, asked)).claimPayments;
  }
}
