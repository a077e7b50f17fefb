/** After the attacks: people go on paying, the institution becomes honest and says what is in its book, two people decide whatever
 *  is listed, by that book. Then everybody must have been paid once, and nothing may be left. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { intentOf } from './intents.mjs';
import { CLAIM, OTHER_ACCOUNT, REPORT } from './steps.mjs';

const FINAL = ['SETTLED', 'REJECTED', 'CANCELLED', 'RETURNED'];
const WITHIN_MS = 30_000;
const PAUSE_MS = 300;
/** Nobody closes one thing for ever. */
const CLOSED_MAX = 3;
const LISTED_MAX = 20;

const referencesOf = ({ attempts }) => attempts.map(({ reference }) => reference);

export class Ending {
  #world;
  #closed = new Map();

  constructor(world) {
    this.#world = world;
  }

  async run() {
    // Before anybody has decided anything: whoever is in doubt must be in none of these.
    await this.#payMonths();
    await this.#workUntilNothingComes();
    await this.#showStatement();
    await this.#settle();
    // What was found not to be paid is paid now.
    await this.#payMonths();
    await this.#settle();
    await this.#showStatement();
    await this.#settle();
    await this.#judge();
  }

  async #payMonths() {
    const [thisMonth, nextMonth] = this.#world.periods;
    await this.#world.people.makeBatch(thisMonth);
    await this.#world.people.makeBatch(nextMonth, { carryForward: true });
  }

  /** Every line of the institution's book, whether it has told of it or not. */
  async #showStatement() {
    const reports = this.#world.book.bookings.flatMap((booking) => [
      lineOf(booking, 'SETTLED'),
      ...(booking.isGivenBack ? [lineOf(booking, 'RETURNED')] : []),
    ]);
    await this.#world.institution.ask(REPORT, { reports });
  }

  async #settle() {
    for (const until = Date.now() + WITHIN_MS; Date.now() < until; await delay(PAUSE_MS)) {
      await this.#workUntilNothingComes();
      await this.#decide();
      if (await this.#isOver()) return;
    }
  }

  async #isOver() {
    const exceptions = await this.#world.people.exceptions();
    if (exceptions.some(({ resolvedAt }) => resolvedAt === null)) return false;
    return (await this.#world.people.payments()).every(({ status }) => FINAL.includes(status));
  }

  async #workUntilNothingComes() {
    const { institution, intents } = this.#world;
    // A new session to begin with: what the hub has kept for people is not held back by a lease.
    for (let newSession = true; ; newSession = false) {
      const asked = { limit: 1_000, worker: 'ending', newSession };
      const { claimPayments: tasks } = await institution.ask(CLAIM, asked);
      if (tasks.length === 0) return;
      const reports = [];
      for (const task of tasks) reports.push(await this.#answer(task));
      const { reportPaymentStatuses: receipts } = await institution.ask(REPORT, { reports });
      for (const [at, { outcome }] of receipts.entries())
        intents.noteWord(await intents.of(tasks[at].paymentId), reports[at].status, outcome);
    }
  }

  async #answer({ action, paymentId, reference, amount }) {
    const { book, intents } = this.#world;
    if (action === 'SUBMIT') {
      intents.checkSubmit(await intents.of(paymentId));
      book.book({ reference, amount });
    }
    const evidence = action === 'SUBMIT' ? 'REPLY' : 'INQUIRY';
    const booking = book.of(reference).at(-1);
    if (booking === undefined) {
      const said = { reportId: randomUUID(), reference, occurredAt: new Date().toISOString() };
      return { ...said, status: 'UNKNOWN', reason: 'NOT_RECEIVED', evidence };
    }
    return { ...lineOf(booking, booking.isGivenBack ? 'RETURNED' : 'SETTLED'), evidence };
  }

  async #decide() {
    const payments = new Map((await this.#world.people.payments()).map((payment) => [payment.id, payment]));
    for (const exception of await this.#world.people.exceptions())
      if (exception.resolvedAt === null)
        await this.#decideOne(exception, payments.get(exception.payment?.id));
  }

  async #decideOne(exception, payment) {
    const about = `${exception.kind} ${payment?.id}`;
    for (const decision of this.#wanted(exception, payment)) {
      if (decision === null) {
        this.#closed.set(about, (this.#closed.get(about) ?? 0) + 1);
        if (this.#closed.get(about) > CLOSED_MAX) continue;
      }
      if ((await this.#world.people.decide(exception, decision)) !== undefined) continue;
      if (payment) this.#world.intents.noteDecision(intentOf(payment), decision);
      return;
    }
  }

  /** What the book says first, then what else ends it; last a closing reason. */
  #wanted({ allowedDecisions }, payment) {
    if (payment === undefined) return [null];
    const truth = this.#world.book.truth(referencesOf(payment), payment.amount);
    const otherwise = {
      WAS_NOT_PAID: ['GIVE_UP', 'RECOVERED'],
      PAID_OTHER_ACCOUNT: ['RECOVERED'],
    };
    const wanted = [truth, ...(otherwise[truth] ?? ['WRITTEN_OFF'])];
    const isOver = FINAL.includes(payment.status) || allowedDecisions === undefined;
    return [
      ...wanted.filter((decision) => (allowedDecisions ?? wanted).includes(decision)),
      ...(isOver ? [null] : []),
    ];
  }

  async #judge() {
    const exceptions = await this.#world.people.exceptions();
    const intents = new Map();
    for (const payment of await this.#world.people.payments())
      intents.set(intentOf(payment), [...(intents.get(intentOf(payment)) ?? []), payment]);
    for (const [intent, payments] of intents) {
      const ids = payments.map(({ id }) => id);
      const listed = exceptions.filter(({ payment }) => ids.includes(payment?.id));
      for (const text of this.#faults(intent, payments, listed)) this.#world.intents.complain(intent, text);
    }
  }

  /** What must hold of one thing to be paid. */
  *#faults(intent, payments, listed) {
    const open = listed.filter(({ resolvedAt }) => resolvedAt === null);
    const waiting = [...new Set(open.map(({ kind }) => kind))].sort().join(', ');
    if (waiting) yield `no decision of people ends ${waiting}`;
    if (listed.length > LISTED_MAX) yield `people are shown ${listed.length} exceptions for it`;
    for (const { status } of payments)
      if (!FINAL.includes(status)) yield `it is stuck in ${status}${waiting ? '' : ', and nobody is told'}`;
    const counts = payments.map((payment) => this.#world.book.credits(referencesOf(payment)).length);
    const credits = counts.reduce((sum, count) => sum + count, 0);
    if (credits > 1 && listed.length === 0) yield `it was paid ${credits} times, and nobody was told`;
    if (credits === 0 && !this.#world.dead.has(intent)) yield 'it was never paid';
    for (const [at, { status }] of payments.entries())
      if ((status === 'SETTLED') !== counts[at] > 0 && listed.length === 0)
        yield `it is ${status}, and was booked ${counts[at]} times`;
  }
}

function lineOf({ reference, number, amount, isRightAccount }, status) {
  return {
    ...{ reportId: randomUUID(), reference, externalReference: number, status, amount },
    ...{ evidence: 'STATEMENT', occurredAt: new Date().toISOString() },
    ...(!isRightAccount && { account: OTHER_ACCOUNT }),
  };
}
