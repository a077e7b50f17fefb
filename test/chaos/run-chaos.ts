/** The attack from end to end: round after round, months are paid while institutions misbehave and blows fall; after each
 *  round everything must hold. Ends by itself, with what really struck. */
import { setTimeout as delay } from 'node:timers/promises';

import { createChance } from '../crash/seeded-chance.js';
import { beginningOf, periodOf } from '../setup/province-payout.js';
import { ChaosSchedule, DURING_CHECKS, WELL_BEHAVED, type Round } from './chaos-schedule.js';
import { ChaosWorld, insist } from './chaos-world.js';
import { Contradictions } from './contradictions.js';
import { CutReader } from './cut-reader.js';
import { InstitutionDesk } from './institution-desk.js';
import { judge, type Verdict } from './judge.js';
import { People } from './people.js';
import { strikeBlow, type Struck } from './strike-blow.js';
import { StrikeBook } from './strike-book.js';

export interface ChaosOptions {
  readonly seed: number;
  readonly people: number;
  /** At least so many payments, and so many faults that struck. */
  readonly payments: number;
  readonly faults: number;
  /** At least so often the subscriber is cut off. */
  readonly cuts: number;
  /** What each adapter sends at most: so slow that a blow falls into the middle. */
  readonly ratePerSecond: number;
  readonly blowsPerRound: number;
  /** Backups that are restored, in all and in each round. */
  readonly restores: number;
  readonly restoresPerRound: number;
  /** More rounds than this are not gone, whatever was reached. */
  readonly roundsMax: number;
  readonly onProgress: (line: string) => void;
  /** Ends the attack early, and everything that it started. */
  readonly signal?: AbortSignal;
}

export interface ChaosResult extends Verdict {
  readonly seed: number;
  /** Rounds of attack, each judged at its end. */
  readonly rounds: number;
  readonly seconds: number;
  readonly rails: readonly string[];
  readonly bookingAgain: readonly string[];
  readonly strikes: StrikeBook;
  readonly decided: ReadonlyMap<string, number>;
}

/** Between two blows payments go on for as long as it takes to book some, or this long. */
const BREATH_MS = 1_500;
const BREATH_BOOKINGS = 60;
const ARREARS_EVERY = 3;
/** With fewer payments than this still to be sent, another month is paid as well: no blow falls on people who rest. */
const WAITING_MIN = 40;

/** A Treasury that refuses an order, or contradicts it, is a matter for its people: no batch would ever be paid. */
const WHAT_PEOPLE_MUST_MEND = { refuse: 0, wrongAmount: 0, unknownStatusWord: 0 };

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const attack = new Attack(options);
  try {
    return await Promise.race([attack.run(), stopped(options.signal)]);
  } catch (error) {
    throw new Error(`${(error as Error).message}\nThe hubs' last words:\n${attack.lastWords()}`, {
      cause: error,
    });
  } finally {
    await attack.end();
  }
}

function stopped(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('Stopped before its end.')), { once: true });
  });
}

class Attack {
  private readonly strikes = new StrikeBook();
  private readonly world: ChaosWorld;
  private readonly people: People;
  private readonly desk: InstitutionDesk;
  private readonly contradictions: Contradictions;
  private readonly schedule: ChaosSchedule;
  private readonly began = performance.now();
  private reader: CutReader | undefined;
  private rounds = 0;
  private period = 0;
  private doing = 'begins';

  constructor(private readonly options: ChaosOptions) {
    const { seed, people, ratePerSecond } = options;
    this.world = new ChaosWorld({ seed, people, ratePerSecond, strikes: this.strikes });
    const { strikes, world } = this;
    this.desk = new InstitutionDesk(world, seed);
    this.contradictions = new Contradictions({ world, strikes, desk: this.desk });
    const deciding = { world, strikes, desk: this.desk, say: (doing: string) => this.say(doing) };
    this.people = new People({ ...deciding, chance: createChance(seed + 1) });
    this.schedule = new ChaosSchedule(createChance(seed));
  }

  async run(): Promise<ChaosResult> {
    const { options, people, strikes, world } = this;
    await world.begin();
    await this.checkEverybody();
    const reader = await this.startReader();
    let verdict: Verdict;
    do {
      this.rounds += 1;
      await this.attackOnce();
      await this.calmDown();
      // Started anew, it gives up at once what it had in its hands when it died.
      if (!world.isSecondUp) await world.startSecond();
      for (const hub of [world.hub, world.second]) world.requireAlive(hub);
      this.say('waits for every payment to end');
      await this.contradictions.sayTheRest();
      await people.untilSettled();
      verdict = await judge(world, { reader, desk: this.desk });
      this.say(`${verdict.payments} payments, ${verdict.settled} settled, everything held against the books`);
    } while (verdict.complaints.length === 0 && !this.isEnough(verdict) && this.rounds < options.roundsMax);
    await world.simulators.countStrikes();
    return {
      ...verdict,
      ...{ seed: options.seed, rounds: this.rounds, strikes, decided: people.decided },
      seconds: Math.round((performance.now() - this.began) / 1_000),
      rails: world.rails.map(({ name }) => name),
      bookingAgain: world.bookingAgain,
    };
  }

  lastWords(): string {
    return `${this.world.hub.output.slice(-4_000)}\n${this.world.second.output.slice(-2_000)}`;
  }

  async end(): Promise<void> {
    await this.reader?.stop();
    await this.world.remove();
  }

  private async checkEverybody(): Promise<void> {
    const { people, world } = this;
    this.say('asks about everybody');
    for (const { name } of world.simulators.all) await world.simulators.misbehave(name, DURING_CHECKS);
    await people.checkProvince(() => this.calmDown());
    await this.calmDown();
  }

  private async startReader(): Promise<CutReader> {
    const { options, strikes, world } = this;
    this.reader = new CutReader({
      chance: createChance(options.seed + 2),
      urls: () => world.urls,
      token: () => world.token('demo-monitor'),
      beginning: await beginningOf(await world.hub.client('demo-monitor'), 'paymentEvents'),
      onCut: () => strikes.note('readerCut'),
    });
    this.reader.start();
    return this.reader;
  }

  private async attackOnce(): Promise<void> {
    const { options, schedule, world } = this;
    const { blowsPerRound: blows, restoresPerRound: restores } = options;
    const round = schedule.nextRound({ rails: world.rails.length + 1, blows, restores });
    await this.misbehave(round);
    if (!world.isSecondUp) await world.startSecond();
    await this.payNextMonth();
    for (const blow of round.blows) {
      await this.breathe();
      this.say(blow.name);
      await strikeBlow(blow, this.struck(round));
      await world.simulators.countStrikes();
    }
  }

  private struck(round: Round): Struck {
    const { world, strikes, desk, people, contradictions } = this;
    return {
      ...{ world, strikes, desk, people, contradictions, reader: this.reader! },
      payAnotherMonth: () => this.payNextMonth(),
      payMonth: (period) => people.payMonth(period),
      calmDown: () => this.calmDown(),
      misbehave: () => this.misbehave(round),
      say: (doing) => this.say(doing),
    };
  }

  /** With what months before have left unpaid; every few months, what is still owed of them. */
  private async payNextMonth(): Promise<string> {
    const period = periodOf(this.period);
    this.period += 1;
    this.say(`pays ${period}`);
    await this.people.payMonth(period);
    if (this.period % ARREARS_EVERY === 0) await this.people.payArrears(periodOf(this.period - 2));
    return period;
  }

  private async misbehave({ misbehaviours }: Round): Promise<void> {
    const { funders, rails, simulators } = this.world;
    for (const [at, { name }] of rails.entries()) await simulators.misbehave(name, misbehaviours[at] ?? {});
    for (const { name } of funders)
      await simulators.misbehave(name, { ...misbehaviours.at(-1), ...WHAT_PEOPLE_MUST_MEND });
  }

  /** Every simulator behaves; those that are down or badly certified are waited for. */
  private async calmDown(): Promise<void> {
    const { simulators } = this.world;
    await Promise.all(
      simulators.all.map(({ name }) =>
        insist(`${name} behaves`, () => simulators.misbehave(name, WELL_BEHAVED)),
      ),
    );
    await simulators.countStrikes();
  }

  private async breathe(): Promise<void> {
    const { world, people } = this;
    const before = world.books.countBookings();
    const until = Date.now() + BREATH_MS;
    await people.letTimePass();
    if ((await people.countWaiting()) < WAITING_MIN) await this.payNextMonth();
    while (world.books.countBookings() - before < BREATH_BOOKINGS && Date.now() < until) await delay(50);
  }

  private isEnough({ payments }: Verdict): boolean {
    const { options, strikes } = this;
    if (strikes.of('databaseRestored') < options.restores) return false;
    const isCut = strikes.of('readerCut') >= options.cuts;
    return payments >= options.payments && strikes.total >= options.faults && isCut;
  }

  private say(doing: string): void {
    this.doing = doing;
    const seconds = ((performance.now() - this.began) / 1_000).toFixed(0);
    const booked = this.world.books.countBookings();
    this.options.onProgress(
      `${seconds.padStart(4)} s  round ${this.rounds}  ${booked} bookings  ${this.strikes.total} faults  ${this.doing}`,
    );
  }
}
