/** Brings an institution's feed to the hub page by page. A page is confirmed only when the hub has all of it, so a crash at any
 *  moment means at most that a page is read twice. */
import type { RoundRoom } from './rounds-of.js';
import type { Round } from './round.js';
import { paymentReport } from './wire-tasks.js';

export function feedRound({ session, reporters, log }: RoundRoom): Round | undefined {
  const { feed } = session;
  if (!feed) return undefined;
  return {
    name: 'feed',
    everyMs: feed.everyMs,
    turn: async (stopping) => {
      while (!stopping.aborted) {
        const page = await feed.read();
        if (page === undefined) return;
        await Promise.all(page.notices.map((notice) => reporters.payments.report(paymentReport(notice))));
        await page.confirm();
        log.debug({ notices: page.notices.length }, 'a page of the feed is with the hub');
      }
    },
  };
}
