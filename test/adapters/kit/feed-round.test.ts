import { describe, expect, it } from '@jest/globals';
import type { FeedPage, PaymentNotice } from '../../../adapters/kit/index.js';
import { silentLog } from '../../../adapters/kit/index.js';
import { feedRound } from '../../../adapters/kit/worker/feed-round.js';
import type { RoundRoom } from '../../../adapters/kit/worker/rounds-of.js';

const notice = (reference: string): PaymentNotice => ({
  ...{ reference, status: 'SETTLED', evidence: 'NOTIFICATION' },
  occurredAt: new Date('2026-11-22T03:00:00Z'),
});

/** An institution that keeps its pages until they are confirmed, and a hub that takes reports once it is there. */
function world(pages: readonly (readonly string[])[]) {
  const done: string[] = [];
  const waiting = [...pages];
  let arrive: () => void = () => undefined;
  const hubIsThere = new Promise<void>((resolve) => (arrive = resolve));
  const read = (): Promise<FeedPage | undefined> => {
    const [page] = waiting;
    const confirm = () => Promise.resolve(void done.push(`confirmed ${waiting.shift()?.join('+')}`));
    return Promise.resolve(page && { notices: page.map(notice), confirm });
  };
  const report = async ({ reference }: { reference?: string }) => {
    await hubIsThere;
    done.push(`hub has ${reference}`);
    return 'APPLIED';
  };
  const room = {
    session: { feed: { everyMs: 1_000, read } },
    reporters: { payments: { report } },
    log: silentLog,
  } as unknown as RoundRoom;
  return { done, arrive, round: feedRound(room) };
}

describe('an institution’s feed', () => {
  it('is read page by page to its end, and no page is confirmed before the hub has all of it', async () => {
    const { arrive, done, round } = world([['A', 'B'], ['C']]);

    const turn = round?.turn(new AbortController().signal);
    await new Promise(setImmediate);
    const beforeTheHub = [...done];
    arrive();
    await turn;

    expect(beforeTheHub).toEqual([]);
    expect(done).toEqual(['hub has A', 'hub has B', 'confirmed A+B', 'hub has C', 'confirmed C']);
  });

  it('is left for the next turn when the adapter stops', async () => {
    const { done, round } = world([['A']]);

    await round?.turn(AbortSignal.abort());

    expect(done).toEqual([]);
  });

  it('makes no round where there is none', () => {
    expect(feedRound({ session: {} } as RoundRoom)).toBeUndefined();
  });
});
