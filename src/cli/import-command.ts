/** `import` reads a recipient list (Phụ lục 2), XLSX or CSV. */
import { defineCommand } from 'citty';
import { SingleBar } from 'cli-progress';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface Progress {
  readonly phase: string;
  readonly rows: number;
  readonly rowsExpected: number;
}

interface Summary {
  readonly rows: number;
  readonly accepted: number;
  readonly refused: number;
  readonly refusedByCode: Readonly<Record<string, number | undefined>>;
  readonly refusedPath?: string;
  readonly isRepeat: boolean;
  readonly accounts: number;
}

interface ImportOperations {
  readonly importFile: (path: string, onProgress: (progress: Progress) => void) => Promise<Summary>;
  readonly writeTemplate: (path: string) => Promise<void>;
}

const TEMPLATE_NAME = 'phu-luc-2-mau.xlsx';

export function importCommand({ importFile, writeTemplate }: ImportOperations) {
  return defineCommand({
    meta: { name: 'import', description: 'Import a recipient list in the form of Phụ lục 2 (XLSX or CSV)' },
    args: {
      file: { type: 'positional', required: false, description: 'The list' },
      template: {
        type: 'boolean',
        default: false,
        description: `Write an empty list with its headings (${TEMPLATE_NAME}) instead`,
      },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        if (args.template) {
          const path = args.file ?? TEMPLATE_NAME;
          await writeTemplate(path);
          printResult({ template: path }, args.json, () => `Đã ghi mẫu danh sách: ${path}`);
          return;
        }
        if (args.file === undefined)
          throw new Error('Name a file: npm run hub -- import danh-sach.xlsx (or --template).');
        const summary = await withBar(!args.json, (onProgress) => importFile(args.file ?? '', onProgress));
        printResult(summary, args.json, () => words(summary));
      }),
  });
}

async function withBar(
  isShown: boolean,
  work: (onProgress: (progress: Progress) => void) => Promise<Summary>,
): Promise<Summary> {
  if (!isShown) return work(() => undefined);
  const bar = new SingleBar({
    format: '{phase} [{bar}] {percentage}% {value}/{total} dòng',
    hideCursor: true,
    noTTYOutput: true,
  });
  bar.start(1, 0, { phase: PHASES.READING });
  try {
    return await work(({ phase, rows, rowsExpected }) => {
      bar.setTotal(Math.max(rows, rowsExpected, 1));
      bar.update(rows, { phase: PHASES[phase as keyof typeof PHASES] });
    });
  } finally {
    bar.stop();
  }
}

const PHASES = { READING: 'Đọc danh sách', MERGING: 'Ghi vào CSDL ', DONE: 'Hoàn thành   ' } as const;

/** What an official reads is Vietnamese. */
function words({ rows, accepted, refused, refusedByCode, refusedPath, isRepeat, accounts }: Summary): string {
  const lines = [
    `Đã đọc ${rows} dòng: nhận ${accepted}, từ chối ${refused}; ghi nhận ${accounts} tài khoản mới.`,
  ];
  if (isRepeat) lines.push('Danh sách này đã được nhập trước đó: không có gì thay đổi.');
  for (const [code, count] of Object.entries(refusedByCode)) lines.push(`  ${code}: ${count}`);
  if (refusedPath !== undefined) lines.push(`Các dòng bị từ chối và lý do: ${refusedPath}`);
  return lines.join('\n');
}
