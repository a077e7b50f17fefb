/** Catch-up: a client that was away reads everything that it missed, by cursor. */
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { openCountry } from '../country/open-country.mjs';
import { CONTESTANTS } from '../catch-up/contestants.mjs';
import { fillLog } from '../catch-up/fill-log.mjs';
import { startHub } from '../harness/hub.mjs';
import { startIssuer } from '../harness/issuer.mjs';
import { versionOf } from '../harness/machine.mjs';
import { cpuMsOf, familyOf, memoryOf } from '../harness/processes.mjs';
import { ratios, takeTurns } from '../harness/rounds.mjs';
import { startServer } from '../harness/server.mjs';
import { exponentOf, shownSpread, spread } from '../harness/statistics.mjs';

const FLOOR = 'floor: bare pg, the same rows by the page';

export const name = 'catch-up';
export const title = 'Catch-up by cursor';
export const goal = 'at least 50,000 events a second';
export const versions = () => ({ pg: versionOf('pg'), ws: versionOf('ws') });

export async function run({ rounds, isShort, log }) {
  const sizes = isShort ? [2_000, 10_000, 50_000] : [10_000, 100_000, 1_000_000];
  const country = await openCountry({ people: 20_000, months: 2, log });
  const issuer = await startIssuer();
  const stops = [() => issuer.stop(), () => country.close()];
  try {
    const { startAt, digests } = await fillLog(country.pool, sizes, log);
    const hub = await startHub({ databaseUrl: country.url, issuer });
    stops.unshift(() => hub.stop());
    const floor = await startServer(
      ['node', fileURLToPath(new URL('../catch-up/floor.mjs', import.meta.url))],
      {
        env: { DATABASE_URL: country.url },
      },
    );
    stops.unshift(() => floor.stop());
    const token = await issuer.tokenFor({
      sub: 'bench',
      roles: ['officer'],
      area: 'VN',
      purposes: ['PAYMENT_PREPARATION'],
    });
    const context = { hub, floor, token, pool: country.pool };
    const tables = [];
    const costs = [];
    for (const size of sizes) {
      const read = async (name) => {
        const { server, readAll } = CONTESTANTS[name](context);
        const pids = familyOf(server.pid);
        const [cpuBefore, from] = [cpuMsOf(pids), performance.now()];
        const digest = await readAll(startAt(size), size);
        const wallMs = performance.now() - from;
        if (digest !== digests[size]) throw new Error(`${name} read other events than were written`);
        return {
          perSecond: (size / wallMs) * 1_000,
          cpuMs: ((cpuMsOf(pids) - cpuBefore) / size) * 1_000,
          memory: memoryOf(pids),
        };
      };
      const names = Object.keys(CONTESTANTS);
      for (const name of names) await read(name);
      const rows = await takeTurns(names, rounds, read, (line) => log(`${size} events: ${line}`));
      const against = ratios(rows, 'perSecond', FLOOR);
      const [, byQuery] = names;
      costs.push([size, spread(rows[byQuery].map(({ cpuMs }) => cpuMs)).median * size]);
      tables.push({
        title: `${size.toLocaleString('en')} events`,
        columns: [
          'Contestant',
          'events a second',
          'of the floor (middle half of rounds)',
          'server CPU ms per 1,000 events',
          'memory MiB',
        ],
        chart: 'events a second',
        rows: names.map((name) => {
          const share = spread(against[name]);
          return [
            name,
            Math.round(spread(rows[name].map(({ perSecond }) => perSecond)).median),
            shownSpread(share),
            spread(rows[name].map(({ cpuMs }) => cpuMs)).median,
            Math.round(rows[name].at(-1).memory / 2 ** 20),
          ];
        }),
        raw: rows,
      });
    }
    return {
      tables,
      notes: [
        `CPU of the hub's pages grows with the number of events to the power of ${exponentOf(costs).toFixed(2)}. Everybody reads the ids, the instants, both states and the institution of each event, in order; a digest of all ids is compared.`,
      ],
    };
  } finally {
    for (const stop of stops) await stop();
  }
}
