/** How far the log has come and where its server stood, as one process knows it. Kept outside the database too, it tells at the next
 *  start whether the database has gone back: a back-up was put in its place, or a standby that had not received the last seconds. */
import type { PlaceInLog } from '../log-place.js';
import type { ServerState } from './server-state.js';

export interface HighWaterMark extends PlaceInLog {
  /** Null where the log is empty. */
  readonly id: string | null;
  /** When the event there was recorded, by the database's clock. */
  readonly recordedAt: Date | null;
  /** Null where the server does not say. */
  readonly server: ServerState | null;
}

/** Where a mark is kept outside the database. */
export interface HighWaterMarkStore {
  /** Undefined where there is none yet.
   *  @throws when there is one that cannot be read: then nobody can say that nothing was lost */
  read(): Promise<HighWaterMark | undefined>;
  /** Replaces it as a whole, or not at all. */
  write(mark: HighWaterMark): Promise<void>;
}
