/** A contestant with its crowd of subscribers, and what is measured of the two. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { LOAD_CORE, startContestant } from '../harness/contestant.mjs';
import { exactCpuMsOf, familyOf, memoryOf } from '../harness/processes.mjs';

const WITHIN_MS = 60_000;
const PROOF_WITHIN_MS = 5_000;
/** After so long without a frame none is on its way. */
const QUIET_MS = 1_500;
/** What a server does after connections come and go, before its memory is read. */
const SETTLE_MS = 1_500;
const ARRIVALS_FOR_MS = 5_000;

/** @param server as `contestants` starts it; @param payments what the events are about, in turn */
export async function gatherCrew(server, payments) {
  const module = new URL('./subscribers.mjs', import.meta.url);
  const crowd = await startContestant(module, {}, { core: LOAD_CORE });
  return new Crew(server, crowd, payments);
}

class Crew {
  #server;
  #crowd;
  #payments;
  #areas;
  #size = 0;
  #turn = 0;

  constructor(server, crowd, payments) {
    this.#server = server;
    this.#crowd = crowd;
    this.#payments = payments;
    this.#areas = [...new Set(payments.map(({ area }) => area))];
  }

  /** Everybody comes, and stays until `leave`. @returns the text of the event that the first of them was sent */
  enter(count, { isByProvince = false } = {}) {
    return this.#enter(count, isByProvince ? (place) => this.#areas[place % this.#areas.length] : () => '');
  }

  async leave() {
    await this.#call('close');
    this.#size = 0;
  }

  /** Visitors come, see so many events and go: what a server grows by once is not charged to connections, and what is compiled while
   *  it runs is compiled before anything counts. */
  async visit(visitors, commits) {
    await this.enter(visitors);
    await this.fanOut({ burst: 1, commits });
    await this.leave();
    await delay(SETTLE_MS);
  }

  /** To be asked before many events were seen: connections would fit into what these left to be collected.
   *  @returns the bytes that `count` connections take, everybody subscribed */
  async memoryOf(count) {
    const before = memoryOf(this.#pids());
    await this.enter(count);
    await delay(SETTLE_MS);
    const after = memoryOf(this.#pids());
    await this.leave();
    return after - before;
  }

  /** One round: so many commits of `burst` events, each when everybody has those before. */
  async fanOut({ burst, commits }) {
    await this.#call('reset');
    const [cpuBefore, from] = [exactCpuMsOf(this.#pids()), performance.now()];
    for (let sent = 1; sent <= commits; sent += 1) {
      await this.#server.publish(Array.from({ length: burst }, () => this.#next()));
      await this.#until(this.#size * burst * sent);
    }
    const [frames, wallMs] = [this.#size * burst * commits, performance.now() - from];
    const cpuMs = ((exactCpuMsOf(this.#pids()) - cpuBefore) / frames) * 1_000;
    return { cpuMs, perSecond: (frames / wallMs) * 1_000 };
  }

  /** Commits an event whenever one is due, whether or not earlier ones have come. @returns how late they came */
  async arrivals({ perSecond, isByProvince }) {
    await this.#call('reset', { isTimed: true });
    const sent = {};
    const from = performance.now();
    const count = Math.max(10, Math.round((ARRIVALS_FOR_MS / 1_000) * perSecond));
    let frames = 0;
    // One after the other: a subscriber's k-th frame is its group's k-th event.
    for (let index = 0; index < count; index += 1) {
      const waitMs = from + (index * 1_000) / perSecond - performance.now();
      if (waitMs >= 1) await delay(waitMs);
      const payment = this.#payments[index % this.#payments.length];
      (sent[isByProvince ? payment.area : ''] ??= []).push(await this.#server.publish([payment]));
      frames += isByProvince ? this.#shareOf(payment.area) : this.#size;
    }
    await this.#until(frames);
    return {
      ...(await this.#call('latencies', { sent })),
      eventsPerSecond: (count / (performance.now() - from)) * 1_000,
    };
  }

  async stop() {
    await this.#crowd.stop();
    await this.#server.stop();
  }

  async #enter(count, groupOf) {
    const members = Array.from({ length: count }, (_, place) => groupOf(place));
    await this.#call(
      'open',
      members.map((group) => ({ group, texts: this.#server.textsOf(group) })),
    );
    this.#size = count;
    const proof = [...new Set(members)].map((group) =>
      group === '' ? this.#payments[0] : this.#payments.find(({ area }) => area === group),
    );
    // Events are sent until everybody gets them: some servers say nothing when a subscription stands.
    for (;;) {
      await this.#call('reset');
      await this.#server.publish(proof);
      const { frames, served, text } = await this.#call('until', {
        frames: count,
        withinMs: PROOF_WITHIN_MS,
      });
      if (frames === count && served === count) return text;
      await this.#quiet();
    }
  }

  /** What was sent too late to count has come as well. */
  async #quiet() {
    let [before, frames] = [-1, 0];
    while (frames > before) {
      before = frames;
      ({ frames } = await this.#call('until', { frames: Number.MAX_SAFE_INTEGER, withinMs: QUIET_MS }));
    }
  }

  async #until(wanted) {
    const { frames } = await this.#call('until', { frames: wanted, withinMs: WITHIN_MS });
    if (frames < wanted) throw new Error(`${frames} of ${wanted} frames came`);
  }

  #next() {
    this.#turn += 1;
    return this.#payments[this.#turn % this.#payments.length];
  }

  #shareOf(area) {
    const rest = this.#size % this.#areas.length;
    return Math.floor(this.#size / this.#areas.length) + (this.#areas.indexOf(area) < rest ? 1 : 0);
  }

  #pids() {
    return this.#server.servers.flatMap(({ pid }) => familyOf(pid));
  }

  async #call(call, argument) {
    const { port, path } = this.#server;
    const answer = await this.#crowd.ask({ call, with: argument, address: { port, path } });
    if (answer.error) throw new Error(answer.error);
    return answer;
  }
}
