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
import { birthYearIn, mismatchesOf, verdictOfLifeStatus } from './translate.js';
import type { CitizenRecord } from './wire.js';

export interface CitizenCheckerParts {
  readonly client: PopulationClient;
  readonly config: Pick<PopulationConfig, 'lifeStatus'>;
  readonly deps: Pick<AdapterDeps, 'clock' | 'log' | 'randomId'>;
}

interface Found extends Omit<CitizenAnswer, 'checkedAt'> {
  /** The birth date or year under which the register knows the person, when it does. */
  readonly birth?: string;
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
    const overruling = found.birth === undefined ? undefined : await this.#lifeStatusOf(task, found.birth);
    const { verdict, mismatches } = overruling === undefined ? found : { verdict: overruling };
    return { verdict, mismatches, checkedAt: this.parts.deps.clock() };
  }

  async #find(task: CitizenCheckTask): Promise<Found> {
    const birth = task.dateOfBirth ?? (task.yearOfBirth === undefined ? undefined : String(task.yearOfBirth));
    // The register answers nothing without a birth date or year; to have none is no word of the register's.
    if (birth === undefined) return { verdict: 'UNAVAILABLE' };
    switch (task.scope) {
      case 'AUTHENTICATE':
        return (await this.#authenticate(task, birth))
          ? { verdict: 'MATCH', birth }
          : { verdict: 'MISMATCH' };
      case 'FULL_RECORD':
        return this.#compare(task, birth);
    }
  }

  async #compare(task: CitizenCheckTask, birth: string): Promise<Found> {
    // A wrong day or year hides the record: asked by the year alone, ours and then the one in the number itself, it
    // shows, and the comparison says DATE_OF_BIRTH.
    for (const tried of new Set([birth, birth.slice(0, 4), birthYearIn(task.personalId)])) {
      const record = await this.#lookUp(task, tried);
      if (record === undefined) continue;
      const mismatches = mismatchesOf(task, record);
      return mismatches.length === 0
        ? { verdict: 'MATCH', birth: tried }
        : { verdict: 'MISMATCH', mismatches, birth: tried };
    }
    return { verdict: 'NOT_FOUND' };
  }

  /** Whoever has died is DECEASED, whatever else agrees or differs; a word that nobody knows leaves the check UNAVAILABLE. */
  async #lifeStatusOf(
    task: CitizenCheckTask,
    birth: string,
  ): Promise<'DECEASED' | 'UNAVAILABLE' | undefined> {
    const { lifeStatus } = this.parts.config;
    if (lifeStatus === undefined) return undefined;
    const answer = await this.#ask(lifeStatus, task, birth);
    if (answer.kind !== 'LIFE_STATUS') throw unexpected();
    return verdictOfLifeStatus(answer.word);
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

function unexpected(): AdapterError {
  return new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is to another question');
}
