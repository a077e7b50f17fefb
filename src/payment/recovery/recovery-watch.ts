/** What a hub remembers of whether a recovery goes on, so that reports and claims need not ask. It may be a second late: where that could
 *  send money, the database is asked. */
import type { Db } from '../../work/index.js';
import { findRecovery, wasRecovered } from './recovery-store.js';

export interface RecoveryWatch {
  /** Whether a recovery goes on, or did until shortly ago. */
  readonly isOn: () => boolean;
  /** Whether attempts may wait to be asked about before they are sent. */
  readonly mayAskFirst: () => boolean;
  /** Looks again. */
  readonly refresh: () => Promise<void>;
}

export function createRecoveryWatch(db: Db): RecoveryWatch {
  let isOn = false;
  let mayAskFirst = false;
  return {
    isOn: () => isOn,
    mayAskFirst: () => mayAskFirst,
    refresh: async () => {
      isOn = (await findRecovery(db)) !== undefined;
      mayAskFirst = isOn || (await wasRecovered(db));
    },
  };
}
