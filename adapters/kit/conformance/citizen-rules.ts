/** What every register of citizens must do, whatever its protocol. */
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { CitizenCheckTask } from '../adapter.js';
import type { SimulatedCitizen } from '../simulator/index.js';
import type { Bench } from './bench.js';
import { rule, type Rule } from './rule.js';

const living: SimulatedCitizen = {
  personalId: '079160000017',
  oldIdNumber: '024000017',
  fullName: 'Nguyễn Thị Hường',
  dateOfBirth: '1960-05-17',
  gender: 'FEMALE',
  residenceCode: '26734',
};
const dead: SimulatedCitizen = {
  ...living,
  personalId: '001040000025',
  fullName: 'Trần Văn Bình',
  dateOfBirth: '1940-02-03',
  gender: 'MALE',
  isDeceased: true,
};
const citizens = [living, dead];

export const citizenRules: readonly Rule[] = [
  rule(
    {
      id: 'CIT-01',
      title: 'a citizen whose record agrees is a match',
    },
    async (bench) => {
      await bench.startSimulator({}, citizens);
      await bench.startAdapter();

      expect(await check(bench, living)).toMatchObject({ verdict: 'MATCH' });
    },
  ),
  rule(
    {
      id: 'CIT-02',
      title: 'a name that the register does not have is a mismatch',
    },
    async (bench) => {
      await bench.startSimulator({}, citizens);
      await bench.startAdapter();

      expect(await check(bench, { ...living, fullName: 'Phạm Thị Lan' })).toMatchObject({
        verdict: 'MISMATCH',
      });
    },
  ),
  rule(
    {
      id: 'CIT-03',
      title: 'a number that the register does not have is never a match',
    },
    async (bench) => {
      await bench.startSimulator({}, citizens);
      await bench.startAdapter();

      const { verdict } = await check(bench, { ...living, personalId: '079160999999' });

      expect(['NOT_FOUND', 'MISMATCH']).toContain(verdict);
    },
  ),
  rule(
    {
      id: 'CIT-04',
      title: 'a full record tells that a citizen is dead',
    },
    async (bench) => {
      await bench.startSimulator({}, citizens);
      await bench.startAdapter();

      expect(await check(bench, dead, 'FULL_RECORD')).toMatchObject({ verdict: 'DECEASED' });
    },
  ),
  rule(
    {
      id: 'CIT-05',
      title: 'a full record tells which field disagrees',
    },
    async (bench) => {
      await bench.startSimulator({}, citizens);
      await bench.startAdapter();

      const answer = await check(bench, { ...living, dateOfBirth: '1961-05-17' }, 'FULL_RECORD');

      expect(answer).toMatchObject({ verdict: 'MISMATCH', mismatches: ['DATE_OF_BIRTH'] });
    },
  ),
  rule(
    {
      id: 'CIT-06',
      title: 'a register that cannot be reached is unavailable, which says nothing about the citizen',
    },
    async (bench) => {
      await bench.startSimulator({}, citizens);
      await bench.stopSimulator();
      await bench.startAdapter();

      expect(await check(bench, living)).toMatchObject({ verdict: 'UNAVAILABLE' });
    },
  ),
  rule(
    {
      id: 'CIT-07',
      title: 'no log line of a check holds a personal id or a name',
    },
    async (bench) => {
      await bench.startSimulator({ dropBeforeBooking: 0.5, serverError: 0.5 }, citizens);
      await bench.startAdapter();
      await check(bench, living);
      await check(bench, dead, 'FULL_RECORD');

      await bench.stopAdapter();

      const text = bench.logged.join('\n');
      for (const { fullName, personalId } of citizens) {
        for (const secret of [fullName, personalId]) expect(text).not.toContain(secret);
      }
    },
  ),
];

async function check(
  bench: Bench,
  citizen: SimulatedCitizen,
  scope: CitizenCheckTask['scope'] = 'AUTHENTICATE',
) {
  const task: CitizenCheckTask = {
    id: `tsk_${randomUUID()}`,
    scope,
    personalId: citizen.personalId,
    oldIdNumber: citizen.oldIdNumber,
    fullName: citizen.fullName,
    dateOfBirth: citizen.dateOfBirth,
    gender: citizen.gender,
    residenceCode: citizen.residenceCode,
    requestedBy: 'officer-of-the-suite',
    purpose: 'VERIFICATION',
  };
  await bench.hub.addCitizenCheck(task);
  return await bench.answer(() => bench.hub.citizenAnswer(task.id));
}
