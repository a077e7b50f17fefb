/** `restore` puts a backup in the place of the embedded database, or notes that another database was restored by other means. */
import { defineCommand } from 'citty';
import { type CopyProgress, formatBytes, withCopyBar } from './copy-bar.js';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface Summary {
  readonly takenAt: string;
  readonly logId: string;
  readonly position: string;
  readonly files: number;
  readonly bytes: number;
}

const NEXT =
  'What went out since is unknown to it: the next hub that starts sends nothing and recovers (npm run hub -- recover status).';

type OnProgress = (progress: CopyProgress) => void;

interface RestoreOperations {
  readonly restore: (
    folder: string,
    onProgress: OnProgress,
  ) => Promise<Summary & { readonly keptAt?: string }>;
  readonly verify: (folder: string, onProgress: OnProgress) => Promise<Summary>;
  readonly mark: (takenAt: string | undefined) => Promise<{
    readonly path: string;
    readonly backupTakenAt: string;
    readonly logId: string;
    readonly position: string;
  }>;
}

export function restoreCommand(operations: RestoreOperations) {
  return defineCommand({
    meta: {
      name: 'restore',
      description:
        'Put a backup in the place of the embedded database while no hub runs; the old one is kept',
    },
    args: {
      folder: { type: 'positional', required: false, description: 'The backup' },
      verify: { type: 'boolean', default: false, description: 'Only read the backup against its hashes' },
      mark: {
        type: 'boolean',
        default: false,
        description: 'Only note that the database was restored by other means (pg_restore, WAL, a standby)',
      },
      'taken-at': {
        type: 'string',
        description: 'With --mark: up to when it knows what happened; default its last event',
      },
      ...JSON_FLAG,
    },
    run: ({ args: { folder, verify, mark, json, ...args } }) =>
      orExplain(async () => {
        if (mark) return markRestored(operations, args['taken-at'], json);
        if (folder === undefined)
          throw new Error('Name a backup: npm run hub -- restore FOLDER (or --mark).');
        if (verify) return verifyOnly(operations, folder, json);
        await restore(operations, folder, json);
      }),
  });
}

async function markRestored(
  operations: RestoreOperations,
  takenAt: string | undefined,
  json: boolean,
): Promise<void> {
  const marked = await operations.mark(takenAt);
  printResult(marked, json, () =>
    [
      `Noted in ${marked.path}: the database was restored.`,
      `It knows what happened until ${marked.backupTakenAt}, event ${marked.position} of the log ${marked.logId}.`,
      NEXT,
    ].join('\n'),
  );
}

async function verifyOnly(operations: RestoreOperations, folder: string, json: boolean): Promise<void> {
  const summary = await withCopyBar({ isShown: !json, title: 'Reading' }, (onProgress) =>
    operations.verify(folder, onProgress),
  );
  const { files, bytes, takenAt } = summary;
  printResult(
    summary,
    json,
    () => `The backup of ${takenAt} is whole: ${files} files, ${formatBytes(bytes)}.`,
  );
}

async function restore(operations: RestoreOperations, folder: string, json: boolean): Promise<void> {
  const summary = await withCopyBar({ isShown: !json, title: 'Restoring' }, (onProgress) =>
    operations.restore(folder, onProgress),
  );
  const { takenAt, logId, position, keptAt } = summary;
  printResult(summary, json, () =>
    [
      `Restored: the database knows what happened until ${takenAt}, event ${position} of the log ${logId}.`,
      keptAt === undefined ? 'There was none before.' : `The one that was there is kept: ${keptAt}.`,
      NEXT,
    ].join('\n'),
  );
}
