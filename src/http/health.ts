/** Says whether the process is alive, and whether it can do its work. Probes get words, never reasons: those are logged. */
import { Router } from 'express';
import type { Logger } from 'pino';

export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

const CHECK_TIMEOUT_MS = 2_000;

export interface HealthOptions {
  /** What must work before requests should be sent here: each rejects when it does not. */
  readonly checks: ReadinessChecks;
  readonly logger: Logger;
  /** True once the process is stopping: it finishes what it has and should get nothing new. */
  readonly isDraining: () => boolean;
  /** True while the hub recovers after a restore: it answers, and sends nothing. */
  readonly isRecovering?: () => boolean;
}

export function healthRouter({
  checks,
  logger,
  isDraining,
  isRecovering = () => false,
}: HealthOptions): Router {
  const router = Router();
  router.get('/live', (_request, response) => void response.json({ status: 'live' }));
  router.get('/ready', async (_request, response) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        try {
          await withinTime(check());
          return [name, 'ok'] as const;
        } catch (error) {
          logger.warn({ check: name, err: error }, 'not ready');
          return [name, 'failed'] as const;
        }
      }),
    );
    const isReady = !isDraining() && results.every(([, word]) => word === 'ok');
    response.status(isReady ? 200 : 503).json({
      status: isReady ? 'ready' : isDraining() ? 'stopping' : 'unready',
      checks: Object.fromEntries(results),
      ...(isRecovering() ? { recovery: 'on' } : {}),
    });
  });
  return router;
}

async function withinTime(check: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  await Promise.race([check, timeout]).finally(() => clearTimeout(timer));
}
