/** One adapter as a process of its own: claims and reports over HTTP, wherever the institution's network lies. */
import { getBundledAdapter } from './bundled-adapters.js';
import { ConfigError, readConfig } from './config.js';
import { createLogger } from '../http/index.js';
import { clientCredentialsToken, httpHub, runAdapter } from '../../adapters/kit/index.js';
import { workerName } from './run-adapters.js';
import { findSimulators } from './run-simulators.js';
import { untilSignal } from './until-signal.js';

export async function runAdapterAlone({
  name,
  hub: url,
}: {
  readonly name: string;
  readonly hub: string;
}): Promise<void> {
  const config = readConfig();
  const { adapter, demoConfig } = getBundledAdapter(name);
  const [simulator] = await findSimulators(config.dataDir, [name]);
  const settings = config.adapterConfigs[name] ?? (simulator && demoConfig(simulator.dataDir, simulator.url));
  if (settings === undefined) {
    throw new ConfigError(
      `HUB_CONFIG has no adapters.${name}, and no demo runs here: see adapters/${name}/README.md.`,
    );
  }
  const base = url.replace(/\/$/, '');
  const token = clientCredentialsToken({
    tokenUrl: await discoverTokenUrl(config.oidcIssuer ?? `${base}/oidc`),
    clientId: config.clientId ?? `adapter-${name}`,
    clientSecret: config.clientSecret ?? 'demo',
  });
  const hub = httpHub({ url: `${base}/graphql`, token });
  const log = createLogger({ level: config.logLevel ?? 'info' });
  const running = await runAdapter({
    adapter,
    config: settings,
    hub,
    log,
    worker: `${workerName(config.dataDir)}-alone`,
  });
  await untilSignal();
  await running.stop();
  await hub.close();
  process.exit(0);
}

/** Where the issuer gives tokens, as it says itself (OpenID Connect Discovery 1.0). */
async function discoverTokenUrl(issuer: string): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url).catch((error: unknown) => {
    throw new ConfigError(`Nobody answers at ${url}: is the hub running, and OIDC_ISSUER right?`, {
      cause: error,
    });
  });
  const { token_endpoint: tokenUrl } = (await answer.json()) as { token_endpoint?: string };
  if (tokenUrl === undefined) throw new ConfigError(`${url} names no token endpoint: is OIDC_ISSUER right?`);
  return tokenUrl;
}
