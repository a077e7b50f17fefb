/** `import` reads a recipient list (Phụ lục 2), XLSX or CSV. */
import { defineCommand } from 'citty';
import { SingleBar } from 'cli-progress';
import { WordedError, type Language } from '../values/index.js';
import { importWords, type ImportSummary } from './import-words.js';
import { LANGUAGE_FLAG, languageOf } from './language.js';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface Progress {
  readonly phase: string;
  readonly rows: number;
  readonly rowsExpected: number;
}

interface ImportOperations {
  readonly importFile: (
    path: string,
    area: string | undefined,
    onProgress: (progress: Progress) => void,
  ) => Promise<ImportSummary>;
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
      area: {
        type: 'string',
        description: 'Code of the commune or province that the list is of: rows of other areas are refused',
      },
      ...LANGUAGE_FLAG,
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const language = languageOf(args.lang);
        if (args.template) {
          const path = args.file ?? TEMPLATE_NAME;
          await writeTemplate(path);
          printResult({ template: path }, args.json, () => TEMPLATE_WRITTEN[language](path));
          return;
        }
        const { file, area } = args;
        if (file === undefined) throw new WordedError(NO_FILE);
        const summary = await withBar(!args.json, language, (onProgress) =>
          importFile(file, area, onProgress),
        );
        printResult(summary, args.json, () => importWords(summary, language));
      }, args.lang),
  });
}

const NO_FILE = {
  vi: 'Thiếu tên tệp: npm run hub -- import danh-sach.xlsx (hoặc --template).',
  en: 'Name a file: npm run hub -- import danh-sach.xlsx (or --template).',
};
const TEMPLATE_WRITTEN: Readonly<Record<Language, (path: string) => string>> = {
  vi: (path) => `Đã ghi mẫu danh sách: ${path}`,
  en: (path) => `The template is written: ${path}`,
};

async function withBar(
  isShown: boolean,
  language: Language,
  work: (onProgress: (progress: Progress) => void) => Promise<ImportSummary>,
): Promise<ImportSummary> {
  if (!isShown) return work(() => undefined);
  const phases = PHASES[language];
  const bar = new SingleBar({
    format: `{phase} [{bar}] {percentage}% {value}/{total} ${phases.ROWS}`,
    hideCursor: true,
    noTTYOutput: true,
  });
  bar.start(1, 0, { phase: phases.READING });
  try {
    return await work(({ phase, rows, rowsExpected }) => {
      bar.setTotal(Math.max(rows, rowsExpected, 1));
      bar.update(rows, { phase: phases[phase as keyof typeof phases] });
    });
  } finally {
    bar.stop();
  }
}

const PHASES = {
  vi: { READING: 'Đọc danh sách', MERGING: 'Ghi vào CSDL ', DONE: 'Hoàn thành   ', ROWS: 'dòng' },
  en: { READING: 'Reading', MERGING: 'Writing', DONE: 'Done   ', ROWS: 'rows' },
} as const;
