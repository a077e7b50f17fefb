/** Keeps account of every operation: its duration and error codes as metrics, its caller and purpose in the access log, its
 *  faults in the log. Names and codes only; never variables or results. */
import type { Logger } from 'pino';
import { accessEntryOf, type AccessLog } from '../access/index.js';
import type { ErrorCode } from '../values/index.js';
import type { Metrics } from './metrics.js';
import type { OperationState } from './operation-state.js';
import { asksOnlyForSchema } from './root-fields.js';

export interface OperationObserver {
  /** To be called once an operation, when its answer is ready (for a subscription: when it has started or was refused). */
  finished(state: OperationState, codes: readonly ErrorCode[]): void;
  /** To be called for every error that is sent. */
  sent(code: ErrorCode): void;
  /** Logs what an INTERNAL error really was. */
  fault(traceId: string, error: unknown): void;
}

export interface ObserverDeps {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly accessLog?: AccessLog;
}

export function createOperationObserver({ metrics, logger, accessLog }: ObserverDeps): OperationObserver {
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
      accessLog?.record(
        accessEntryOf(state.caller, {
          at: new Date(),
          operation: state.name ?? kind,
          rootFields: state.rootFields,
          traceId: state.requestId,
          outcome: codes[0] ?? 'OK',
        }),
      );
    },
    sent(code) {
      metrics.errors.inc({ code });
    },
    fault(traceId, error) {
      logger.error({ traceId, err: error }, 'an operation failed');
    },
  };
}
