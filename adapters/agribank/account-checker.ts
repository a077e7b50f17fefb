/** Verifies an account and its holder by acmt.023 and acmt.024. */
import {
  AdapterError,
  type AccountAnswer,
  type AccountChecker,
  type AccountCheckTask,
} from '../kit/index.js';
import { readVerificationReport } from '../protocols/iso20022/index.js';
import { reading } from './client.js';
import type { AgribankRailDeps } from './payment-rail.js';
import { answerOfVerification } from './translate.js';
import { verificationIdOf, verificationOf } from './wire.js';

export class AgribankAccountChecker implements AccountChecker {
  constructor(private readonly parts: AgribankRailDeps) {}

  async check(task: AccountCheckTask): Promise<AccountAnswer> {
    const { client, config, deps } = this.parts;
    const answer = await client.verify(verificationOf(task, config, deps.clock()));
    const report = reading(readVerificationReport, answer).find(
      ({ originalId }) => originalId === verificationIdOf(task),
    );
    if (report === undefined) {
      throw new AdapterError('NO_ANSWER', 'FOREIGN_ANSWER', 'the answer is about another verification');
    }
    return answerOfVerification(report, task.holderPersonalId !== undefined, deps.clock());
  }
}
