/** NAPAS: transfers to accounts at any other bank, status requests, masked account checks, notifications and statements. See README.md. */
import {
  AdapterError,
  type AccountChecker,
  type Adapter,
  type AdapterDeps,
  type AdapterSession,
  type PaymentRail,
} from '../kit/index.js';
import {
  readInterbankStatusReport,
  readStatementFile,
  readVerificationReport,
} from '../protocols/iso20022/index.js';
import { capabilities, capabilitiesOf } from './capabilities.js';
import { NapasClient, reading } from './client.js';
import { parseConfig, type NapasConfig } from './config.js';
import { listenForNotifications } from './notification-listener.js';
import { answerOfVerification, outcomeFor } from './translate.js';
import { statusRequestOf, transferIdOf, transferOf, verificationIdOf, verificationOf } from './wire.js';

export { demoConfig } from './demo-partnership.js';

export const adapter: Adapter<NapasConfig> = {
  name: 'napas',
  institution: 'NAPAS',
  capabilities,
  parseConfig,
  start,
  readStatement: readStatementFile,
};

async function start(config: NapasConfig, deps: AdapterDeps): Promise<AdapterSession> {
  const listener = await listenForNotifications(config, deps);
  const callbackUrl = config.notification.publicUrl ?? listener.url;
  const client = new NapasClient(config, callbackUrl, deps.clock);
  return {
    payment: paymentRail(client, config, deps),
    accountChecks: accountChecker(client, config, deps),
    statements: {
      everyMs: config.statementIntervalMs,
      read: async (day) => readStatementFile(await client.statement(day), deps.clock()),
    },
    capabilities: capabilitiesOf(config),
    callbackUrl,
    stop: async () => {
      await listener.stop();
      await client.close();
    },
  };
}

function paymentRail(client: NapasClient, config: NapasConfig, { clock }: AdapterDeps): PaymentRail {
  return {
    submit: async ({ reference, ...task }, lease) => {
      const message = transferOf({ reference, ...task }, config, clock());
      const report = reading(
        readInterbankStatusReport,
        await client.transfer(message, lease && (() => lease.confirm())),
      );
      const said = { evidence: 'REPLY', occurredAt: report.createdAt ?? clock() } as const;
      const isAbout = report.originalMessageId === transferIdOf(reference);
      return aboutUs(isAbout ? outcomeFor(reference, report, said) : undefined);
    },
    inquire: async ({ reference }) => {
      const request = statusRequestOf(reference, config, clock());
      const report = reading(readInterbankStatusReport, await client.ask(request));
      const said = { evidence: 'INQUIRY', occurredAt: report.createdAt ?? clock() } as const;
      // That a request was turned away says nothing of the transfer: only a word that names it does.
      return aboutUs(report.transactions.length > 0 ? outcomeFor(reference, report, said) : undefined);
    },
  };
}

function accountChecker(client: NapasClient, config: NapasConfig, { clock }: AdapterDeps): AccountChecker {
  return {
    check: async (task) => {
      const answer = await client.ask(verificationOf(task, config, clock()));
      const id = verificationIdOf(task);
      const report = reading(readVerificationReport, answer).find(({ originalId }) => originalId === id);
      return answerOfVerification(aboutUs(report), clock());
    },
  };
}

function aboutUs<Answer>(answer: Answer | undefined): Answer {
  if (answer !== undefined) return answer;
  throw new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is about something else');
}
