/** The suite: every rule that an adapter's capabilities call for, once in process and once over HTTP. One call an adapter. */
import { afterEach, beforeEach, describe, it } from '@jest/globals';
import type { Capabilities } from '../capabilities.js';
import type { WorkKind } from '../generated/hub-client.js';
import type { CreateSimulator } from '../simulator/index.js';
import { accountRules } from './account-rules.js';
import { Bench, type AdapterModule } from './bench.js';
import { batchRules } from './batch-rules.js';
import { citizenRules } from './citizen-rules.js';
import type { ConformanceHub } from './conformance-hub.js';
import { declarationRules } from './declaration-rules.js';
import { doubtRules } from './doubt-rules.js';
import { forgottenRules } from './forgotten-rules.js';
import { fundingRules } from './funding-rules.js';
import { laterWordRules } from './later-word-rules.js';
import { ModelHubOverHttp } from './model-hub-http.js';
import { ModelHub } from './model-hub.js';
import { paymentRules } from './payment-rules.js';
import { recipientRules } from './recipient-rules.js';
import type { Rule } from './rule.js';
import { statementRules } from './statement-rules.js';

export interface ConformanceOptions {
  readonly createSimulator: CreateSimulator;
  /** Rules that the outside system makes impossible, each with the reason that is printed: `{ 'PAY-09': 'the reply has no status word' }`. */
  readonly exempt?: Readonly<Record<string, string>>;
  /** BIN of the receiving bank, for an institution that routes by it. */
  readonly bankBin?: string;
  /** For an institution that hands out cash: its receivers have no account. */
  readonly paysCash?: boolean;
  /** The hubs to run against; the model hub in both forms when left out. */
  readonly hubs?: Readonly<Record<string, () => Promise<ConformanceHub>>>;
}

const modelHubs = {
  'in process': () => Promise.resolve(new ModelHub()),
  'over HTTP': () => ModelHubOverHttp.open(),
};

const rulesOf: Readonly<Record<WorkKind, readonly Rule[]>> = {
  PAYMENT: [
    ...paymentRules,
    ...doubtRules,
    ...laterWordRules,
    ...statementRules,
    ...batchRules,
    ...forgottenRules,
  ],
  ACCOUNT_CHECK: accountRules,
  CITIZEN_CHECK: citizenRules,
};

/** Call it at the top of `test/adapters/<name>/conformance.test.ts`. */
export function describeConformance(module: AdapterModule, options: ConformanceOptions): void {
  const { adapter } = module;
  for (const [form, openHub] of Object.entries(options.hubs ?? modelHubs)) {
    describe(`${adapter.name} conforms, ${form}`, () => {
      let bench: Bench;
      beforeEach(async () => {
        bench = new Bench(
          await openHub(),
          module,
          options.createSimulator,
          options.bankBin,
          options.paysCash,
        );
      });
      afterEach(() => bench.close());

      for (const rule of rulesFor(adapter.capabilities)) {
        const reason = reasonToSkip(rule, module, options);
        if (reason === undefined)
          it(`${rule.id}: ${rule.title}`, () => rule.check(bench, adapter.capabilities));
        else it.skip(`${rule.id}: ${rule.title} (left out: ${reason})`, () => undefined);
      }
    });
  }
}

function rulesFor({ work, funding, recipients }: Capabilities): readonly Rule[] {
  return [
    ...declarationRules,
    ...work.flatMap((kind) => rulesOf[kind]),
    ...(funding ? fundingRules : []),
    ...(recipients ? recipientRules : []),
  ];
}

function reasonToSkip(
  rule: Rule,
  { adapter }: AdapterModule,
  { exempt }: ConformanceOptions,
): string | undefined {
  const isCalledFor = rule.needs?.(adapter.capabilities) ?? true;
  return isCalledFor ? exempt?.[rule.id] : 'the declared capabilities do not include it';
}
