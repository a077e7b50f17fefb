/** What the use cases of reports are given by the composition root. */
import type { Events } from '../event/index.js';
import type { Db } from '../work/index.js';

export type { Db };

export interface ReportDeps {
  /** For reading outside a transaction. */
  readonly db: Db;
  /** Several statements or none; run again when PostgreSQL asks for that. */
  readonly transact: <Result>(work: (db: Db) => Promise<Result>) => Promise<Result>;
  readonly events: Pick<Events, 'flush' | 'lastPosition' | 'positionOf'>;
  readonly clock: () => Date;
  /** Milliseconds between looks at the log when nothing wakes the projector. Default 500. */
  readonly pollMs?: number;
  /** How long a question waits at most for the figures to reach the end of the log. Default 1,800: a source that takes
   *  longer than two seconds is given up by the graph anyway. */
  readonly catchUpMsMax?: number;
  /** Events of one transaction of the projector at most. Default 5,000. */
  readonly batchEventsMax?: number;
  /** Deltas of a stretch of the log, at whose end sums are made. Default 4,000. Changing it is safe. */
  readonly stretchDeltas?: number;
  /** Deltas of a unit that are worth a sum. Default 64. Changing it is safe. */
  readonly foldDeltas?: number;
  /** Changes that are stored together with a sum. Default 64. Changing it is safe. */
  readonly chunkChanges?: number;
  /** Told when following the log failed; it is tried again. */
  readonly onError?: (error: unknown) => void;
}
