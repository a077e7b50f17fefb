/** What is to be paid once, whatever number of payments and attempts it takes: one amount to one person for one month. And what
 *  may be sent no more, because the institution has spoken of money. */

/** After these there is no money on its way: it may be paid anew. */
const NOTHING_MOVED = ['REJECTED', 'CANCELLED', 'RETURNED'];
/** Decided by two people, these leave nothing to be sent. */
const PAID = ['WAS_PAID', 'PAID_OTHER_AMOUNT', 'WRITTEN_OFF'];
const HANDED_OUT = '(handed out)';

export class Intents {
  complaints = new Map();
  #people;
  #payments = new Map();
  #words = new Map();

  constructor(people) {
    this.#people = people;
  }

  async of(paymentId) {
    if (!this.#payments.has(paymentId))
      this.#payments = new Map((await this.#people.payments()).map((payment) => [payment.id, payment]));
    return intentOf(this.#payments.get(paymentId));
  }

  /** What the hub has refused, or has heard before, or is past, says nothing new. */
  noteWord(intent, status, outcome) {
    if (outcome === 'APPLIED' && NOTHING_MOVED.includes(status)) this.#words.delete(intent);
    else if (['APPLIED', 'EXCEPTION'].includes(outcome) && !['REJECTED', 'CANCELLED'].includes(status))
      this.#words.set(intent, status);
  }

  noteDecision(intent, decision) {
    if (decision !== null && !PAID.includes(decision)) this.#words.delete(intent);
  }

  /** A SUBMIT has been handed out. */
  checkSubmit(intent) {
    const word = this.#words.get(intent);
    if (word !== undefined)
      this.complain(intent, `SUBMIT was handed out after the institution's word ${word}`);
    // From here on it may be sent: the next SUBMIT would be one too many.
    this.#words.set(intent, HANDED_OUT);
  }

  /** It was given back unsent. */
  noteUnsent(intent) {
    if (this.#words.get(intent) === HANDED_OUT) this.#words.delete(intent);
  }

  complain(intent, text) {
    this.complaints.set(intent, [...(this.complaints.get(intent) ?? []), text]);
  }
}

export function intentOf({ beneficiary, period, amount }) {
  return `${beneficiary.id} ${period} ${amount}`;
}
