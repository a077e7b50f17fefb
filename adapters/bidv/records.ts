/** What BIDV has booked, from its two records of a day: the reconciliation file says what was credited, the history of the
 *  payer's account what left it and what came back. */
import { AdapterError, collectStatement, joinStatements, StatementError } from '../kit/index.js';
import type { AdapterDeps, Statement, StatementSource } from '../kit/index.js';
import { readTransaction } from './account-transaction.js';
import type { BidvClient } from './client.js';
import type { BidvConfig } from './config.js';
import { readReconciliationFile } from './reconciliation-file.js';
import type { BidvFields } from './wire.js';

/** An account's day may have so many pages. */
const pagesMax = 10_000;
const accountsMax = 100;

export class BidvRecords implements StatementSource {
  readonly everyMs: number;
  readonly #accounts: Set<string>;

  constructor(
    private readonly client: Pick<BidvClient, 'ask'>,
    private readonly config: BidvConfig,
    private readonly deps: Pick<AdapterDeps, 'log' | 'randomId'>,
  ) {
    this.everyMs = config.statementIntervalMs;
    this.#accounts = new Set(config.statementAccounts);
  }

  noteAccount(account: string): void {
    if (this.#accounts.size < accountsMax) this.#accounts.add(account);
  }

  /** @throws AdapterError, StatementError */
  async read(day: string): Promise<Statement | undefined> {
    const date = day.replaceAll('-', '');
    const records: Statement[] = [];
    for (const account of this.#accounts)
      records.push(await this.#history(account, date, records.length + 1));
    const credited = await this.#file(date);
    if (credited !== undefined) records.push(credited);
    const dayRecord = joinStatements(records);
    return dayRecord.entries === 0 ? undefined : dayRecord;
  }

  /** The day's file, or nothing while there is none. A file that does not add up is left for a person, whole; it must not
   *  hide what the account's history says. */
  async #file(date: string): Promise<Statement | undefined> {
    const { path, type, providerId, fileType } = this.config.profile.reconciliation;
    const answer = await this.#ask(path, { type, providerId, transDate: date, fileType });
    const code = text(answer.errorCode);
    if (code === '001') return undefined;
    if (code !== '000') throw refusal(code);
    try {
      return readReconciliationFile(Buffer.from(text(answer.fileContent), 'base64'));
    } catch (error) {
      if (!(error instanceof StatementError)) throw error;
      this.deps.log.error({ date, error: error.message }, 'the bank’s reconciliation file is not used');
      return undefined;
    }
  }

  /** @param number of the account among those that are read: the account itself is not for a log */
  async #history(account: string, date: string, number: number): Promise<Statement> {
    const { profile } = this.config;
    const history = { account, returnWord: profile.transactions.returnWord };
    const lines: unknown[] = [];
    for (let page = 1; page <= pagesMax; page += 1) {
      const fields = { actNumber: account, curr: profile.currency, fromDate: date, toDate: date };
      const answer = await this.#ask(profile.transactions.path, { ...fields, page: String(page) });
      const code = text(answer.errorCode);
      if (code !== '000') throw refusal(code);
      const { trans } = answer;
      const total = Number(text(answer.totalRecords));
      if (!Array.isArray(trans) || !Number.isSafeInteger(total) || total < 0)
        throw new StatementError(`Page ${page} of the account’s history has no trans or no totalRecords.`);
      lines.push(...(trans as unknown[]));
      if (lines.length >= total) break;
      if (trans.length === 0) throw new StatementError('The account’s history ends before its totalRecords.');
    }
    return collectStatement(
      lines.map((line, at) => ({
        place: `Line ${at + 1} of account ${number}’s history`,
        read: () => readTransaction(line, history),
      })),
    );
  }

  #ask(path: string, fields: Readonly<Record<string, string>>): Promise<BidvFields> {
    return this.client.ask({ path, fields, idempotencyKey: this.deps.randomId() });
  }
}

/** The codes of the reconciliation service: 002 message, 003 file name, 004 signature, 005 unknown. */
function refusal(code: string): AdapterError {
  const shown = /^\d{3}$/.test(code) ? code : 'OF_ANOTHER_FORM';
  return code === '005'
    ? new AdapterError('NO_ANSWER', 'RECORDS_005', 'the bank failed to give its records')
    : new AdapterError('REFUSED', `RECORDS_${shown}`, 'the bank does not give its records');
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
