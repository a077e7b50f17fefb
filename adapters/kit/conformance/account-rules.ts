/** What every checker of accounts must do, whatever its protocol. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { AccountCheckTask } from '../adapter.js';
import { people, type Bench } from './bench.js';
import { rule, type Rule } from './rule.js';

export const accountRules: readonly Rule[] = [
  rule(
    {
      id: 'ACC-01',
      title: 'an open account is found open, with its holder as the institution may tell it',
    },
    async (bench, { accountCheck }) => {
      await bench.startSimulator();
      await bench.startAdapter();

      const answer = await check(bench, people.open);

      expect(answer.accountState).toBe('OPEN');
      if (accountCheck?.returnedName === 'NONE') expect(answer.institutionMatch).toBe('MATCH');
      else expect(answer.returnedName).toEqual(expect.any(String));
      if (accountCheck?.returnedName === 'FULL') expect(answer.returnedName).toBe(people.open.name);
    },
  ),
  rule(
    {
      id: 'ACC-02',
      title: 'an account that nobody has is not found',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter();

      const answer = await check(bench, { ...people.open, number: '0970009999' });

      expect(answer.accountState).toBe('NOT_FOUND');
    },
  ),
  rule(
    {
      id: 'ACC-03',
      title: 'a closed or a blocked account is never open',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.startAdapter();

      const closed = await check(bench, people.closed);
      const blocked = await check(bench, people.blocked);

      expect(['CLOSED', 'BLOCKED', 'NOT_FOUND']).toContain(closed.accountState);
      expect(['CLOSED', 'BLOCKED']).toContain(blocked.accountState);
    },
  ),
  rule(
    {
      id: 'ACC-04',
      title: 'an institution that cannot be reached is unavailable, which says nothing about the account',
    },
    async (bench) => {
      await bench.startSimulator();
      await bench.stopSimulator();
      await bench.startAdapter();

      const answer = await check(bench, people.open);

      expect(answer).toMatchObject({ accountState: 'UNAVAILABLE' });
      expect(answer.returnedName).toBeUndefined();
    },
  ),
  rule(
    {
      id: 'ACC-05',
      title: 'no log line of a check holds an account number, a name or a personal id',
    },
    async (bench) => {
      await bench.startSimulator({ dropBeforeBooking: 0.5, serverError: 0.5 });
      await bench.startAdapter();
      await check(bench, people.open);
      await check(bench, people.blocked);

      await bench.stopAdapter();

      const text = bench.logged.join('\n');
      for (const { number, name, personalId } of [people.open, people.blocked]) {
        for (const secret of [number, number.slice(1), name, personalId]) expect(text).not.toContain(secret);
      }
    },
  ),
];

async function check(bench: Bench, account: { number: string; name: string; personalId: string }) {
  const task: AccountCheckTask = {
    id: `tsk_${randomUUID()}`,
    kind: 'BANK',
    bankBin: bench.bankBin,
    number: account.number,
    holderName: account.name,
    holderPersonalId: account.personalId,
  };
  await bench.hub.addAccountCheck(task);
  return await bench.answer(() => bench.hub.accountAnswer(task.id));
}
