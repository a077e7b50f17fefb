/** `report` prints the coverage of an area, the areas one level below included. */
import { defineCommand } from 'citty';
import { formatAmount, JSON_FLAG, orExplain, printResult } from './print.js';

interface Figures {
  readonly area: { readonly code: string; readonly name: string } | null;
  readonly beneficiaries: number;
  readonly withAccount: number;
  readonly withAccountRate: number;
  readonly paidThroughAccount: number;
  readonly paidThroughAccountRate: number;
  readonly amountThroughAccount: number;
}

export function reportCommand({
  coverageOf,
}: {
  readonly coverageOf: (area: string, period?: string) => Promise<unknown>;
}) {
  return defineCommand({
    meta: {
      name: 'report',
      description: 'Print the coverage of an area (CV 1085): who has an account, who was paid through one',
    },
    args: {
      area: { type: 'positional', required: true, description: 'Code of an administrative unit, such as 37' },
      period: { type: 'string', description: 'Only payments for this month, 2026-11' },
      ...JSON_FLAG,
    },
    run: ({ args }) =>
      orExplain(async () => {
        const report = (await coverageOf(args.area, args.period)) as Figures & {
          readonly children: readonly Figures[];
        };
        printResult(report, args.json, () =>
          [HEADINGS, ...[report, ...report.children].map(line)].join('\n'),
        );
      }),
  });
}

const HEADINGS = 'Đơn vị\tNgười hưởng\tCó tài khoản\t%\tChi qua tài khoản\t%\tSố tiền';

function line(figures: Figures): string {
  const { area, beneficiaries, withAccount, withAccountRate, paidThroughAccount, paidThroughAccountRate } =
    figures;
  return [
    area ? `${area.code} ${area.name}` : '?',
    ...[beneficiaries, withAccount, withAccountRate, paidThroughAccount, paidThroughAccountRate],
    formatAmount(figures.amountThroughAccount),
  ].join('\t');
}
