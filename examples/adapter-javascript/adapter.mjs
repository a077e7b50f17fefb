/** A small adapter, written from the schema alone: it pays through the toy bank what the hub hands out, and reports what became of
 *  it. README.md says how to run it. */
import { setTimeout as delay } from 'node:timers/promises';

import { Capabilities } from './capabilities.mjs';
import { Checks } from './checks.mjs';
import { BankClient } from './client.mjs';
import { Hub, HubFailure } from './hub.mjs';
import { Journal } from './journal.mjs';
import { Payments } from './payments.mjs';
import { Reports } from './reports.mjs';

const CLAIM = `mutation ($limit: Int!, $leaseSeconds: Int!, $worker: String!, $newSession: Boolean!) {
  claimPayments(limit: $limit, leaseSeconds: $leaseSeconds, worker: $worker, newSession: $newSession) {
    id action reference amount accountNumber narrative
  } }`;
const EXTEND = `mutation ($taskIds: [ID!]!, $leaseSeconds: Int!) {
  extendLeases(taskIds: $taskIds, leaseSeconds: $leaseSeconds) }`;
const RETURN = 'mutation ($taskIds: [ID!]!) { returnTasks(taskIds: $taskIds) }';

const LEASE_SECONDS = 120;
/** So few that their leases outlast them, even when the bank lets the adapter wait for each. */
const TASKS_MAX = 10;
const POLL_MS = 2_000;
const BACK_OFF_MS_MAX = 60_000;

class Adapter {
  #stopping = new AbortController();
  /** A new process holds nothing, whatever an earlier one has claimed. */
  #newSession = true;
  #hub;
  #worker;
  #rate;
  #capabilities;
  #payments;
  #checks;
  #reports;

  constructor({ hub, bank, journal, worker, rate }) {
    this.#hub = hub;
    this.#worker = worker;
    this.#rate = rate;
    this.#capabilities = new Capabilities({ hub, rate });
    this.#payments = new Payments({ bank, journal, isMine: (task) => this.#isMine(task) });
    this.#checks = new Checks({ hub, bank, worker });
    this.#reports = new Reports({ hub, journal });
  }

  stop() {
    this.#stopping.abort();
  }

  async run() {
    let failures = 0;
    while (!this.#isStopping) {
      try {
        const worked = await this.#round();
        failures = 0;
        await this.#wait(worked > 0 ? 0 : POLL_MS);
      } catch (failure) {
        if (!(failure instanceof HubFailure)) throw failure;
        // What a lost answer has handed out, nobody holds: the next claim says so.
        this.#newSession = true;
        failures += 1;
        console.error(failure.message);
        await this.#wait((0.5 + Math.random() / 2) * Math.min(BACK_OFF_MS_MAX, 1_000 * 2 ** failures));
      }
    }
    await this.#reports
      .deliver()
      .catch(({ message }) => console.error(`What is not reported yet stays in the journal. ${message}`));
  }

  /** Reports first: what an earlier round, or an earlier process, has not got rid of. */
  async #round() {
    await this.#reports.deliver();
    await this.#capabilities.declare();
    const newSession = this.#newSession;
    const asked = { limit: TASKS_MAX, leaseSeconds: LEASE_SECONDS, worker: this.#worker, newSession };
    const { claimPayments: tasks } = await this.#hub.ask(CLAIM, asked);
    const paid = await this.#pay(tasks);
    await this.#reports.deliver();
    const checked = await this.#checks.work(newSession);
    this.#newSession = false;
    return paid + checked;
  }

  async #pay(tasks) {
    const left = [...tasks];
    try {
      while (left.length > 0 && !this.#isStopping) {
        // False: the bank is not there, and nothing was sent. This one and all behind it go back.
        if (!(await this.#payments.workOn(left[0]))) break;
        left.shift();
        await this.#wait(1_000 / this.#rate);
      }
    } finally {
      if (left.length > 0) {
        console.error(`${left.length} tasks go back unsent`);
        await this.#hub.ask(RETURN, { taskIds: left.map(({ id }) => id) });
      }
    }
    return tasks.length - left.length;
  }

  async #isMine({ id }) {
    const asked = { taskIds: [id], leaseSeconds: LEASE_SECONDS };
    return (await this.#hub.ask(EXTEND, asked)).extendLeases === 1;
  }

  get #isStopping() {
    return this.#stopping.signal.aborted;
  }

  /** Ends early when the adapter is to stop. */
  async #wait(ms) {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

const { env } = process;
const hubUrl = env.HUB_URL ?? 'http://localhost:4000';
const clientId = env.HUB_CLIENT_ID ?? 'adapter-bidv';
const adapter = new Adapter({
  hub: new Hub({
    url: hubUrl,
    tokenUrl: env.TOKEN_URL ?? `${hubUrl}/oidc/token`,
    clientId,
    clientSecret: env.HUB_CLIENT_SECRET ?? 'demo',
  }),
  bank: new BankClient(env.BANK_URL ?? 'http://127.0.0.1:5100'),
  journal: new Journal(env.JOURNAL ?? 'adapter-journal.jsonl'),
  worker: env.WORKER ?? `${clientId}-javascript`,
  rate: Number(env.RATE_PER_SECOND ?? '20'),
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => adapter.stop());
await adapter.run();
