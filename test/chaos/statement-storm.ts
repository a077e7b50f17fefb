/** Statements as files, brought as `hub reconcile` brings them: every entry is counted once, the same entries in another file change
 *  nothing, and what is cut off is not used at all. */
import { readReconciliationFile } from '../../adapters/bidv/reconciliation-file.js';
import { StatementError, type Statement } from '../../adapters/kit/index.js';
import { readStatementFile } from '../../adapters/protocols/iso20022/index.js';
import { DAY, type PaidTransfer } from '../adapters/protocols/iso20022/bank-files.js';
import { createChance, type Chance } from '../crash/seeded-chance.js';
import type { Blow } from './chaos-schedule.js';
import type { ChaosWorld } from './chaos-world.js';
import type { InstitutionDesk } from './institution-desk.js';
import { pickPayments, type ClosedPayment } from './pick-payments.js';
import { ENTRY_KINDS, type Written } from './statement-entries.js';
import { writeFiles, writeIncomplete } from './statement-files.js';
import type { StrikeBook } from './strike-book.js';

/** Who is not paid into an account has no statement of such a form. */
const WITHOUT_STATEMENTS: readonly string[] = ['vnpost'];
const BIDV = 'bidv';

interface Storm {
  readonly world: ChaosWorld;
  readonly desk: InstitutionDesk;
  readonly strikes: StrikeBook;
}

/** One of each kind, spread over the institutions as the payments are. @throws Error naming what is not counted right */
export async function bringStatements(storm: Storm, { when }: Blow): Promise<void> {
  const chance = createChance(Math.floor(when * 1e9));
  const count = ENTRY_KINDS.length;
  const picked = await pickPayments(storm.world, { status: 'SETTLED', count, chance });
  const payments = picked.filter(({ system }) => !WITHOUT_STATEMENTS.includes(system));
  const kinds = payments.map((payment, at) => ({ payment, kind: ENTRY_KINDS[at % count]! }));
  for (const system of new Set(payments.map((payment) => payment.system))) {
    const written = kinds
      .filter(({ payment }) => payment.system === system)
      .map(({ payment, kind }) => kind.write(paidBy(payment, storm.desk), () => storm.desk.nextId()));
    await bringTo(storm, system, written, chance);
  }
  await bringOfBidv(storm, chance);
}

async function bringTo(
  { desk, strikes }: Storm,
  system: string,
  written: readonly Written[],
  chance: Chance,
): Promise<void> {
  const entries = written.flatMap((one) => one.entries);
  for (const file of writeIncomplete(entries, chance)) {
    if (isUsed(file)) throw new Error(`${system}: a file that is not whole is used`);
    strikes.note('statementCut');
  }
  const moved = written.flatMap((one) => one.moved);
  await desk.book(
    system,
    moved.map((line) => ({
      ...{ ...line, currency: 'VND', bookedAt: new Date().toISOString(), externalReference: desk.nextId() },
    })),
  );
  const [first, again] = writeFiles(entries, chance).map((file) => readStatementFile(file, new Date()));
  await bringTwice({ desk, strikes }, system, [first!, again!]);
}

function isUsed(file: string | Buffer): boolean {
  try {
    return readStatementFile(file, new Date()).entries >= 0;
  } catch (error) {
    if (error instanceof StatementError) return false;
    throw error;
  }
}

async function bringTwice(
  { desk, strikes }: Pick<Storm, 'desk' | 'strikes'>,
  system: string,
  statements: readonly Statement[],
): Promise<void> {
  let kept = Infinity;
  for (const [time, statement] of statements.entries()) {
    const summary = await desk.bring(system, statement, []);
    const { entries, lines, applied, known, exceptions, refused, notOurs } = summary;
    if (entries !== lines + notOurs || lines !== applied + known + exceptions + refused)
      throw new Error(`${system}: an entry has vanished: ${JSON.stringify(summary)}`);
    // The bank's own adapter may have told a booking in a form that says more: that its file says less is an exception each time.
    if (exceptions > kept || (time > 0 && applied > 0))
      throw new Error(`${system}: what was read before is news: ${JSON.stringify(summary)}`);
    kept = exceptions;
    strikes.note('statementEntry', entries);
  }
}

/** BIDV's own form, with a line that says that a settled payment came after the cut-off. */
async function bringOfBidv(storm: Storm, chance: Chance): Promise<void> {
  const picked = await pickPayments(storm.world, { status: 'SETTLED', count: 40, chance });
  const paid = picked.filter(({ system }) => system === BIDV).map((payment) => paidBy(payment, storm.desk));
  if (paid.length === 0) return;
  const lines = paid.map((one, at) => lineOfBidv(one, at === 0 ? '115' : '000'));
  const sum = paid.reduce((total, { amount }) => total + amount, 0);
  const trailer = `${lines.length}|${sum}|${DAY.replaceAll('-', '')}180000`;
  const read = (): Statement => readReconciliationFile(Buffer.from([...lines, trailer].join('\n')));
  await bringTwice(storm, BIDV, [read(), read()]);
}

function lineOfBidv({ amount, account, reference, bankReference }: PaidTransfer, result: string): string {
  const fields = Array.from({ length: 22 }, () => '');
  Object.assign(fields, { 5: amount, 6: 'VND', 10: '082500', 11: DAY.replaceAll('-', ''), 13: account });
  Object.assign(fields, { 16: result, 17: reference, 21: bankReference });
  return `${fields.join('|')}|`;
}

function paidBy(payment: ClosedPayment, desk: InstitutionDesk): PaidTransfer {
  const { reference, externalReference, amount, account } = payment;
  return { reference, bankReference: externalReference ?? desk.nextId(), amount, account: account ?? '' };
}
