/** Fan-out: committed events to thousands of subscribers, each event joined with its beneficiary. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { openCountry } from '../country/open-country.mjs';
import { contestants } from '../fan-out/contestants.mjs';
import { samplePayments } from '../fan-out/events.mjs';
import { assertSameAnswers } from '../harness/canonical.mjs';
import { LOAD_CORE, startContestant } from '../harness/contestant.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { versionOf } from '../harness/machine.mjs';
import { cpuMsOf, familyOf, memoryOf } from '../harness/processes.mjs';
import { exponentOf, spread } from '../harness/statistics.mjs';
import { spelledAlike } from '../unified-view/mapping.mjs';

const FLOOR = 'floor: bare ws, one prepared frame';
const HUB = 'An Sinh Hub';
const WITHIN_MS = 60_000;
/** Who comes and goes before memory is looked at, so that what a server grows by once is not charged to connections. */
const VISITORS = 200;
/** Frames that those are given who resolve each event for each subscriber: hundreds of times slower, so a round does not last minutes. */
const SLOW_FRAMES = 2_000;
/** Events a second at which latency is compared, everybody following one province; for all following everything, what the floor bears. */
const ARRIVALS = 200;
const ARRIVALS_FOR_MS = 5_000;
const FRAMES_A_SECOND = 40_000;

export const name = 'fan-out';
export const title = 'Fan-out';
export const goal =
  'at least 80 % of the floor per core; at most 10 KB a connection; commit-to-client p99 under 100 ms at 200 events a second';
export const versions = () =>
  Object.fromEntries(
    ['@apollo/server', 'graphql-ws', 'graphql-subscriptions', 'ws', 'dataloader'].map((name) => [
      name,
      versionOf(name),
    ]),
  );

export async function run({ rounds, isShort, log }) {
  const country = await openCountry({ people: 20_000, months: 2, log });
  const issuer = await startIssuer();
  try {
    const payments = await samplePayments(country.pool, 1_000);
    const starts = contestants({ country, issuer });
    const sizes = isShort ? [250, 500, 1_000] : [1_000, 3_000, 10_000];
    const shown = isShort ? sizes.slice(-1) : [sizes[0], sizes[2]];
    const measured = {};
    const first = {};
    for (const [name, start] of Object.entries(starts)) {
      for (const size of sizes) {
        const isFast = name === FLOOR || name === HUB;
        if (!isFast && !(size === shown[0])) continue;
        const server = await start();
        try {
          const one = await measure({ name, server, size, isFast, payments, rounds });
          first[name] ??= one.first;
          measured[name] = { ...measured[name], [size]: one };
          log(`${name}, ${size} subscribers: measured`);
        } finally {
          await server.stop();
        }
      }
    }
    const digest = assertSameAnswers(first);
    log(`all sent the same event (${digest})`);
    const largest = sizes.at(-1);
    const { one, memory } = measured[HUB][largest];
    const unitCosts = {
      frameMs: spread(one.map(({ cpuMs }) => cpuMs)).median / 1_000,
      connectionBytes: memory / largest,
    };
    return {
      unitCosts,
      tables: [
        ...shown.map((size) => throughput(size, measured)),
        ...shown.map((size) => latency(size, measured)),
      ],
      notes: [
        `CPU an event grows with the number of subscribers to the power of ${growth(sizes, measured, HUB, 'one')} (floor ${growth(sizes, measured, FLOOR, 'one')}), memory with theirs to the power of ${growth(sizes, measured, HUB, 'memory')}.`,
        `Memory a connection is the resident set with everybody connected and subscribed, less the one before, divided by their number; ${VISITORS} others had come and gone before. Commit-to-client counts from when the COMMIT was sent. CPU is that of all of a contestant's processes from /proc, PostgreSQL apart; each round sends the same events to everybody, one a commit or a burst in one commit.`,
        'Apollo Server resolves each event for each subscriber, and is given fewer events; its subscribers each remember the beneficiaries that they have seen (DataLoader of the connection).',
      ],
    };
  } finally {
    issuer.stop();
    await country.close();
  }
}

async function measure({ server, size, isFast, payments, rounds }) {
  const crowd = await startContestant(
    new URL('../fan-out/subscribers.mjs', import.meta.url),
    {},
    { core: LOAD_CORE },
  );
  const call = async (call, argument) => {
    const answer = await crowd.ask({
      call,
      with: argument,
      address: { port: server.port, path: server.path },
    });
    if (answer.error) throw new Error(answer.error);
    return answer;
  };
  const pids = () => server.servers.flatMap(({ pid }) => familyOf(pid));
  const areas = [...new Set(payments.map(({ area }) => area))];
  const enter = async (count, areaOf) => {
    await call(
      'open',
      Array.from({ length: count }, (_, place) => ({
        group: areaOf(place),
        texts: server.textsOf(areaOf(place)),
      })),
    );
    return isFollowing({ call, server, count, payments, areas: areaOf(0) === '' ? undefined : areas });
  };
  try {
    await enter(Math.min(VISITORS, size), () => '');
    await call('close');
    await delay(1_500);
    const before = memoryOf(pids());
    const text = await enter(size, () => '');
    await delay(1_500);
    const memory = memoryOf(pids()) - before;
    const one = await fanOut({
      call,
      server,
      pids,
      size,
      payments,
      rounds,
      burst: 1,
      turns: isFast ? 10 : Math.max(1, Math.floor(SLOW_FRAMES / size)),
    });
    const burst = isFast
      ? await fanOut({ call, server, pids, size, payments, rounds, burst: 20, turns: 1 })
      : undefined;
    const everybody = isFast
      ? await arrivals({
          call,
          server,
          payments,
          perSecond: FRAMES_A_SECOND / size,
          groupOf: () => '',
          share: () => size,
        })
      : undefined;
    await call('close');
    await enter(size, (place) => areas[place % areas.length]);
    const share = (area) =>
      Math.floor(size / areas.length) + (areas.indexOf(area) < size % areas.length ? 1 : 0);
    const spreadOut = isFast
      ? await arrivals({ call, server, payments, perSecond: ARRIVALS, groupOf: ({ area }) => area, share })
      : undefined;
    await call('close');
    const { payload } = JSON.parse(text);
    return { first: spelledAlike(payload), memory, one, burst, everybody, spreadOut };
  } finally {
    await crowd.stop();
  }
}

/** Sends events until everybody gets them. @returns the text of the first subscriber's last one */
async function isFollowing({ call, server, count, payments, areas }) {
  const proof = areas
    ? areas.map((wanted) => payments.find(({ area }) => area === wanted))
    : payments.slice(0, 1);
  for (;;) {
    await call('reset');
    await server.publish(proof);
    const { frames, texts } = await call('until', { frames: count, withinMs: 5_000 });
    if (frames === count) return texts.at(-1);
  }
}

/** Each round sends its events when all of the turn before have come. @returns a row a round */
async function fanOut({ call, server, pids, size, payments, rounds, burst, turns }) {
  const rows = [];
  let turn = 0;
  const next = () => Array.from({ length: burst }, () => payments[(turn += 1) % payments.length]);
  for (let round = 0; round < rounds; round += 1) {
    await call('reset');
    const [cpuBefore, from] = [cpuMsOf(pids()), performance.now()];
    for (let sent = 1; sent <= turns; sent += 1) {
      await server.publish(next());
      const wanted = size * burst * sent;
      const { frames } = await call('until', { frames: wanted, withinMs: WITHIN_MS });
      if (frames < wanted) throw new Error(`${frames} of ${wanted} frames came`);
    }
    const [frames, wallMs] = [size * burst * turns, performance.now() - from];
    const cpuMs = ((cpuMsOf(pids()) - cpuBefore) / frames) * 1_000;
    rows.push({ cpuMs, perSecond: (frames / wallMs) * 1_000 });
  }
  return rows;
}

/** Commits an event whenever one is due, whether or not earlier ones have come. */
async function arrivals({ call, server, payments, perSecond, groupOf, share }) {
  await call('reset', { isTimed: true });
  const sent = {};
  const from = performance.now();
  const count = Math.max(10, Math.round((ARRIVALS_FOR_MS / 1_000) * perSecond));
  let frames = 0;
  // One after the other: a subscriber's k-th frame is its group's k-th event.
  for (let index = 0; index < count; index += 1) {
    const waitMs = from + (index * 1_000) / perSecond - performance.now();
    if (waitMs >= 1) await delay(waitMs);
    const payment = payments[index % payments.length];
    (sent[groupOf(payment)] ??= []).push(await server.publish([payment]));
    frames += share(groupOf(payment));
  }
  const came = await call('until', { frames, withinMs: WITHIN_MS });
  if (came.frames < frames) throw new Error(`${came.frames} of ${frames} frames came`);
  return {
    ...(await call('latencies', { sent })),
    eventsPerSecond: (count / (performance.now() - from)) * 1_000,
  };
}

function throughput(size, measured) {
  const cost = (rows) => spread(rows.map(({ cpuMs }) => cpuMs)).median;
  const ofFloor = (rows, floor) => {
    const share = spread(rows.map(({ cpuMs }, round) => floor[round].cpuMs / cpuMs));
    return `${(share.median * 100).toFixed(0)} % (${(share.low * 100).toFixed(0)}–${(share.high * 100).toFixed(0)})`;
  };
  return {
    title: `${size.toLocaleString('en')} subscribers to everything`,
    columns: [
      'Contestant',
      'events a second per core',
      'CPU ms per 1,000 events, one a commit',
      'of the floor per core (middle half)',
      'CPU ms per 1,000, 20 a commit',
      'of the floor per core (middle half) ',
      'KB a connection',
    ],
    chart: 'events a second per core',
    rows: Object.entries(measured)
      .filter(([, sizes]) => sizes[size])
      .map(([name, sizes]) => {
        const { one, burst, memory } = sizes[size];
        const floor = measured[FLOOR][size];
        return [
          name,
          Math.round(1_000_000 / cost(one)),
          cost(one),
          ofFloor(one, floor.one),
          burst ? cost(burst) : '–',
          burst ? ofFloor(burst, floor.burst) : '–',
          memory / size / 1_000,
        ];
      }),
  };
}

function latency(size, measured) {
  const cells = (one) => (one ? [one.eventsPerSecond.toFixed(0), one.p50, one.p99] : ['–', '–', '–']);
  return {
    title: `From commit to ${size.toLocaleString('en')} clients`,
    columns: [
      'Contestant',
      'events a second, by province',
      'p50 ms',
      'p99 ms',
      'events a second, to everybody',
      'p50 ms ',
      'p99 ms ',
    ],
    rows: Object.entries(measured)
      .filter(([, sizes]) => sizes[size]?.spreadOut)
      .map(([name, sizes]) => [name, ...cells(sizes[size].spreadOut), ...cells(sizes[size].everybody)]),
  };
}

function growth(sizes, measured, name, figure) {
  const cost = (one, size) =>
    figure === 'memory' ? one.memory : spread(one.one.map(({ cpuMs }) => cpuMs)).median * size;
  return exponentOf(sizes.map((size) => [size, cost(measured[name][size], size)])).toFixed(2);
}
