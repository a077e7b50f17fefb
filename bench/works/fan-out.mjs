/** Fan-out: committed events to thousands of subscribers, each event joined with its beneficiary. */
import { readFileSync } from 'node:fs';
import { openCountry } from '../country/open-country.mjs';
import { contestants } from '../fan-out/contestants.mjs';
import { gatherCrew } from '../fan-out/crew.mjs';
import { openElsewhere } from '../fan-out/elsewhere.mjs';
import { samplePayments } from '../fan-out/events.mjs';
import { assertSameAnswers } from '../harness/canonical.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { versionOf } from '../harness/machine.mjs';
import { takeTurns } from '../harness/rounds.mjs';
import { exponentOf, median, shownSpread, spread } from '../harness/statistics.mjs';
import { spelledAlike } from '../unified-view/mapping.mjs';

const FLOOR = 'floor: bare ws, one prepared frame';
const HUB = 'An Sinh Hub';
/** Who comes and goes before anything is looked at, and how many events they see. */
const VISITORS = 200;
const SEEN_FIRST = 20;
/** What runs once a commit is compiled only after some thousand of them, and the compiling counts. */
const SEEN_BEFORE_ROUNDS = 3_000;
/** Frames of a round: enough that what is counted is not chance. */
const FRAMES = { one: 100_000, burst: 400_000 };
const SHORT_FRAMES = { one: 50_000, burst: 200_000 };
const BURST = 20;
/** Of a round, where few subscribe. */
const COMMITS_MAX = 100;
/** Frames that those are given who resolve each event for each subscriber: hundreds of times slower, so a round does not last minutes. */
const SLOW_FRAMES = 2_000;
/** Events a second at which latency is compared, everybody following one province; for all following everything, what the floor bears. */
const ARRIVALS = 200;
const FRAMES_A_SECOND = 40_000;
/** Looks at latency, the median of which counts: one of them may meet the one second in which the machine was busy with something else. */
const LOOKS = 5;
/** Files that a process has open besides its connections. */
const OTHER_FILES = 500;

export const name = 'fan-out';
export const title = 'Fan-out';
export const goal =
  'at least 80 % of the floor per core; at most 10 KB a connection; commit-to-client p99 under 100 ms at 200 events a second';
export const versions = () =>
  Object.fromEntries(
    [
      '@apollo/server',
      '@graphql-hive/gateway-runtime',
      '@graphql-mesh/transport-ws',
      'graphql-ws',
      'graphql-subscriptions',
      'ws',
      'dataloader',
    ].map((name) => [name, versionOf(name)]),
  );

export async function run({ rounds, isShort, log }) {
  const sizes = isShort ? [250, 500, 1_000] : [1_000, 3_000, 10_000];
  const shown = isShort ? sizes.slice(-1) : [sizes[0], sizes[2]];
  assertFilesFor(sizes.at(-1));
  const country = await openCountry({ people: 20_000, months: 2, log });
  const elsewhere = await openElsewhere(country.url);
  const issuer = await startIssuer();
  try {
    const payments = await samplePayments(country.pool, 1_000);
    const starts = contestants({ country, elsewhere, issuer });
    log(`all send the same event (${await compare(starts, payments)})`);
    const aloneMs = await eventHeardByOne(starts[HUB], payments, rounds);
    log('one subscriber: measured');
    const measured = {};
    for (const size of sizes) {
      const names = Object.keys(starts).filter((name) => isFast(name) || size === shown[0]);
      const frames = isShort ? SHORT_FRAMES : FRAMES;
      const figures = await measure({ starts, names, size, payments, rounds, frames, log });
      for (const name of names) measured[name] = { ...measured[name], [size]: figures[name] };
    }
    const largest = sizes.at(-1);
    const frameMs = median(measured[HUB][largest].burst.map(({ cpuMs }) => cpuMs)) / 1_000;
    const unitCosts = {
      eventMs: aloneMs - frameMs,
      frameMs,
      connectionBytes: Math.max(...shown.map((size) => measured[HUB][size].memory / size)),
    };
    return {
      unitCosts,
      tables: [
        ...shown.map((size) => throughput(size, measured)),
        ...shown.map((size) => latency(size, measured)),
      ],
      notes: [
        `CPU an event grows with the number of subscribers to the power of ${growth(sizes, measured, HUB, 'one')} (floor ${growth(sizes, measured, FLOOR, 'one')}), memory with theirs to the power of ${growth(sizes, measured, HUB, 'memory')}.`,
        `Memory a connection is the resident set with everybody connected and subscribed, less the one before, divided by their number; ${VISITORS} others had come, seen ${SEEN_FIRST} events and gone before. Commit-to-client counts from when the COMMIT was sent, and is the median of ${looksOf(rounds)} looks of five seconds. CPU is that of all of a contestant's processes as the scheduler counts it, PostgreSQL apart; each round sends the same number of events to everybody, one a commit or a burst in one commit, and contestants take turns round by round. The others commit to a database of their own on the same server: in the hub’s it would follow their events too.`,
        'Apollo Server resolves each event for each subscriber, and is given fewer events; its subscribers each remember the beneficiaries that they have seen (DataLoader of the connection). Hive Gateway follows each subscriber’s events at that same process, over one socket, and serves them over graphql-ws; the CPU is that of both.',
      ],
    };
  } finally {
    issuer.stop();
    await elsewhere.close();
    await country.close();
  }
}

/** What an event costs, many a commit, that a single subscriber hears: nearly all of it is the event's own. @returns milliseconds */
async function eventHeardByOne(start, payments, rounds) {
  const crew = await gatherCrew(await start(), payments);
  try {
    await crew.visit(VISITORS, SEEN_BEFORE_ROUNDS);
    await crew.enter(1);
    const costs = [];
    while (costs.length < rounds) {
      const { cpuMs } = await crew.fanOut({ burst: BURST, commits: COMMITS_MAX });
      costs.push(cpuMs / 1_000);
    }
    await crew.leave();
    return median(costs);
  } finally {
    await crew.stop();
  }
}

/** @param frames of a round; @param each of a commit */
const commitsFor = (frames, each) => Math.min(COMMITS_MAX, Math.max(1, Math.round(frames / each)));

const looksOf = (rounds) => Math.min(rounds, LOOKS);

const isFast = (name) => name === FLOOR || name === HUB;

/** Nobody is measured before all have sent the same event. @returns its digest */
async function compare(starts, payments) {
  const sent = {};
  for (const [name, start] of Object.entries(starts)) {
    const crew = await gatherCrew(await start(), payments);
    try {
      const { payload } = JSON.parse(await crew.enter(1));
      sent[name] = spelledAlike(payload);
      await crew.leave();
    } finally {
      await crew.stop();
    }
  }
  return assertSameAnswers(sent);
}

/** All contestants at one number of subscribers. @returns figures by name */
async function measure({ starts, names, size, payments, rounds, frames, log }) {
  const crews = {};
  try {
    const figures = {};
    for (const name of names) {
      crews[name] = await gatherCrew(await starts[name](), payments);
      await crews[name].visit(VISITORS, SEEN_FIRST);
      figures[name] = { memory: await crews[name].memoryOf(size) };
      if (isFast(name)) await crews[name].visit(VISITORS, SEEN_BEFORE_ROUNDS);
      await crews[name].enter(size);
      log(`${name}: ${size} subscribers`);
    }
    const turns = async (taking, burst, sent) => {
      const commits = (name) => commitsFor(isFast(name) ? sent : SLOW_FRAMES, size * burst);
      const round = (name) => crews[name].fanOut({ burst, commits: commits(name) });
      // Nor does the first round count.
      for (const name of taking) await round(name);
      return takeTurns(taking, rounds, round);
    };
    const fast = names.filter(isFast);
    const one = await turns(names, 1, frames.one);
    const burst = await turns(fast, BURST, frames.burst);
    for (const name of names) Object.assign(figures[name], { one: one[name], burst: burst[name] });
    log(`${size} subscribers: ${rounds} rounds`);
    // Who falls so far behind that it sends subscribers away has no latency to show; what all did before is shown all the same.
    const arrivals = async (name, options) => {
      const seen = [];
      try {
        while (seen.length < looksOf(rounds)) seen.push(await crews[name].arrivals(options));
        return seen;
      } catch (error) {
        log(`${name}: not all events came: ${error.message}`);
      }
    };
    for (const name of fast)
      figures[name].everybody = await arrivals(name, { perSecond: FRAMES_A_SECOND / size });
    for (const crew of Object.values(crews)) await crew.leave();
    for (const name of fast) {
      await crews[name].enter(size, { isByProvince: true });
      figures[name].spreadOut = await arrivals(name, { perSecond: ARRIVALS, isByProvince: true });
      await crews[name].leave();
    }
    log(`${size} subscribers: measured`);
    return figures;
  } finally {
    for (const crew of Object.values(crews)) await crew.stop();
  }
}

/** Each subscriber is an open file, of the server and of the crowd. */
function assertFilesFor(subscribers) {
  const limit = /Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  const needed = subscribers + OTHER_FILES;
  if (limit !== undefined && Number(limit) < needed)
    throw new Error(`${subscribers} subscribers need ${needed} open files; \`ulimit -n\` allows ${limit}`);
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
  const cells = (looks) =>
    looks
      ? [
          median(looks.map(({ eventsPerSecond }) => eventsPerSecond)).toFixed(0),
          median(looks.map(({ p50 }) => p50)),
          shownSpread(spread(looks.map(({ p99 }) => p99)), 0),
        ]
      : ['not all came', '–', '–'];
  return {
    title: `From commit to ${size.toLocaleString('en')} clients`,
    columns: [
      'Contestant',
      'events a second, by province',
      'p50 ms',
      'p99 ms (middle half)',
      'events a second, to everybody',
      'p50 ms ',
      'p99 ms (middle half) ',
    ],
    rows: Object.entries(measured)
      .filter(([name, sizes]) => isFast(name) && sizes[size])
      .map(([name, sizes]) => [name, ...cells(sizes[size].spreadOut), ...cells(sizes[size].everybody)]),
  };
}

function growth(sizes, measured, name, figure) {
  const cost = (one, size) =>
    figure === 'memory' ? one.memory : spread(one.one.map(({ cpuMs }) => cpuMs)).median * size;
  return exponentOf(sizes.map((size) => [size, cost(measured[name][size], size)])).toFixed(2);
}
