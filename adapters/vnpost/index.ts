/** The post as payment-service organisation: lists of cash payments, reports of the counters, unpaid lists. See README.md. */
import type { Adapter, AdapterDeps, AdapterSession, NoticeFeed } from '../kit/index.js';
import { capabilities, capabilitiesOf } from './capabilities.js';
import { VnPostClient } from './client.js';
import { parseConfig, type VnPostConfig } from './config.js';
import { VnPostRail } from './payment-rail.js';
import { listenForReports, pushPath } from './push-listener.js';
import { readPayOutSheet } from './statement.js';
import { noticesOfReport } from './translate.js';

export { demoConfig } from './demo-partnership.js';

export const adapter: Adapter<VnPostConfig> = {
  name: 'vnpost',
  institution: 'VNPOST',
  capabilities,
  parseConfig,
  start,
  readStatement: readPayOutSheet,
};

async function start(config: VnPostConfig, deps: AdapterDeps): Promise<AdapterSession> {
  const listener = config.listen && (await listenForReports(config.listen, config.postPublicKey, deps));
  const client = new VnPostClient(config, deps.clock);
  return {
    payment: new VnPostRail({ client, config, deps }),
    feed: feedOf(client, config, deps),
    statements: {
      everyMs: config.statementEveryMs,
      read: async (day) => {
        const sheet = await client.statementOf(day);
        return sheet === undefined ? undefined : readPayOutSheet(sheet, deps.clock());
      },
    },
    capabilities: capabilitiesOf(config),
    callbackUrl: listener && `${listener.url}${pushPath}`,
    stop: async () => {
      await listener?.stop();
      await client.close();
    },
  };
}

function feedOf(client: VnPostClient, config: VnPostConfig, { clock }: AdapterDeps): NoticeFeed {
  return {
    everyMs: config.feedEveryMs,
    read: async () => {
      const reports = await client.listReports();
      if (reports.length === 0) return undefined;
      const upTo = Math.max(...reports.map(({ soThuTu }) => soThuTu));
      return {
        notices: reports.flatMap((report) => noticesOfReport(report, clock())),
        confirm: () => client.confirmReports(upTo),
      };
    },
  };
}
