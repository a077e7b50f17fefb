/** `reconcile` holds a statement file of an institution against the payments. */
import { defineCommand } from 'citty';
import type { Language } from '../values/index.js';
import { LANGUAGE_FLAG, languageOf } from './language.js';
import { JSON_FLAG, orExplain, printResult } from './print.js';

interface ReconcileOperations {
  readonly reconcile: (options: {
    readonly path: string;
    readonly adapter: string;
    readonly hub: string;
    readonly days?: string;
  }) => Promise<StatementSummary>;
}

/** `entries` is `applied`, `known`, `exceptions`, `refused` and `notOurs` together. */
interface StatementSummary {
  readonly entries: number;
  readonly applied: number;
  readonly known: number;
  readonly exceptions: number;
  readonly refused: number;
  readonly notOurs: number;
  readonly daysNoted: number;
  readonly places: Readonly<Record<'exceptions' | 'refused' | 'notOurs', readonly Place[]>>;
}

interface Place {
  readonly place: string;
  readonly why: string;
}

/** Entries of a kind that are named on the screen; `--json` names all. */
const placesMax = 20;

export function reconcileCommand({ reconcile }: ReconcileOperations) {
  return defineCommand({
    meta: {
      name: 'reconcile',
      description:
        'Hold a statement file against the payments: BIDV’s reconciliation file, camt.053, camt.054',
    },
    args: {
      file: { type: 'positional', required: true, description: 'The file; reading it again changes nothing' },
      adapter: {
        type: 'string',
        required: true,
        description: 'Whose file it is: agribank, bidv, napas, vnpost',
      },
      days: {
        type: 'string',
        description:
          'The days of which it is the whole statement, 2026-11-28 or 2026-11-01..2026-11-28: a hub that recovers waits for them',
      },
      hub: { type: 'string', default: 'http://localhost:4000', description: 'Address of the hub' },
      ...LANGUAGE_FLAG,
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const language = languageOf(args.lang);
        const { file: path, adapter, hub, days } = args;
        const summary = await reconcile({ path, adapter, hub, ...(days === undefined ? {} : { days }) });
        printResult(summary, args.json, () => reconcileWords(summary, days !== undefined, language));
      }, args.lang),
  });
}

/** @param namesDays days were given of which the file is the whole statement */
export function reconcileWords(summary: StatementSummary, namesDays: boolean, language: Language): string {
  const { places } = summary;
  const { counts, days, exceptions, refused, notOurs, more, why } = WORDS[language];
  const named = (what: string, of: readonly Place[]): readonly string[] => {
    const shown = of.slice(0, placesMax).map((each) => `  ${what}: ${each.place}, ${why(each.why)}`);
    return of.length > placesMax ? [...shown, `  ${more(of.length - placesMax)}`] : shown;
  };
  return [
    ...counts(summary),
    ...(namesDays ? [days(summary)] : []),
    ...named(exceptions, places.exceptions),
    ...named(refused, places.refused),
    ...named(notOurs, places.notOurs),
  ].join('\n');
}

interface Words {
  readonly counts: (summary: StatementSummary) => readonly string[];
  readonly days: (summary: StatementSummary) => string;
  readonly exceptions: string;
  readonly refused: string;
  readonly notOurs: string;
  readonly more: (count: number) => string;
  /** What an adapter says of an entry. */
  readonly why: (reason: string) => string;
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    counts: ({ entries, applied, known, exceptions, refused, notOurs }) => [
      `${entries} entries: ${applied} moved a payment, ${known} were known,`,
      `${exceptions} wait for a person (reconciliationExceptions), ${refused} were refused,`,
      `${notOurs} are no payments of ours.`,
    ],
    days: ({ daysNoted, refused }) =>
      refused === 0
        ? `Statements of ${daysNoted} days are noted as read.`
        : 'Its days are not noted as read, since entries were refused.',
    exceptions: 'waits for a person',
    refused: 'refused',
    notOurs: 'not ours',
    more: (count) => `… and ${count} more`,
    why: (reason) => reason,
  },
  vi: {
    counts: ({ entries, applied, known, exceptions, refused, notOurs }) => [
      `${entries} bút toán: ${applied} cập nhật khoản chi trả, ${known} đã biết,`,
      `${exceptions} chờ người xử lý (reconciliationExceptions), ${refused} bị từ chối,`,
      `${notOurs} không phải khoản chi trả của hệ thống.`,
    ],
    days: ({ daysNoted, refused }) =>
      refused === 0
        ? `Đã ghi nhận đủ sao kê của ${daysNoted} ngày.`
        : 'Chưa ghi nhận các ngày này là đã đọc, vì có bút toán bị từ chối.',
    exceptions: 'chờ người xử lý',
    refused: 'bị từ chối',
    notOurs: 'không phải của hệ thống',
    more: (count) => `… và ${count} bút toán khác`,
    why: (reason) => REASONS[reason] ?? `${TECHNICAL}: ${reason}`,
  },
};

const TECHNICAL = 'chi tiết kỹ thuật';
/** What adapters say of most entries. */
const REASONS: Readonly<Record<string, string>> = {
  'in another currency': 'bằng ngoại tệ',
  'of no amount': 'không có số tiền',
  'expected, not booked': 'dự kiến, chưa hạch toán',
  'for information only, nothing is booked': 'chỉ để thông tin, không hạch toán',
  'a credit that names no payment of ours': 'khoản ghi có không ghi mã khoản chi trả nào của hệ thống',
  'the hub keeps it': 'hệ thống giữ lại để người xử lý',
  'the hub does not take it': 'hệ thống không nhận',
  'the hub fails over it': 'hệ thống gặp lỗi khi ghi nhận',
};
