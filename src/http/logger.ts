/** The hub's log: JSON lines, readable ones on a terminal. No line carries personal data: fields that could are cut out by
 *  name, and runs of digits as long as a personal id or an account number out of every line that is written. */
import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';

export interface LoggerOptions {
  /** pino's words; default `info`. */
  readonly level?: string;
  /** Default: standard error, so that standard output stays what a command answers. */
  readonly destination?: DestinationStream;
}

const NEVER_LOGGED = [
  ...[
    'authorization',
    'token',
    'secret',
    'password',
    'cookie',
    'variables',
    'personalId',
    'fullName',
    'holderName',
  ],
  ...['receiverName', 'accountNumber', 'number', 'dateOfBirth', 'phone', 'detail'],
];

/** Long runs of digits in texts. JSON numbers (those right after `":`) are counts and amounts and stay: what is
 *  somebody's number is always text. */
const LONG_NUMBER = /(?<![\w-])(?<!":)\d{8,}(?![\w-])/g;

export function createLogger({ level = 'info', destination }: LoggerOptions = {}): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: NEVER_LOGGED.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '…' },
      hooks: { streamWrite: withoutLongNumbers },
    },
    destination ?? (process.stderr.isTTY ? pretty({ destination: 2, sync: true }) : pino.destination(2)),
  );
}

/** The line with every run of eight digits or more taken out. */
export function withoutLongNumbers(line: string): string {
  return line.replace(LONG_NUMBER, '########');
}
