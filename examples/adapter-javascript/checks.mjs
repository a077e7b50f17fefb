/** Accounts that the hub wants to know about before it pays into them: the same claim and report, with other words. */
import { randomUUID } from 'node:crypto';

const CLAIM = `mutation ($worker: String!, $newSession: Boolean!) {
  claimAccountChecks(limit: 50, leaseSeconds: 60, worker: $worker, newSession: $newSession) {
    id number holderName
  } }`;
const REPORT = `mutation ($reports: [AccountCheckReport!]!) {
  reportAccountChecks(reports: $reports) { reportId outcome message } }`;

export class Checks {
  #hub;
  #bank;
  #worker;

  constructor({ hub, bank, worker }) {
    this.#hub = hub;
    this.#bank = bank;
    // Another worker than the payments': a new session of one must not end the leases of the other.
    this.#worker = `${worker}-checks`;
  }

  /** Asks about what waits, and resolves with how much that was. Nothing needs a memory: a check that is lost is asked again. */
  async work(newSession) {
    const { claimAccountChecks: tasks } = await this.#hub.ask(CLAIM, { worker: this.#worker, newSession });
    const reports = [];
    for (const task of tasks) reports.push(await this.#answer(task));
    if (reports.length > 0) await this.#hub.ask(REPORT, { reports });
    return tasks.length;
  }

  async #answer({ id: taskId, number, holderName }) {
    let accountState = 'UNAVAILABLE';
    try {
      accountState = (await this.#bank.findAccount(number)).state ?? accountState;
    } catch {
      // Not to be had now: the hub asks again by itself.
    }
    // A real bank gives the holder's name as it has it. The toy bank knows everybody by the name that is asked for.
    const name = accountState === 'OPEN' ? { returnedName: holderName } : {};
    return { reportId: randomUUID(), taskId, accountState, checkedAt: new Date().toISOString(), ...name };
  }
}
