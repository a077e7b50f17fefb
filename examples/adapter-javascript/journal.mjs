/** What this adapter must not forget when it is killed: which references it has sent, and which reports have no receipt yet.
 *  Everything is on disk before the next step is taken. */
import { randomUUID } from 'node:crypto';

import { Lines } from './lines.mjs';

export class Journal {
  #sent = new Set();
  #pending = new Map();
  #lines;

  constructor(path) {
    this.#lines = new Lines(path);
    for (const entry of this.#lines.entries) this.#remember(entry);
  }

  /** Call it before every order: what stands here may have been received. */
  noteSending(reference) {
    this.#write({ sending: reference });
  }

  /** The order provably never left this machine. */
  noteNotSent(reference) {
    this.#write({ notSent: reference });
  }

  wasSent(reference) {
    return this.#sent.has(reference);
  }

  /** Gives the report its id and keeps both until there is a receipt: a repeat is the same to the letter. */
  addReport(report) {
    this.#write({ report: { reportId: randomUUID(), ...report } });
  }

  closeReport(reportId, outcome) {
    this.#write({ receipt: reportId, outcome });
  }

  /** The oldest first: the hub reads reports in the order of the facts. */
  pendingReports() {
    return [...this.#pending.values()];
  }

  #write(entry) {
    this.#lines.append(entry);
    this.#remember(entry);
  }

  #remember({ sending, notSent, report, receipt }) {
    if (sending !== undefined) this.#sent.add(sending);
    if (notSent !== undefined) this.#sent.delete(notSent);
    if (report !== undefined) this.#pending.set(report.reportId, report);
    if (receipt !== undefined) this.#pending.delete(receipt);
  }
}
