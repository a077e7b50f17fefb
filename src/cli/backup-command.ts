/** `backup` copies the embedded database beside a running hub. */
import { defineCommand } from 'citty';
import { type CopyProgress, formatBytes, withCopyBar } from './copy-bar.js';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface Summary {
  readonly folder: string;
  readonly takenAt: string;
  readonly logId: string;
  readonly position: string;
  readonly files: number;
  readonly bytes: number;
}

interface BackupOperations {
  readonly backUp: (
    folder: string | undefined,
    onProgress: (progress: CopyProgress) => void,
  ) => Promise<Summary>;
}

export function backupCommand({ backUp }: BackupOperations) {
  return defineCommand({
    meta: {
      name: 'backup',
      description: 'Back up the embedded database, also while the hub runs; holds personal data',
    },
    args: {
      folder: {
        type: 'positional',
        required: false,
        description: 'Where to: a folder that does not exist; default a dated one beside HUB_DATA_DIR',
      },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const summary = await withCopyBar({ isShown: !args.json, title: 'Copying' }, (onProgress) =>
          backUp(args.folder, onProgress),
        );
        printResult(summary, args.json, () => words(summary));
      }),
  });
}

function words({ folder, takenAt, logId, position, files, bytes }: Summary): string {
  return [
    `Backed up: ${folder} (${files} files, ${formatBytes(bytes)}).`,
    `It holds everything until ${takenAt}, event ${position} of the log ${logId} included.`,
    'It holds personal data and the database’s password: keep it where nobody else reads, on another machine.',
  ].join('\n');
}
