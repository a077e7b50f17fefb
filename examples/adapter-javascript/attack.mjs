/** Plays an institution that misbehaves, and everybody around the hub who does not. Each attack of ../attacks is carried out
 *  against payments of its own; what must hold afterwards is judged in attacker/ending.mjs.
 *
 *      node attack.mjs [NAME …]
 *
 *  Prints a JSON line for each attack, with its complaints, and ends with 1 where there are any. Meant for a hub of its own that
 *  runs no adapters: HUB_ADAPTERS=none npm start. README.md says more. */
import { readdirSync, readFileSync } from 'node:fs';

import { Book } from './attacker/book.mjs';
import { Ending } from './attacker/ending.mjs';
import { Intents } from './attacker/intents.mjs';
import { PatientHub } from './attacker/patient.mjs';
import { People } from './attacker/people.mjs';
import { Register } from './attacker/register.mjs';
import { Attack } from './attacker/steps.mjs';

const ATTACKS = new URL('../attacks/', import.meta.url);
const AREA = '37';

class World {
  institution = signIn('adapter-bidv');
  otherInstitution = 'AGRIBANK';
  book = new Book();
  dead = new Set();
  periods = months();
  #banks = [this.institution, signIn('adapter-agribank')];
  #officer = signIn('demo-officer');
  people = new People({
    officer: this.#officer,
    approver: signIn('demo-approver'),
    treasurer: signIn('demo-treasurer'),
    area: AREA,
    institution: 'BIDV',
  });
  register = new Register({
    officer: this.#officer,
    population: signIn('adapter-population'),
    banks: this.#banks,
    area: AREA,
  });
  intents = new Intents(this.people);

  /** Whoever has claimed once can be paid through. */
  async open() {
    for (const bank of this.#banks)
      await bank.ask('mutation { claimPayments(limit: 0, worker: "attack") { id } }', {});
  }
}

function signIn(clientId) {
  const url = process.env.HUB_URL ?? 'http://localhost:4000';
  return new PatientHub({ url, tokenUrl: `${url}/oidc/token`, clientId, clientSecret: 'demo' });
}

/** This one and the next in Hà Nội, seven hours ahead all the year. */
function months() {
  const today = new Date(Date.now() + 7 * 3_600_000);
  const month = (later) =>
    new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + later)).toISOString().slice(0, 7);
  return [month(0), month(1)];
}

/** Complaints about a payment belong to the attack that it was under. */
function tell(attacks, { intents, book }) {
  const rest = new Map(intents.complaints);
  for (const { name, complaints, cases } of attacks) {
    for (const { intent } of cases) {
      complaints.push(...(rest.get(intent) ?? []));
      rest.delete(intent);
    }
    console.log(JSON.stringify({ attack: name, complaints }));
  }
  const complaints = [...rest.values()].flat();
  console.log(JSON.stringify({ attack: 'everybody-else', complaints, bookings: book.bookings.length }));
  return complaints.length > 0 || attacks.some((attack) => attack.complaints.length > 0) ? 1 : 0;
}

const world = new World();
const wanted = process.argv.slice(2);
const attacks = readdirSync(ATTACKS)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, ATTACKS), 'utf8')))
  .filter(({ name }) => wanted.length === 0 || wanted.includes(name))
  .map((script) => new Attack(script, world));
await world.open();
await world.register.checkEverybody();
await world.people.makeBatch(world.periods[0]);
for (const attack of attacks) await attack.takePayments();
for (const attack of attacks) await attack.run();
for (const attack of attacks) await attack.endSession();
await new Ending(world).run();
process.exitCode = tell(attacks, world);
