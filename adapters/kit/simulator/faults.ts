/** How a simulator misbehaves: a plan of probabilities, drawn from a seed so that a run can be repeated. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const probability = z.number().min(0).max(1);

const faultsSchema = z.strictObject({
  /** Every answer waits so long. */
  delayMs: z.number().int().min(0).max(600_000),
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
  /** The request is taken now and finished `processingMs` later. */
  asynchronous: probability,
  processingMs: z.number().int().min(0).max(600_000),
  /** A notification is sent twice, or never. */
  answerTwice: probability,
  loseNotification: probability,
  repeatedReference: z.enum(['refuse', 'book-again']),
  /** From now on no connection is accepted for so long. Not kept over a restart. */
  downForMs: z.number().int().min(0).max(600_000),
});

export type Faults = z.infer<typeof faultsSchema>;
/** Faults that are drawn per request. */
export type DrawnFault = {
  [Name in keyof Faults]: Faults[Name] extends number ? (Name extends `${string}Ms` ? never : Name) : never;
}[keyof Faults];

const wellBehaved: Faults = {
  delayMs: 0,
  dropBeforeBooking: 0,
  dropReplyAfterBooking: 0,
  serverError: 0,
  serverErrorAfterBooking: 0,
  rateLimited: 0,
  refuse: 0,
  unknownStatusWord: 0,
  wrongAmount: 0,
  wrongSignature: 0,
  asynchronous: 0,
  processingMs: 20,
  answerTwice: 0,
  loseNotification: 0,
  repeatedReference: 'refuse',
  downForMs: 0,
};

export class FaultPlan {
  #faults: Faults;
  readonly #draws = new Map<string, number>();

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
    writeFileSync(this.file, JSON.stringify({ ...this.#faults, downForMs: 0 }));
    return this.#faults;
  }

  /** Whether the fault strikes now. Drawn from seed, fault, key and how often the key was drawn, so that the order
   *  of other requests does not matter. */
  strikes(fault: DrawnFault, key: string): boolean {
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
