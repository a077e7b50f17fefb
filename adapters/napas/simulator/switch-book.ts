/** The simulated switch and the banks behind it: which transfers go through, when receivers have the money, what is told later. */
import { randomUUID } from 'node:crypto';
import type { SimulatedAccount, SimulatorWorld } from '../../kit/simulator/index.js';
import type { Gateway } from './gateway.js';
import { maskedName } from './masked-name.js';
import type { AccountQuestion, Instruction } from './read-messages.js';
import {
  returnMessage,
  statusReport,
  type AccountAnswer,
  type StatementLine,
  type Transfer,
} from './write-messages.js';

/** Below 500 million đồng: the limit of a fast transfer. */
const transferMax = 499_999_999;
/** Banks of the switch have numbers like this. */
const memberBank = /^97\d{4}$/;

/** A line of `accounts.jsonl`; one without a bank is found at every bank. */
type BankAccount = SimulatedAccount & { readonly bin?: string };

export class SwitchBook {
  readonly #journal;
  readonly #callbacks;
  readonly #transfers = new Map<string, Transfer>();

  constructor(
    private readonly world: SimulatorWorld,
    private readonly gateway: Gateway,
  ) {
    this.#journal = world.journal<Transfer>('transfers');
    this.#callbacks = world.journal<string>('callbacks');
    for (const transfer of this.#journal.entries) this.#transfers.set(transfer.endToEndId, transfer);
    for (const transfer of this.#transfers.values())
      if (transfer.status === 'ACSP') this.#finishLater(transfer);
  }

  /** The whole book, whatever was booked twice or came back included. */
  get statementLines(): readonly StatementLine[] {
    return this.world.ledger.entries.map(({ reference, account, amount, bookedAt, externalReference }) => {
      const { debtorAccount = '', returnReason } = this.#transfers.get(reference) ?? {};
      const clearingReference = externalReference;
      return {
        endToEndId: reference,
        clearingReference,
        account,
        debtorAccount,
        amount,
        at: bookedAt,
        returnReason,
      };
    });
  }

  /** Where the participant listens: what its last request said. */
  noteCallback(url: string): void {
    if (url !== '' && url !== this.#callbacks.entries.at(-1)) this.#callbacks.append(url);
  }

  /** Takes a transfer: what can be credited is on the book before this returns. */
  take(instruction: Instruction): Transfer {
    const { endToEndId } = instruction;
    const isRepeat = this.find(endToEndId) !== undefined;
    if (isRepeat && this.world.faults.current.repeatedReference === 'refuse') {
      return transferOf(instruction, 'RJCT', 'DU04');
    }
    const refusal = this.#whyNot(instruction);
    if (refusal !== undefined) {
      const rejected = transferOf(instruction, 'RJCT', refusal);
      // Booked again or refused: the first booking stays what the switch remembers of the reference.
      return isRepeat ? rejected : this.#keep(rejected);
    }
    const taken = transferOf(instruction, 'ACSP');
    if (!this.world.faults.strikes('asynchronous', endToEndId)) return this.#credit(taken);
    this.#finishLater(taken);
    return this.#keep(taken);
  }

  /** From the ledger first: what is booked is paid, whatever else was remembered. */
  find(endToEndId: string): Transfer | undefined {
    const known = this.#transfers.get(endToEndId);
    const booked = this.world.ledger.find(endToEndId)[0];
    if (booked === undefined) return known;
    const { amount, account, bookedAt: at, externalReference: clearingReference } = booked;
    const { messageId = 'NOTPROVIDED', debtorAccount = '', returnReason } = known ?? {};
    return {
      endToEndId,
      messageId,
      debtorAccount,
      status: 'ACCC',
      clearingReference,
      amount,
      account,
      at,
      returnReason,
    };
  }

  /** What the receiver's bank does when it cannot keep the money. */
  giveBack(endToEndId: string, reason: string): boolean {
    const transfer = this.find(endToEndId);
    const isBack = this.world.ledger.find(endToEndId).some(({ amount }) => amount < 0);
    if (transfer?.status !== 'ACCC' || isBack) return false;
    const at = new Date().toISOString();
    this.world.ledger.book({ ...bookingOf(transfer), amount: -transfer.amount, bookedAt: at });
    this.#keep({ ...transfer, returnReason: reason });
    this.#tell(endToEndId, returnMessage(transfer, reason));
    return true;
  }

  verify({ messageId, id, bank, account }: AccountQuestion): AccountAnswer {
    const about = { originalMessageId: messageId, originalId: id, account, bank, isVerified: false };
    if (!memberBank.test(bank)) return { ...about, reasonCode: 'RC04' };
    const holder = this.#accountAt(bank, account);
    if (!holder) return { ...about, reasonCode: 'AC01' };
    // A closed and a blocked account take no credit: ISO 20022 has one verification reason for both.
    if (holder.state !== 'OPEN') return { ...about, reasonCode: 'AG01' };
    return { ...about, isVerified: true, name: maskedName(holder.name) };
  }

  #whyNot({ endToEndId, bank, account, amount }: Instruction): string | undefined {
    if (!memberBank.test(bank)) return 'RC04';
    if (!/^[0-9A-Z]{4,34}$/.test(account)) return 'AC01';
    const holder = this.#accountAt(bank, account);
    if (!holder) return 'BE06';
    if (holder.state !== 'OPEN') return holder.state === 'CLOSED' ? 'AC04' : 'AC06';
    if (amount <= 0) return 'AM01';
    if (amount > transferMax) return 'AM02';
    return this.world.faults.strikes('refuse', endToEndId) ? 'MS03' : undefined;
  }

  #accountAt(bank: string, number: string): BankAccount | undefined {
    const account: BankAccount | undefined = this.world.accounts.find(number);
    return account?.bin === undefined || account.bin === bank ? account : undefined;
  }

  #finishLater(taken: Transfer): void {
    this.world.later(this.world.faults.current.processingMs, () => {
      const credited = this.#credit(taken);
      const isWrong = this.world.faults.strikes('wrongAmount', credited.endToEndId);
      const told = isWrong ? { ...credited, amount: credited.amount + 1 } : credited;
      this.#tell(
        credited.endToEndId,
        statusReport({ originalMessageId: credited.messageId, transfer: told }),
      );
    });
  }

  #credit(transfer: Transfer): Transfer {
    // A process that died between the book and the transfer's own line must not credit again when it resumes it.
    const isBooked = this.world.ledger
      .find(transfer.endToEndId)
      .some((line) => line.externalReference === transfer.clearingReference);
    if (!isBooked) this.world.ledger.book(bookingOf(transfer));
    return this.#keep({ ...transfer, status: 'ACCC' });
  }

  #keep(transfer: Transfer): Transfer {
    this.#journal.append(transfer);
    this.#transfers.set(transfer.endToEndId, transfer);
    return transfer;
  }

  #tell(key: string, body: string): void {
    const url = this.#callbacks.entries.at(-1);
    if (url === undefined) return;
    const headers = this.gateway.notificationHeaders(new URL(url).pathname, body);
    this.world.callBack({ method: 'POST', url, headers, body, key });
  }
}

function transferOf(instruction: Instruction, status: string, reason?: string): Transfer {
  const { endToEndId, messageId, amount, account, debtorAccount } = instruction;
  const clearingReference = `NP${randomUUID().replaceAll('-', '').slice(0, 14).toUpperCase()}`;
  const at = new Date().toISOString();
  return { endToEndId, messageId, amount, account, debtorAccount, status, reason, clearingReference, at };
}

function bookingOf({ endToEndId, account, amount, clearingReference, at }: Transfer) {
  return {
    reference: endToEndId,
    account,
    amount,
    currency: 'VND' as const,
    bookedAt: at,
    externalReference: clearingReference,
  };
}
