/** What the seed decides: for each round, how each institution misbehaves and which blows fall, in which
 *  order. The same seed gives the same schedule; how processes interleave under it is the machine's. */
import type { Faults } from '../../adapters/kit/simulator/index.js';
import type { Chance } from '../crash/seeded-chance.js';

export const BLOWS = [
  'killHub',
  'killHubAtStatement',
  'killHubApproving',
  'killSecondHub',
  'terminateSessions',
  'restartDatabase',
  'crashDatabase',
  'pauseAdapter',
  'restartSimulator',
  'loseLastSecond',
  'takeDown',
  'expireCertificate',
  'stormReports',
  'forgeReports',
  'contradict',
  'bringStatements',
  'poisonReports',
] as const;

/** Not dealt: there are as many a round as are wanted. */
export const RESTORE = 'restoreBackup';

export type BlowName = (typeof BLOWS)[number] | typeof RESTORE;

export interface Blow {
  readonly name: BlowName;
  /** Which rail, session, …: whoever strikes takes it modulo what there is. */
  readonly whom: number;
  /** A statement, or milliseconds: 0 below 1 of what the blow allows. */
  readonly when: number;
  /** A yes or no that the blow has a use for. */
  readonly isOther: boolean;
}

export interface Round {
  /** In the order of the rails; one more for the Treasury. */
  readonly misbehaviours: readonly Partial<Faults>[];
  readonly blows: readonly Blow[];
}

type Probable = {
  [Name in keyof Faults]: Faults[Name] extends number ? (Name extends `${string}Ms` ? never : Name) : never;
}[keyof Faults];

/** The most that each fault is drawn to: rare enough for payments to get through, common enough to meet one another. */
const PROBABILITY_MAX: Readonly<Partial<Record<Probable, number>>> = {
  dropReplyAfterBooking: 0.08,
  dropBeforeBooking: 0.03,
  late: 0.01,
  serverError: 0.03,
  serverErrorAfterBooking: 0.05,
  asynchronous: 0.2,
  answerTwice: 0.2,
  loseNotification: 0.15,
  reorderNotification: 0.2,
  wrongAmount: 0.03,
  unknownStatusWord: 0.03,
  refuse: 0.06,
  rateLimited: 0.02,
  wrongSignature: 0.03,
};

/** Probabilities of nothing at all. */
export const WELL_BEHAVED: Partial<Faults> = {
  ...Object.fromEntries(Object.keys(PROBABILITY_MAX).map((name) => [name, 0])),
  wrongVerdict: 0,
  delayMs: 0,
};

/** What registers and account checks meet before anything is paid. */
export const DURING_CHECKS: Partial<Faults> = {
  wrongVerdict: 0.01,
  late: 0.005,
  dropBeforeBooking: 0.02,
  serverError: 0.02,
  rateLimited: 0.01,
  unknownStatusWord: 0.01,
};

export class ChaosSchedule {
  private deck: BlowName[] = [];

  constructor(private readonly chance: Chance) {}

  /** The next round. Blows are dealt from a shuffled deck of all of them, so that none is left out for long. */
  nextRound({ rails, blows, restores = 0 }: RoundSize): Round {
    const misbehaviours = Array.from({ length: rails }, () => this.misbehaviour());
    const dealt = Array.from({ length: blows }, () => this.blow());
    // Spread over the round, the last one before its end.
    for (let at = 0; at < restores; at += 1)
      dealt.splice(Math.floor(((at + 1) * blows) / (restores + 1)) + at, 0, this.blow(RESTORE));
    return { misbehaviours, blows: dealt };
  }

  /** Two kinds in three, each up to its most. */
  private misbehaviour(): Partial<Faults> {
    const { chance } = this;
    const drawn = Object.entries(PROBABILITY_MAX).map(([name, most]) => {
      const probability = chance.next() * most;
      return [name, chance.next() < 2 / 3 ? probability : 0] as const;
    });
    return {
      ...Object.fromEntries(drawn),
      delayMs: chance.between(0, 60),
      processingMs: chance.between(20, 1_500),
    };
  }

  private draw(): BlowName {
    if (this.deck.length === 0) this.deck = shuffle(BLOWS, this.chance);
    return this.deck.pop() ?? 'killHub';
  }

  private blow(name: BlowName = this.draw()): Blow {
    const { chance } = this;
    return { name, whom: chance.between(0, 1_000), when: chance.next(), isOther: chance.next() < 0.5 };
  }
}

export interface RoundSize {
  readonly rails: number;
  readonly blows: number;
  /** Backups that are restored, besides. Default 0. */
  readonly restores?: number;
}

function shuffle<Item>(items: readonly Item[], chance: Chance): Item[] {
  return items
    .map((item) => ({ item, at: chance.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}
