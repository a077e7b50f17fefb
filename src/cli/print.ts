/** How every command answers: words for people, or one JSON document with `--json`; a failure is one line and exit code 1. */
import { sayError } from './language.js';

export const JSON_FLAG = {
  json: { type: 'boolean', default: false, description: 'Print one JSON document instead of words' },
} as const;

/** Prints a result in the form that was asked for. */
export function printResult(result: unknown, isJson: boolean, words: () => string): void {
  console.log(isJson ? JSON.stringify(result, plain) : words());
}

/** Runs a command's work; a failure is told in one line, without a stack, and ends with exit code 1.
 *  @param lang the flag of a command that speaks to officials; without it the error's own words are printed */
export async function orExplain(work: () => Promise<void>, lang?: string): Promise<void> {
  try {
    await work();
    process.exitCode ??= 0;
  } catch (error) {
    const own = error instanceof Error ? error.message : String(error);
    console.error(lang === undefined ? own : sayError(error, lang === 'en' ? 'en' : 'vi'));
    process.exit(1);
  }
}

/** 1500000 → `1.500.000 đ`. */
export function formatAmount(amount: bigint | number): string {
  return `${amount.toLocaleString('vi-VN')} đ`;
}

/** Đồng fit JSON numbers by definition of the API's scalar. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
