/** The process of one in-process contestant: runs an operation as often as it is told and says what that cost. */
import { performance } from 'node:perf_hooks';
import { parse } from 'graphql';
import { contestants } from './contestants.mjs';
import { operations } from './operations.mjs';

const { contestant } = JSON.parse(process.argv[2]);
const run = await contestants[contestant]();
const documents = new Map(Object.entries(operations).map(([name, { source }]) => [name, parse(source)]));

process.on('message', async ({ operation, times, wantsAnswer, variables: given }) => {
  const document = documents.get(operation);
  const variables = given ? () => given : operations[operation].variables;
  if (wantsAnswer) return process.send(await run(document, variables(wantsAnswer)));
  const cpuBefore = process.cpuUsage();
  const from = performance.now();
  for (let turn = 0; turn < times; turn += 1) await run(document, variables(turn));
  const wallMs = performance.now() - from;
  const { user, system } = process.cpuUsage(cpuBefore);
  process.send({
    cpuMs: (user + system) / 1_000 / times,
    perSecond: (times / wallMs) * 1_000,
    rss: process.memoryUsage.rss(),
  });
});
process.send({ url: null });
