/** A word of the institution that comes after people have decided: it contradicts them, or has happened since. */
import type { Chance } from '../crash/seeded-chance.js';
import type { ChaosWorld } from './chaos-world.js';
import type { Books, OpenException } from './decide-by-books.js';
import type { InstitutionDesk, Said } from './institution-desk.js';
import type { StrikeBook } from './strike-book.js';

export interface Deciding {
  readonly world: ChaosWorld;
  readonly desk: InstitutionDesk;
  readonly strikes: StrikeBook;
  readonly chance: Chance;
  /** What is being done, for whoever watches. */
  readonly say: (doing: string) => void;
}

/** Money that moves with it; what has come back is less than zero. */
interface LateWord {
  readonly status: 'SETTLED' | 'REJECTED' | 'RETURNED';
  readonly moves: 'NOTHING' | 'IT_ARRIVES' | 'ALL_OF_IT_COMES_BACK';
}

const DENIED: LateWord = { status: 'REJECTED', moves: 'NOTHING' };
const ARRIVED: LateWord = { status: 'SETTLED', moves: 'IT_ARRIVES' };
const CAME_BACK: LateWord = { status: 'RETURNED', moves: 'ALL_OF_IT_COMES_BACK' };

const POSSIBLE: Readonly<Record<string, readonly LateWord[]>> = {
  WAS_PAID: [DENIED, CAME_BACK],
  WAS_NOT_PAID: [ARRIVED, DENIED],
  GIVE_UP: [ARRIVED, DENIED],
  SEND_AGAIN: [ARRIVED, DENIED],
  PAID_OTHER_AMOUNT: [DENIED, CAME_BACK],
  PAID_OTHER_ACCOUNT: [ARRIVED, DENIED],
};
/** Of decisions that are contradicted. */
const SHARE = 0.5;

export class LateWords {
  /** One a reference: people come to an end. */
  private readonly spoken = new Set<string>();

  constructor(private readonly all: Deciding) {}

  /** @param books as they were when people looked into them */
  async after(exception: OpenException, decision: string, books: Books): Promise<void> {
    const { chance, desk, strikes, world } = this.all;
    const { reference, amount, account_number: account } = exception;
    const possible = POSSIBLE[decision] ?? [];
    const late = possible[chance.between(0, Math.max(0, possible.length - 1))];
    const system = world.rails.find(({ institution }) => institution === exception.institution_code)?.name;
    if (!late || !system || reference === null || amount === null || this.spoken.has(reference)) return;
    if (chance.next() >= SHARE) return;
    this.spoken.add(reference);
    const moved = late.moves === 'IT_ARRIVES' ? amount : -standing(books, exception);
    if (late.moves === 'ALL_OF_IT_COMES_BACK' && moved >= 0n) return;
    const id = desk.nextId();
    const at = new Date().toISOString();
    if (late.moves !== 'NOTHING')
      await desk.book(system, [
        {
          ...{ reference, account: account ?? 'CASH', amount: Number(moved), currency: 'VND' },
          ...{ bookedAt: at, externalReference: id },
        },
      ]);
    const said: Said = {
      ...{ reportId: id, reference, status: late.status, evidence: 'NOTIFICATION', occurredAt: at },
      ...(late.moves === 'NOTHING' ? {} : { externalReference: id, amount: Math.abs(Number(moved)) }),
    };
    await desk.say(system, [said]);
    strikes.note('lateWord');
  }
}

function standing(books: Books, { reference, account_number: account }: OpenException): bigint {
  const { right, elsewhere } = books.of(reference ?? '', account);
  return right + elsewhere;
}
