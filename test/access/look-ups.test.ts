import { describe, expect, it } from '@jest/globals';
import { callerFromToken, createLookUps } from '../../src/access/index.js';
import { openLookUps } from '../setup/look-ups.js';

const officer = (subject: string, clientId = 'console') =>
  callerFromToken({
    sub: subject,
    client_id: clientId,
    roles: ['officer'],
    area: '37',
    purposes: ['VERIFICATION'],
  });
const masked = callerFromToken({ sub: 'lan', roles: ['officer'], area: '37', purposes: ['MONITORING'] });
const by = (subject: string, clientId?: string) => ({ caller: officer(subject, clientId), requestId: 'r' });

const found = () => Promise.resolve({ answer: 'found', personIds: ['p'], misses: 0 });
const missed =
  (misses = 1) =>
  () =>
    Promise.resolve({ answer: 'nobody', personIds: [], misses });
const fails = { code: 'RATE_LIMITED', retryable: true };

describe('a look-up', () => {
  it('is refused to a request that does not show personal data, before anything is looked for', async () => {
    const { lookUps, entries } = openLookUps();
    let looked = 0;
    const look = () => ((looked += 1), found());

    await expect(lookUps.run({ caller: masked, requestId: 'r' }, 'x', look)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect([looked, entries]).toEqual([0, []]);
  });

  it('may miss as often as the budget says, and finds as often as it likes', async () => {
    const { lookUps } = openLookUps(2);

    for (let turn = 0; turn < 5; turn += 1) await lookUps.run(by('lan'), 'x', found);
    expect(await lookUps.run(by('lan'), 'x', missed())).toBe('nobody');
    expect(await lookUps.run(by('lan'), 'x', found)).toBe('found');
    expect(await lookUps.run(by('lan'), 'x', missed())).toBe('nobody');
  });

  it('is refused once the budget is spent, whether it would have found or not, and says when to come back', async () => {
    const { lookUps } = openLookUps(2);
    await lookUps.run(by('lan'), 'x', missed(2));

    const extensions = { retryAfterSeconds: expect.any(Number) };
    await expect(lookUps.run(by('lan'), 'x', found)).rejects.toMatchObject({ ...fails, extensions });
    await expect(lookUps.run(by('lan'), 'x', missed())).rejects.toMatchObject(fails);
  });

  it('of many at once tells of nobody, where they miss more than is left', async () => {
    const { lookUps, entries } = openLookUps(2);

    await expect(lookUps.run(by('lan'), 'x', missed(3))).rejects.toMatchObject(fails);
    expect(entries).toMatchObject([{ personIds: [], misses: 3 }]);
  });

  it('cannot miss more often by missing at the same time', async () => {
    const { lookUps, entries } = openLookUps(5);

    const answers = await Promise.allSettled(
      Array.from({ length: 100 }, () => lookUps.run(by('lan'), 'x', missed())),
    );

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(entries).toHaveLength(5);
  });

  it('spends the budget of its own client and subject, and of nobody else', async () => {
    const { lookUps } = openLookUps(1);
    await lookUps.run(by('lan'), 'x', missed());

    await expect(lookUps.run(by('lan'), 'x', missed())).rejects.toMatchObject(fails);
    expect(await lookUps.run(by('mai'), 'x', missed())).toBe('nobody');
    expect(await lookUps.run(by('lan', 'other'), 'x', missed())).toBe('nobody');
  });

  it('that fails is no miss', async () => {
    const { lookUps } = openLookUps(1);
    const breaks = () => Promise.reject(new Error('away'));

    await expect(lookUps.run(by('lan'), 'x', breaks)).rejects.toThrow('away');
    expect(await lookUps.run(by('lan'), 'x', missed())).toBe('nobody');
  });

  it('finds its budget as spent as the log knows it after a restart', async () => {
    const now = new Date();
    const since = new Date(now.getTime() - 600_000);
    const { lookUps: logged } = openLookUps();
    const accessLog = { assertRoom: () => undefined, record: () => undefined } as never;
    const spent = [{ clientId: 'console', subject: 'lan', misses: 60, since }];
    const lookUps = createLookUps({ accessLog, clock: () => now, spent });

    expect(await logged.run(by('lan'), 'x', missed())).toBe('nobody');
    const seconds = (await lookUps.run(by('lan'), 'x', missed()).catch((error: unknown) => error)) as {
      extensions: { retryAfterSeconds: number };
    };
    expect(Math.abs(seconds.extensions.retryAfterSeconds - 3_000)).toBeLessThan(60);
  });
});
