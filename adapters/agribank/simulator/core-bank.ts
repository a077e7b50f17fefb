/** The simulated bank's books: which transfers it takes, when it books them, and what it says of them afterwards. */
import { randomUUID } from 'node:crypto';
import type { SimulatorWorld } from '../../kit/simulator/index.js';
import type { Outbox } from './outbox.js';
import type { Instruction, InstructionFile, VerificationQuestion } from './read-messages.js';
import { FileRefusal } from './read-messages.js';
import { creditNotification, returnNotification, statusReport } from './write-messages.js';
import type { StatementLine, Transfer, VerificationAnswer } from './write-messages.js';

const ownBank = '970405';
/** How long credits gather into one notification. */
const gatherMs = 50;
const transferMax = 499_999_999_999;

export class CoreBank {
  readonly #transferJournal;
  readonly #fileJournal;
  readonly #transfers = new Map<string, Transfer>();
  readonly #unannounced: Transfer[] = [];
  readonly #files: Set<string>;

  constructor(
    private readonly world: SimulatorWorld,
    private readonly outbox: Outbox,
  ) {
    this.#transferJournal = world.journal<Transfer>('transfers');
    this.#fileJournal = world.journal<string>('files');
    this.#files = new Set(this.#fileJournal.entries);
    for (const transfer of this.#transferJournal.entries) this.#transfers.set(transfer.endToEndId, transfer);
    for (const transfer of this.#transfers.values())
      if (transfer.status === 'ACSP') this.#finishLater(transfer);
  }

  /** Takes a file: what can be booked is booked before this returns. @throws FileRefusal for a file seen before */
  take(file: InstructionFile): readonly Transfer[] {
    const refusesRepeats = this.world.faults.current.repeatedReference === 'refuse';
    if (refusesRepeats && this.#files.has(file.messageId)) throw new FileRefusal('DU01', file.messageId);
    const seen = new Set<string>();
    const transfers = file.instructions.map((instruction) => {
      const isRepeat = this.#isKnown(instruction.endToEndId) || seen.has(instruction.endToEndId);
      seen.add(instruction.endToEndId);
      return refusesRepeats && isRepeat
        ? transferOf(instruction, 'RJCT', 'DU04')
        : this.#takeOne(instruction, isRepeat);
    });
    // Only now: a process that dies while booking must not refuse the file's unbooked rest as seen before.
    this.#fileJournal.append(file.messageId);
    this.#files.add(file.messageId);
    this.#announce(transfers.filter(({ status }) => status === 'ACCC'));
    // The first answer speaks of the payer's side only; that the receiver has the money is told by camt.054.
    return transfers.map((transfer) =>
      transfer.status === 'ACCC' ? { ...transfer, status: 'ACSC' } : transfer,
    );
  }

  /** From the ledger first: what is booked is paid, whatever else was remembered. */
  find(endToEndId: string): Transfer | undefined {
    const known = this.#transfers.get(endToEndId);
    const booked = this.world.ledger.find(endToEndId)[0];
    if (booked === undefined) return known;
    return {
      endToEndId,
      status: 'ACCC',
      servicerReference: booked.externalReference,
      amount: booked.amount,
      account: booked.account,
      debtorAccount: known?.debtorAccount ?? '',
      at: booked.bookedAt,
    };
  }

  /** What a teller does when a receiver's money comes back. */
  giveBack(endToEndId: string, reason: string): boolean {
    const transfer = this.#transfers.get(endToEndId);
    if (transfer?.status !== 'ACCC' || transfer.isReturned) return false;
    const bookedAt = new Date().toISOString();
    this.world.ledger.book({ ...bookingOf(transfer), amount: -transfer.amount, bookedAt });
    this.#keep({ ...transfer, isReturned: true, returnReason: reason });
    if (this.world.faults.strikes('loseNotification', endToEndId)) return true;
    this.outbox.put('camt.054', returnNotification(transfer, reason), endToEndId);
    return true;
  }

  /** The payers' side of the whole book, whatever was booked twice or came back included. */
  get statementLines(): readonly StatementLine[] {
    return this.world.ledger.entries.map(({ reference, account, amount, bookedAt, externalReference }) => {
      const { debtorAccount = '', returnReason } = this.#transfers.get(reference) ?? {};
      const about = { endToEndId: reference, servicerReference: externalReference, at: bookedAt };
      return { ...about, account, debtorAccount, amount, returnReason };
    });
  }

  verify(question: VerificationQuestion): VerificationAnswer {
    const about = {
      originalMessageId: question.messageId,
      originalId: question.id,
      account: question.account,
      isVerified: false,
    };
    if (question.bank !== ownBank) return { ...about, reasonCode: 'RC04' };
    const account = this.world.accounts.find(question.account);
    if (!account) return { ...about, reasonCode: 'AC01' };
    if (account.state === 'CLOSED') return { ...about, reasonWord: 'ACCOUNT-CLOSED' };
    const name = unaccented(account.name);
    if (account.state === 'BLOCKED') return { ...about, reasonCode: 'AG01', name };
    if (question.personalId !== '' && account.personalId && question.personalId !== account.personalId)
      return { ...about, reasonCode: 'PI01', name };
    if (unaccented(question.name) !== name) return { ...about, reasonCode: 'PN01', name };
    return { ...about, isVerified: true, name };
  }

  #takeOne(instruction: Instruction, isRepeat: boolean): Transfer {
    const refusal = this.#whyNot(instruction);
    if (refusal !== undefined) {
      const rejected = transferOf(instruction, 'RJCT', refusal);
      // Booked again or refused: the first booking stays what the bank remembers of the reference.
      if (!isRepeat) this.#keep(rejected);
      return rejected;
    }
    if (this.world.faults.strikes('asynchronous', instruction.endToEndId)) {
      const pending = transferOf(instruction, 'ACSP');
      this.#keep(pending);
      this.#finishLater(pending);
      return pending;
    }
    return this.#book(transferOf(instruction, 'ACSP'));
  }

  #whyNot({ endToEndId, bank, account, amount }: Instruction): string | undefined {
    if (bank !== ownBank) return 'RC04';
    if (!/^\d{6,19}$/.test(account)) return 'AC01';
    const holder = this.world.accounts.find(account);
    if (!holder) return 'BE06';
    if (holder.state !== 'OPEN') return holder.state === 'CLOSED' ? 'AC04' : 'AC06';
    if (amount <= 0) return 'AM01';
    if (amount > transferMax) return 'AM02';
    return this.world.faults.strikes('refuse', endToEndId) ? 'MS03' : undefined;
  }

  #finishLater(pending: Transfer): void {
    this.world.later(this.world.faults.current.processingMs, () => {
      const booked = this.#book(pending);
      const report = { originalMessageId: 'NOTPROVIDED', transfers: [{ ...booked, status: 'ACSC' }] };
      this.outbox.put('pain.002', statusReport(report), booked.endToEndId);
      this.#announce([booked]);
    });
  }

  #book(transfer: Transfer): Transfer {
    // A process that died between the book and the transfer's own line must not credit again when it resumes it.
    const isBooked = this.world.ledger
      .find(transfer.endToEndId)
      .some((line) => line.externalReference === transfer.servicerReference);
    if (!isBooked) this.world.ledger.book(bookingOf(transfer));
    const credited = { ...transfer, status: 'ACCC' };
    this.#keep(credited);
    return credited;
  }

  /** Credits are told of a moment later, many in one notification, as a bank's host does. */
  #announce(credited: readonly Transfer[]): void {
    if (this.#unannounced.length === 0) this.world.later(gatherMs, () => this.#tellCredits());
    this.#unannounced.push(...credited);
  }

  #tellCredits(): void {
    const { faults } = this.world;
    const credited = this.#unannounced.splice(0);
    const told = credited
      .filter(({ endToEndId }) => !faults.strikes('loseNotification', endToEndId))
      .map((credit) =>
        faults.strikes('wrongAmount', credit.endToEndId) ? { ...credit, amount: credit.amount + 1 } : credit,
      );
    // What is told twice comes in another message: twice in one message would be two bookings.
    const again = told.filter(({ endToEndId }) => faults.strikes('answerTwice', endToEndId));
    for (const message of [told, again]) {
      const [first] = message;
      if (first) this.outbox.put('camt.054', creditNotification(message), first.endToEndId);
    }
    for (const credit of credited) {
      this.#keep({ ...(this.#transfers.get(credit.endToEndId) ?? credit), isAnnounced: true });
    }
  }

  #isKnown(endToEndId: string): boolean {
    return this.#transfers.has(endToEndId) || this.world.ledger.find(endToEndId).length > 0;
  }

  #keep(transfer: Transfer): void {
    this.#transferJournal.append(transfer);
    this.#transfers.set(transfer.endToEndId, transfer);
  }
}

function transferOf(instruction: Instruction, status: string, reason?: string): Transfer {
  const { endToEndId, amount, account, debtorAccount } = instruction;
  const servicerReference = `FT${randomUUID().replaceAll('-', '').slice(0, 14).toUpperCase()}`;
  return {
    endToEndId,
    amount,
    account,
    debtorAccount,
    status,
    reason,
    servicerReference,
    at: new Date().toISOString(),
  };
}

function bookingOf({ endToEndId, account, amount, servicerReference, at }: Transfer) {
  return {
    reference: endToEndId,
    account,
    amount,
    currency: 'VND' as const,
    bookedAt: at,
    externalReference: servicerReference,
  };
}

function unaccented(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'D').toUpperCase();
}
