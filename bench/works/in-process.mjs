/** In-process execution: four subgraphs in memory, one view and a list of fifty. */
import { assertSameAnswers } from '../harness/canonical.mjs';
import { startContestant } from '../harness/contestant.mjs';
import { growthNote } from '../harness/growth.mjs';
import { versionOf } from '../harness/machine.mjs';
import { ratios, takeTurns } from '../harness/rounds.mjs';
import { shownSpread, spread } from '../harness/statistics.mjs';
import { contestants } from '../in-process/contestants.mjs';
import { operations } from '../in-process/operations.mjs';

const LIMIT = 'merged schema, graphql-jit (the limit)';
const WARM_UP_MS = 3_000;
const ROUND_MS = 600;
const HUB = 'An Sinh Hub';
const LIST = 'list of 50';
const LENGTHS = [20, 60, 200];

export const name = 'in-process';
export const title = 'In-process execution';
export const goal = 'at most 1.5 × the limit’s CPU; at least 10 × less than every gateway';
export const versions = () =>
  Object.fromEntries(
    [
      'graphql',
      'graphql-jit',
      '@apollo/gateway',
      '@graphql-hive/gateway-runtime',
      '@graphql-hive/router-runtime',
    ].map((name) => [name, versionOf(name)]),
  );

export async function run({ rounds, log }) {
  const names = Object.keys(contestants);
  const running = {};
  try {
    for (const contestant of names) {
      running[contestant] = await startContestant(new URL('../in-process/runner.mjs', import.meta.url), {
        contestant,
      });
    }
    const tables = [];
    for (const operation of Object.keys(operations))
      tables.push(await measure(operation, names, running, { rounds, log }));
    return { tables, notes: [await growth(running[HUB], rounds)] };
  } finally {
    await Promise.all(Object.values(running).map((contestant) => contestant.stop()));
  }
}

/** The list at three lengths, taking turns. */
async function growth(hub, rounds) {
  const costs = Object.fromEntries(LENGTHS.map((first) => [first, []]));
  for (let round = 0; round < rounds; round += 1)
    for (const first of LENGTHS) {
      const { cpuMs } = await hub.ask({ operation: LIST, times: 5_000, variables: { first } });
      costs[first].push(cpuMs);
    }
  const points = LENGTHS.map((first) => [first, spread(costs[first]).median]);
  return growthNote({ cost: 'CPU of a list', unit: 'ms', sizes: 'its rows', points });
}

async function measure(operation, names, running, { rounds, log }) {
  const answers = {};
  for (const name of names) {
    const { data, errors } = await running[name].ask({ operation, wantsAnswer: 7 });
    if (errors?.length) throw new Error(`${name}: ${errors[0].message}`);
    answers[name] = data;
  }
  const digest = assertSameAnswers(answers);
  const times = {};
  for (const name of names) {
    const { perSecond } = await running[name].ask({ operation, times: 200 });
    await running[name].ask({ operation, times: Math.ceil((perSecond * WARM_UP_MS) / 1_000) });
    const warm = await running[name].ask({ operation, times: 100 });
    times[name] = Math.max(50, Math.ceil((warm.perSecond * ROUND_MS) / 1_000));
  }
  log(`${operation}: all answer alike (${digest}), warmed up`);
  const rows = await takeTurns(
    names,
    rounds,
    (name) => running[name].ask({ operation, times: times[name] }),
    log,
  );
  const against = ratios(rows, 'cpuMs', LIMIT);
  return {
    title: operation,
    columns: [
      'Contestant',
      'CPU ms per operation',
      '× the limit (middle half of rounds)',
      'operations a second',
      'memory MiB',
    ],
    chart: 'CPU ms per operation',
    rows: names.map((name) => {
      const ratio = spread(against[name]);
      return [
        name,
        spread(rows[name].map(({ cpuMs }) => cpuMs)).median,
        shownSpread(ratio),
        Math.round(spread(rows[name].map(({ perSecond }) => perSecond)).median),
        Math.round(rows[name].at(-1).rss / 2 ** 20),
      ];
    }),
    raw: rows,
  };
}
