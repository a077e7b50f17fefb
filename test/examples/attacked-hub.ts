/** A hub with no adapter but the attacker, who also plays the people around it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { RunningHub } from '../setup/running-hub.js';
import { ExampleProgram } from './example-program.js';
import type { Language } from './languages.js';

export interface Script {
  readonly name: string;
  readonly title: string;
  readonly holds: string;
}

interface Verdict {
  readonly attack: string;
  readonly complaints: readonly string[];
  readonly bookings?: number;
}

const ATTACKS = join(import.meta.dirname, '../../examples/attacks');
const PEOPLE = 300;

/** Every attack, in the order in which it is made. */
export const SCRIPTS = readdirSync(ATTACKS)
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(join(ATTACKS, name), 'utf8')) as Script[]);

export class AttackedHub {
  readonly hub = new RunningHub({ people: PEOPLE, environment: { HUB_ADAPTERS: 'none' } });
  verdicts: readonly Verdict[] = [];

  constructor(private readonly language: Language) {}

  async run(): Promise<void> {
    await this.hub.start();
    const environment = { HUB_URL: this.hub.url };
    const attacker = new ExampleProgram({ language: this.language, program: 'attack', environment });
    await attacker.end();
    this.verdicts = attacker.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Verdict);
    if (this.verdicts.length !== SCRIPTS.length + 1)
      throw new Error(`The attacker has not come to its end:\n${attacker.stdout}${attacker.stderr}`);
  }

  /** Undefined where the attack was not made. */
  complaintsOf(name: string): readonly string[] | undefined {
    return this.verdicts.find(({ attack }) => attack === name)?.complaints;
  }
}
