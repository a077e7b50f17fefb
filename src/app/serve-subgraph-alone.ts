/** One subgraph alone, with `_service` and `_entities`, so that any Federation 2 router can stand in front of it. */
import type { Logger } from 'pino';
import { createTokenVerifier, findArea } from '../access/index.js';
import { serveSubgraph } from '../federation/index.js';
import { createHttpServer, createLogger, executableOfSchema } from '../http/index.js';
import { calendarDateOf, type UnitId } from '../values/index.js';
import { announceReady } from './announce-ready.js';
import { ConfigError, readConfig, type HubConfig } from './config.js';
import { createSubgraphs } from './create-subgraphs.js';
import { openHub } from './open-hub.js';
import { untilSignal } from './until-signal.js';

export async function serveSubgraphAlone(name: string): Promise<void> {
  const config = readConfig();
  const subgraph = await openSubgraphAlone(name, config, createLogger({ level: config.logLevel ?? 'info' }));
  announceReady({ url: subgraph.url });
  await untilSignal();
  await subgraph.stop();
  process.exit(0);
}

export interface SubgraphAlone {
  readonly url: string;
  /** Lets what is under way finish, and writes out the access log. */
  stop(): Promise<void>;
}

/** Listens when it resolves. Whoever asks is signed in, limited and written into the access log as by the hub.
 *  @throws ConfigError without an issuer to trust */
export async function openSubgraphAlone(
  name: string,
  config: HubConfig,
  logger: Logger,
): Promise<SubgraphAlone> {
  if (config.oidcIssuer === undefined)
    throw new ConfigError('OIDC_ISSUER is not set: name the issuer whose tokens to trust.');
  const hub = await openHub({ config, logger, stopsAdopted: false });
  const subgraphs = createSubgraphs(hub.domains);
  const subgraph = subgraphs.find((one) => one.name === name);
  if (!subgraph) {
    await hub.close();
    throw new Error(
      `There is no subgraph ${name}. There are: ${subgraphs.map((one) => one.name).join(', ')}.`,
    );
  }
  const { pool } = hub.database;
  const server = await createHttpServer({
    executable: executableOfSchema(serveSubgraph(subgraph)),
    verifier: createTokenVerifier({ issuer: config.oidcIssuer }),
    ...{ logger, accessLog: hub.accessLog },
    locateArea: (code) =>
      findArea(pool, code, calendarDateOf(new Date()), { kind: 'COUNTRY' }) as Promise<UnitId | undefined>,
  });
  const { url } = await server.listen({ port: config.port, host: config.host });
  const stop = async (): Promise<void> => {
    await server.close();
    await hub.close();
  };
  return { url, stop };
}
