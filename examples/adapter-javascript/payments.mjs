/** What to do with one payment, and how the bank's words become the hub's. Nothing here decides what a payment *is*: it says what
 *  the bank said, and whose word that is. */
import { NotSent } from './client.mjs';

/** Its documents say that it never books one reference twice: what it never received may be sent again. False where no document
 *  says so. */
export const REFUSES_REPEATS = true;

/** The bank's codes, all that its documents name. */
const REASONS = { LIMIT: 'LIMIT_EXCEEDED' };

export class Payments {
  #bank;
  #journal;
  #isMine;

  /** `isMine(task)` asks the hub whether the lease still runs, and makes it run on. */
  constructor({ bank, journal, isMine }) {
    this.#bank = bank;
    this.#journal = journal;
    this.#isMine = isMine;
  }

  /** Resolves with false for a task that is given back: nothing of it was sent. */
  workOn(task) {
    // A SUBMIT comes once. If this machine remembers sending it all the same, the bank is asked.
    const isNew = task.action === 'SUBMIT' && !this.#journal.wasSent(task.reference);
    return isNew ? this.#send(task) : this.#findOut(task);
  }

  async #send(task) {
    // The lease has ended: the hub counts it as unknown and will hand it out as INQUIRE.
    if (!(await this.#isMine(task))) return true;
    const { reference, accountNumber: account, amount, narrative: text } = task;
    const wasSent = this.#journal.wasSent(reference);
    this.#journal.noteSending(reference);
    let answer;
    try {
      answer = await this.#bank.send({ reference, account, amount, text });
    } catch (error) {
      if (!(error instanceof NotSent) || wasSent || task.action === 'INQUIRE') return this.#isUnknown(task);
      this.#journal.noteNotSent(reference);
      return false;
    }
    if (answer.state === 'KNOWN') return this.#findOut(task, { maySend: false });
    return this.#tell(task, answer, 'REPLY');
  }

  async #findOut(task, { maySend = REFUSES_REPEATS } = {}) {
    let answer;
    try {
      answer = await this.#bank.find(task.reference);
    } catch {
      return this.#isUnknown(task);
    }
    if (answer.state === 'NEVER_RECEIVED' && maySend) return this.#send(task);
    return this.#tell(task, answer, 'INQUIRY');
  }

  #tell(task, { state, code, externalReference, amount, bookedAt }, evidence) {
    switch (state) {
      case 'CREDITED':
        // Its reference, its amount, its time: the hub compares.
        return this.#report(task, {
          ...{ status: 'SETTLED', evidence, amount },
          ...{ externalReference, occurredAt: bookedAt },
        });
      case 'REFUSED':
        return this.#report(task, { status: 'REJECTED', evidence, reason: REASONS[code] ?? 'REFUSED' });
      case 'NEVER_RECEIVED':
        // Two people decide whether it is sent again.
        return this.#report(task, { status: 'UNKNOWN', evidence, reason: 'NOT_RECEIVED' });
      default:
        // A word that no document names: never paid, never failed.
        return this.#report(task, { status: 'UNKNOWN', evidence });
    }
  }

  #isUnknown(task) {
    return this.#report(task, { status: 'UNKNOWN', evidence: 'NONE' });
  }

  #report({ reference }, words) {
    this.#journal.addReport({ reference, occurredAt: new Date().toISOString(), ...words });
    return true;
  }
}
