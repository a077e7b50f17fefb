/** Requests over HTTP: as many as a server takes, or at a fixed rate of arrival. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { quantile } from './statistics.mjs';

/** Every connection asks again as soon as it is answered. @param next gives the body of each request */
export async function saturate({ url, headers, next, connections, forMs }) {
  const pool = poolOf(url, connections);
  const until = performance.now() + forMs;
  const latencies = [];
  const from = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const sentAt = performance.now();
        await post(pool, url, headers, next());
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  const wallMs = performance.now() - from;
  await pool.close();
  return {
    requests: latencies.length,
    perSecond: (latencies.length / wallMs) * 1_000,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/** A request every `1/perSecond`, whether or not earlier ones are answered. Latency counts from when a request was due, so that a server
 *  that stalls is charged for everybody who waited. */
export async function arrive({ url, headers, next, perSecond, forMs, connections = 64 }) {
  const pool = poolOf(url, connections);
  const from = performance.now();
  const count = Math.round((forMs / 1_000) * perSecond);
  const latencies = [];
  const open = [];
  for (let index = 0; index < count; index += 1) {
    const dueAt = from + (index * 1_000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs >= 1) await delay(waitMs);
    open.push(post(pool, url, headers, next()).then(() => latencies.push(performance.now() - dueAt)));
  }
  await Promise.all(open);
  await pool.close();
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(latencies, share));
  return { p50, p95, p99 };
}

/** One request and its answer as JSON. @throws Error for anything but data */
export async function ask(url, headers, body) {
  const pool = poolOf(url, 1);
  try {
    const answer = JSON.parse(await post(pool, url, headers, body));
    if (answer.errors?.length) throw new Error(`${url}: ${JSON.stringify(answer.errors[0]).slice(0, 400)}`);
    return answer.data;
  } finally {
    await pool.close();
  }
}

function poolOf(url, connections) {
  return new Pool(new URL(url).origin, { connections, pipelining: 1 });
}

async function post(pool, url, headers, body) {
  const answer = await pool.request({
    method: 'POST',
    path: new URL(url).pathname,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200)
    throw new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 300)}`);
  return text;
}
