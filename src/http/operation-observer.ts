/** Keeps account of every operation: its duration and error codes as metrics, its caller and purpose in the access log, its
 *  faults in the log. Names and codes only; never variables or results. */
import type { Logger } from 'pino';
import { accessEntryOf, type AccessLog } from '../access/index.js';
import type { ErrorCode } from '../values/index.js';
import type { Metrics } from './metrics.js';
import { entryOf } from './operation-guard.js';
import type { OperationState } from './operation-state.js';
import { asksOnlyForSchema } from './root-fields.js';

export interface OperationObserver {
  /** To be called once an operation, when its answer is ready (for a subscription: when it has started or was refused). */
  finished(state: OperationState, codes: readonly ErrorCode[]): void;
  /** To be called for every error that is sent. */
  sent(code: ErrorCode): void;
  /** Logs what an INTERNAL error really was: each kind once an operation. */
  fault(traceId: string, error: unknown): void;
}

export interface ObserverDeps {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly accessLog?: AccessLog;
}

/** A kind of fault of one operation is logged once in so many milliseconds: a subscription may live for days. */
const FAULT_AGAIN_AFTER_MS = 60_000;
const FAULTS_REMEMBERED_MAX = 1_000;

export function createOperationObserver({ metrics, logger, accessLog }: ObserverDeps): OperationObserver {
  const faults = new Map<string, number>();

  function isNewFault(traceId: string, error: unknown): boolean {
    const kind = `${traceId} ${error instanceof Error ? `${error.name} ${originOf(error)}` : ''}`;
    const now = performance.now();
    if (now - (faults.get(kind) ?? -Infinity) < FAULT_AGAIN_AFTER_MS) return false;
    const [oldest] = faults.keys();
    if (oldest !== undefined && faults.size >= FAULTS_REMEMBERED_MAX) faults.delete(oldest);
    faults.set(kind, now);
    return true;
  }

  return {
    finished(state, codes) {
      const kind = state.kind ?? 'none';
      // A refused document may carry any name; only what ran earns a series of its own.
      const operation =
        codes.length === 0 || state.rootFields !== undefined ? metrics.operationLabel(state.name) : 'refused';
      metrics.operationDuration.observe({ operation, kind }, (performance.now() - state.startedAt) / 1_000);
      logger.debug({ traceId: state.requestId, operation: state.name, kind, codes }, 'operation');
      if (state.caller === undefined || state.rootFields === undefined) return;
      if (asksOnlyForSchema(state.rootFields)) return;
      const outcome = codes[0] ?? 'OK';
      // What was refused was never admitted.
      if (state.endAccess === undefined)
        accessLog?.record({ ...accessEntryOf(state.caller, entryOf(state, new Date())), outcome });
      else state.endAccess(outcome);
    },
    sent(code) {
      metrics.errors.inc({ code });
    },
    fault(traceId, error) {
      if (isNewFault(traceId, error)) logger.error({ traceId, err: error }, 'an operation failed');
    },
  };
}

/** Where it was thrown. */
function originOf({ stack = '' }: Error): string {
  return /\n\s+at .*/.exec(stack)?.[0] ?? '';
}
