/** Brings the journal's reports to the hub until there is a receipt for each. */
import { HubFailure, Refused, Unreachable } from './hub.mjs';

const REPORT = `mutation ($reports: [PaymentStatusReport!]!) {
  reportPaymentStatuses(reports: $reports) { reportId outcome message } }`;
const REPORTS_MAX = 500;

export class Reports {
  #hub;
  #journal;

  constructor({ hub, journal }) {
    this.#hub = hub;
    this.#journal = journal;
  }

  async deliver() {
    const reports = this.#journal.pendingReports();
    for (let at = 0; at < reports.length; at += REPORTS_MAX)
      await this.#send(reports.slice(at, at + REPORTS_MAX));
  }

  async #send(reports) {
    let receipts;
    try {
      receipts = (await this.#hub.ask(REPORT, { reports })).reportPaymentStatuses;
    } catch (failure) {
      if (!(failure instanceof HubFailure) || failure instanceof Unreachable) throw failure;
      if (reports.length === 1) return this.#giveUp(reports[0], failure);
      // One that cannot be taken must not hold up the others.
      for (const report of reports) await this.#send([report]);
      return;
    }
    for (const receipt of receipts) this.#close(receipt);
  }

  /** A report that the hub will never take is for a person. Anything else is tried again later. */
  #giveUp({ reportId }, failure) {
    if (!(failure instanceof Refused)) throw failure;
    this.#journal.closeReport(reportId, failure.code);
    console.error(`For a person: the hub does not take ${reportId}: ${failure.message}`);
  }

  /** Every outcome is final: EXCEPTION waits for people at the hub, REFUSED for whoever runs this adapter. */
  #close({ reportId, outcome, message }) {
    this.#journal.closeReport(reportId, outcome);
    if (outcome === 'EXCEPTION' || outcome === 'REFUSED') console.error(`${outcome} ${reportId}: ${message}`);
  }
}
