/** Nothing may be sent under a lease that may have ended. */
import { describe, expect, it } from '@jest/globals';
import { silentLog } from '../../../adapters/kit/index.js';
import { Leases } from '../../../adapters/kit/worker/leases.js';

function leasesWith(extend: (ids: readonly string[]) => Promise<number>) {
  const time = { monotonicMs: 0, wallMs: 0 };
  const asked: string[][] = [];
  const leases = new Leases({
    leaseSeconds: 60,
    extend: (ids) => {
      asked.push([...ids]);
      return extend(ids);
    },
    log: silentLog,
    clock: () => new Date(time.wallMs),
    monotonicMs: () => time.monotonicMs,
  });
  const pass = (forMs: number) => {
    time.monotonicMs += forMs;
    time.wallMs += forMs;
  };
  return { leases, time, asked, pass };
}

const granted = (ids: readonly string[]) => Promise.resolve(ids.length);
const refused = () => Promise.resolve(0);
const failed = () => Promise.reject(new Error('hub away'));

describe('the leases of a worker', () => {
  it('are good without asking while enough of them is left', async () => {
    const { leases, asked, pass } = leasesWith(refused);
    leases.hold(['tsk_1'], leases.now());
    pass(50_000);

    expect(await leases.confirm('tsk_1')).toBe(true);
    expect(asked).toEqual([]);
  });

  it('are confirmed by the hub when their end is near', async () => {
    const { leases, asked, pass } = leasesWith(granted);
    leases.hold(['tsk_1'], leases.now());
    pass(56_000);

    expect(await leases.confirm('tsk_1')).toBe(true);
    expect(asked).toEqual([['tsk_1']]);
  });

  it.each([
    ['the hub says they are not ours any more', refused],
    ['the hub cannot be asked', failed],
  ])('are over when %s', async (_why, extend) => {
    const { leases, pass } = leasesWith(extend);
    leases.hold(['tsk_1'], leases.now());
    pass(56_000);

    expect(await leases.confirm('tsk_1')).toBe(false);
  });

  it.each([
    ['the machine slept, so that only the wall clock went on', 'wallMs'],
    ['somebody set the wall clock back', 'monotonicMs'],
  ] as const)('end by whichever clock is ahead: %s', async (_why, clock) => {
    const { leases, time } = leasesWith(refused);
    leases.hold(['tsk_1'], leases.now());
    time[clock] += 61_000;

    expect(await leases.confirm('tsk_1')).toBe(false);
  });

  it('are unknown for a task that was given back', async () => {
    const { leases } = leasesWith(granted);
    leases.hold(['tsk_1'], leases.now());
    leases.release('tsk_1');

    expect(await leases.confirm('tsk_1')).toBe(false);
  });
});
