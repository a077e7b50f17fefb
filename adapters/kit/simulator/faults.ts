/** How a simulator misbehaves: a plan of probabilities, drawn from a seed so that a run can be repeated. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const probability = z.number().min(0).max(1);

const faultsSchema = z.strictObject({
  /** Every answer waits so long. */
  delayMs: z.number().int().min(0).max(600_000),
  /** The answer comes `lateMs` later than it could, when who asked has stopped waiting. */
  late: probability,
  lateMs: z.number().int().min(0).max(600_000),
  /** The connection closes before the request is looked at. */
  dropBeforeBooking: probability,
  /** The money moves, then the connection closes without an answer. */
  dropReplyAfterBooking: probability,
  /** HTTP 500 (or the protocol's own) before anything happens. */
  serverError: probability,
  /** HTTP 500 (or the protocol's own) after the money moved. */
  serverErrorAfterBooking: probability,
  rateLimited: probability,
  /** A business refusal of a good request. */
  refuse: probability,
  /** A status word that no documentation names. */
  unknownStatusWord: probability,
  /** The answer names another amount than was booked. */
  wrongAmount: probability,
  /** The answer carries a broken signature. */
  wrongSignature: probability,
  /** The answer leaves out a part of what it should hold. */
  truncated: probability,
  /** The request is taken now and finished `processingMs` later. */
  asynchronous: probability,
  processingMs: z.number().int().min(0).max(600_000),
  /** A notification is sent twice, or never. */
  answerTwice: probability,
  loseNotification: probability,
  /** A notification is held back until a later one has overtaken it. */
  reorderNotification: probability,
  /** A register's verdict is turned round. */
  wrongVerdict: probability,
  repeatedReference: z.enum(['refuse', 'book-again']),
  /** From now on no connection is accepted for so long. Not kept over a restart. */
  downForMs: z.number().int().min(0).max(600_000),
  /** From now on, over TLS, a certificate is shown that has run out. Not kept over a restart. */
  expiredCertificateForMs: z.number().int().min(0).max(600_000),
});

export type Faults = z.infer<typeof faultsSchema>;
/** Faults that are drawn per request. */
export type DrawnFault = {
  [Name in keyof Faults]: Faults[Name] extends number ? (Name extends `${string}Ms` ? never : Name) : never;
}[keyof Faults];

/** What a simulator counts as having happened: faults that are drawn, and what its shell does besides. */
export type Strike =
  | DrawnFault
  | 'down'
  | 'expiredCertificate'
  /** A client that went on all the same: must never happen. */
  | 'expiredCertificateTrusted'
  | 'bookedAgain';

const wellBehaved: Faults = {
  delayMs: 0,
  late: 0,
  lateMs: 5_000,
  dropBeforeBooking: 0,
  dropReplyAfterBooking: 0,
  serverError: 0,
  serverErrorAfterBooking: 0,
  rateLimited: 0,
  refuse: 0,
  unknownStatusWord: 0,
  wrongAmount: 0,
  wrongSignature: 0,
  truncated: 0,
  asynchronous: 0,
  processingMs: 20,
  answerTwice: 0,
  loseNotification: 0,
  reorderNotification: 0,
  wrongVerdict: 0,
  repeatedReference: 'refuse',
  downForMs: 0,
  expiredCertificateForMs: 0,
};

export class FaultPlan {
  #faults: Faults;
  readonly #draws = new Map<string, number>();
  readonly #struck = new Map<Strike, number>();

  /** The plan of an earlier run is taken up again from `file`; `initial` wins over it. */
  constructor(
    private readonly file: string,
    private readonly seed: number,
    initial: Partial<Faults> = {},
  ) {
    const earlier = existsSync(file) ? partialFaults(JSON.parse(readFileSync(file, 'utf8'))) : {};
    this.#faults = { ...wellBehaved, ...earlier, ...partialFaults(initial) };
  }

  get current(): Readonly<Faults> {
    return this.#faults;
  }

  /** Changes the named faults and leaves the others. @throws ZodError when a name or a value is not one. */
  change(input: unknown): Readonly<Faults> {
    this.#faults = { ...this.#faults, ...partialFaults(input) };
    writeFileSync(this.file, JSON.stringify({ ...this.#faults, downForMs: 0, expiredCertificateForMs: 0 }));
    return this.#faults;
  }

  /** How often each fault has struck since the process began. */
  get struck(): Readonly<Partial<Record<Strike, number>>> {
    return Object.fromEntries(this.#struck);
  }

  /** Counts what has really happened. */
  note(strike: Strike): void {
    this.#struck.set(strike, (this.#struck.get(strike) ?? 0) + 1);
  }

  /** Whether the fault strikes now; it is counted then. */
  strikes(fault: DrawnFault, key: string): boolean {
    const isStruck = this.draws(fault, key);
    if (isStruck) this.note(fault);
    return isStruck;
  }

  /** Like `strikes` for a fault that may yet come to nothing: `note` it when it has happened. Drawn from seed, fault, key and how
   *  often the key was drawn, so that the order of other requests does not matter. */
  draws(fault: DrawnFault, key: string): boolean {
    const chance = this.#faults[fault];
    if (chance === 0) return false;
    const name = `${fault} ${key}`;
    const draw = (this.#draws.get(name) ?? 0) + 1;
    this.#draws.set(name, draw);
    const digest = createHash('sha256').update(`${this.seed} ${name} ${draw}`).digest();
    return digest.readUInt32BE(0) / 2 ** 32 < chance;
  }
}

function partialFaults(input: unknown): Partial<Faults> {
  return faultsSchema.partial().parse(input);
}
