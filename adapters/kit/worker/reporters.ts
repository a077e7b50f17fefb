/** The three kinds of report and the mutations that carry them. */
import {
  ReportAccountChecksDocument,
  ReportCitizenChecksDocument,
  ReportPaymentStatusesDocument,
  type AccountCheckReport,
  type CitizenCheckReport,
  type PaymentStatusReport,
} from '../generated/hub-client.js';
import type { HubConnection } from '../hub/hub-connection.js';
import type { Log } from '../log.js';
import { Reporter } from './reporter.js';

export interface Reporters {
  readonly payments: Reporter<PaymentStatusReport>;
  readonly accountChecks: Reporter<AccountCheckReport>;
  readonly citizenChecks: Reporter<CitizenCheckReport>;
  /** @returns how many reports were never acknowledged within `forMs` */
  drain(forMs: number): Promise<number>;
}

export function openReporters(hub: HubConnection, log: Log): Reporters {
  const payments = new Reporter<PaymentStatusReport>(
    async (reports) => (await hub.execute(ReportPaymentStatusesDocument, { reports })).reportPaymentStatuses,
    log,
  );
  const accountChecks = new Reporter<AccountCheckReport>(
    async (reports) => (await hub.execute(ReportAccountChecksDocument, { reports })).reportAccountChecks,
    log,
  );
  const citizenChecks = new Reporter<CitizenCheckReport>(
    async (reports) => (await hub.execute(ReportCitizenChecksDocument, { reports })).reportCitizenChecks,
    log,
  );
  const all = [payments, accountChecks, citizenChecks];
  return {
    payments,
    accountChecks,
    citizenChecks,
    drain: async (forMs) =>
      (await Promise.all(all.map((reporter) => reporter.drain(forMs)))).reduce((a, b) => a + b),
  };
}
