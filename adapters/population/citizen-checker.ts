/** Asks the register about one citizen: as little as the task's scope allows, under the officer's id, each request under an id of its own. */
import {
  AdapterError,
  type AdapterDeps,
  type CitizenAnswer,
  type CitizenChecker,
  type CitizenCheckTask,
} from '../kit/index.js';
import type { PopulationClient, UsableAnswer } from './client.js';
import type { PopulationConfig } from './config.js';
import { mismatchesOf, verdictOfLifeStatus } from './translate.js';
import type { CitizenRecord } from './wire.js';

export interface CitizenCheckerParts {
  readonly client: PopulationClient;
  readonly config: Pick<PopulationConfig, 'lifeStatus'>;
  readonly deps: Pick<AdapterDeps, 'clock' | 'log' | 'randomId'>;
}

interface Operation {
  readonly operation: string;
  readonly integrationCode: string;
}

const authenticate: Operation = { operation: 'XacThucThongTinCongDan', integrationCode: '003' };
const lookUp: Operation = { operation: 'TraCuuThongTinCongDan', integrationCode: '037' };

export class PopulationChecker implements CitizenChecker {
  constructor(private readonly parts: CitizenCheckerParts) {}

  async check(task: CitizenCheckTask): Promise<CitizenAnswer> {
    const found = await this.#find(task);
    const answer =
      found.verdict === 'MATCH' || found.verdict === 'MISMATCH' ? await this.#orDeceased(task, found) : found;
    return { ...answer, checkedAt: this.parts.deps.clock() };
  }

  async #find(task: CitizenCheckTask): Promise<Omit<CitizenAnswer, 'checkedAt'>> {
    const birth = birthOf(task);
    // The register answers nothing without a birth date or year; to have none is no word of the register's.
    if (birth === undefined) return { verdict: 'UNAVAILABLE' };
    switch (task.scope) {
      case 'AUTHENTICATE':
        return { verdict: (await this.#authenticate(task, birth)) ? 'MATCH' : 'MISMATCH' };
      case 'FULL_RECORD': {
        const record = (await this.#lookUp(task, birth)) ?? (await this.#lookUpByYear(task, birth));
        if (record === undefined) return { verdict: 'NOT_FOUND' };
        const mismatches = mismatchesOf(task, record);
        return mismatches.length === 0 ? { verdict: 'MATCH' } : { verdict: 'MISMATCH', mismatches };
      }
    }
  }

  /** The death check says more than a match: whoever has died is DECEASED, whatever else agrees or differs. */
  async #orDeceased(
    task: CitizenCheckTask,
    found: Omit<CitizenAnswer, 'checkedAt'>,
  ): Promise<Omit<CitizenAnswer, 'checkedAt'>> {
    const { lifeStatus } = this.parts.config;
    // A record that does not answer to these data could not be asked for its life status by them either.
    if (lifeStatus === undefined || (task.scope === 'AUTHENTICATE' && found.verdict === 'MISMATCH'))
      return found;
    const answer = await this.#ask(lifeStatus, task, yearOf(birthOf(task) ?? ''));
    if (answer.kind !== 'LIFE_STATUS') throw unexpected();
    const verdict = verdictOfLifeStatus(answer.word);
    return verdict === 'MATCH' ? found : { verdict };
  }

  async #authenticate(task: CitizenCheckTask, birth: string): Promise<boolean> {
    const answer = await this.#ask(authenticate, task, birth);
    if (answer.kind !== 'AUTHENTICATION') throw unexpected();
    return answer.isMatch;
  }

  async #lookUp(task: CitizenCheckTask, birth: string): Promise<CitizenRecord | undefined> {
    const answer = await this.#ask(lookUp, task, birth);
    if (answer.kind !== 'RECORDS') throw unexpected();
    const record = answer.records[0];
    if (
      answer.records.length > 1 ||
      (record?.personalId !== undefined && record.personalId !== task.personalId)
    ) {
      throw new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is about somebody else');
    }
    return record;
  }

  /** A wrong day or month hides the record: asked by the year it shows, and the comparison then says DATE_OF_BIRTH. */
  async #lookUpByYear(task: CitizenCheckTask, birth: string): Promise<CitizenRecord | undefined> {
    return birth.length > 4 ? this.#lookUp(task, yearOf(birth)) : undefined;
  }

  async #ask(operation: Operation, task: CitizenCheckTask, birth: string): Promise<UsableAnswer> {
    const { client, deps } = this.parts;
    const requestId = deps.randomId();
    // Every look-up leaves a trace that the register's own log can be held against; it names no person.
    const trace = {
      requestId,
      taskId: task.id,
      integrationCode: operation.integrationCode,
      purpose: task.purpose,
    };
    deps.log.info({ ...trace, officer: task.requestedBy }, 'the population register is asked');
    const { personalId, fullName } = task;
    const person = { personalId, fullName, birth };
    return client.ask({ ...operation, requestId, officer: task.requestedBy, person });
  }
}

function birthOf({ dateOfBirth, yearOfBirth }: CitizenCheckTask): string | undefined {
  return dateOfBirth ?? (yearOfBirth === undefined ? undefined : String(yearOfBirth));
}

function yearOf(birth: string): string {
  return birth.slice(0, 4);
}

function unexpected(): AdapterError {
  return new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is to another question');
}
