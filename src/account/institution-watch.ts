/** Which adapters are alive, and which pay: noted with every claim and report, written once in ten seconds and never inside
 *  a request's own transaction, so that nobody waits for it. */
import type { Db } from '../work/index.js';
import { noteInstitution } from './institution-store.js';

export interface InstitutionWatch {
  /** The institution's adapter is alive. */
  readonly noteSeen: (institution: string) => void;
  /** It is alive and claims payments: from the first time on its institution has a rail. */
  readonly noteRail: (institution: string) => void;
  /** Resolves when everything noted so far is written. */
  readonly settle: () => Promise<void>;
}

/** The time between two writes for one institution. */
const NOTE_EVERY_MS = 10_000;

export interface InstitutionWatchOptions {
  readonly db: Db;
  readonly clock: () => Date;
  /** A write that failed; the next note tries again. Default: nothing. */
  readonly onError?: (error: unknown) => void;
}

export function createInstitutionWatch({ db, clock, onError }: InstitutionWatchOptions): InstitutionWatch {
  const notedAt = new Map<string, number>();
  const writing = new Set<Promise<void>>();
  const note = (institution: string, pays: boolean): void => {
    const now = clock();
    const key = `${institution} ${String(pays)}`;
    if (now.getTime() - (notedAt.get(key) ?? -Infinity) < NOTE_EVERY_MS) return;
    notedAt.set(key, now.getTime());
    const write = noteInstitution(db, institution, now, { pays })
      .catch((error: unknown) => {
        notedAt.delete(key);
        onError?.(error);
      })
      .finally(() => writing.delete(write));
    writing.add(write);
  };
  return {
    noteSeen: (institution) => {
      note(institution, false);
    },
    noteRail: (institution) => {
      note(institution, true);
    },
    settle: async () => {
      await Promise.all(writing);
    },
  };
}
