/** What a hub knows of its log from before, and what it does when the database is older than that: nothing is sent until what was
 *  lost has been found. */
import { join } from 'node:path';
import type { Logger } from 'pino';
import { readRestoredMarker, removeRestoredMarker, type RestoredMarker } from '../database/index.js';
import {
  type HighWaterMark,
  highWaterMarkFile,
  type HighWaterMarkStore,
  type OnLogWentBack,
} from '../event/index.js';
import { beginRecoveryWithin } from '../payment/index.js';

/** In the data folder, which is not the database's own: how far the log had come. */
const MARK_FILE = 'high-water-mark.json';
/** Stands for the event that follows the last one of a backup, whatever it was. */
const EVENT_UNKNOWN = '00000000-0000-0000-0000-000000000000';

export interface LogWatch {
  readonly mark: HighWaterMarkStore;
  readonly onLogWentBack: OnLogWentBack;
  /** Call it once the log has been compared with the mark: what a restore noted is seen to. */
  readonly settleRestore: () => void;
}

export function watchLog(dataDir: string, logger: Logger): LogWatch {
  // Until it is seen to.
  let restored = readRestoredMarker(dataDir);
  const file = highWaterMarkFile(join(dataDir, MARK_FILE));
  return {
    mark: {
      read: async () => (restored ? afterRestore(restored, await file.read()) : file.read()),
      write: (mark) => file.write(mark),
    },
    onLogWentBack: async (db, { lostFrom, knownPosition, since }) => {
      const lost = { lostFrom: String(lostFrom), knownPosition: String(knownPosition), since };
      logger.error(lost, 'the database is older than it was: what it no longer has is lost, nothing is sent');
      await beginRecoveryWithin(
        db,
        restored
          ? { cause: 'RESTORED', lostFrom: new Date(restored.backupTakenAt) }
          : { cause: 'LOG_WENT_BACK', lostFrom: since ?? new Date(0) },
      );
    },
    settleRestore: () => {
      if (restored) removeRestoredMarker(dataDir);
      restored = undefined;
    },
  };
}

/** After a restore something is taken for lost, also where this folder knows of nothing: it may be another machine's. */
function afterRestore(restored: RestoredMarker, kept: HighWaterMark | undefined): HighWaterMark {
  const position = BigInt(restored.position) + 1n;
  const known = kept?.logId === restored.logId && kept.position > position ? kept.position : position;
  return {
    ...{ logId: restored.logId, position: known, id: EVENT_UNKNOWN },
    recordedAt: new Date(restored.at),
    server: null,
  };
}
