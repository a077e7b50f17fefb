/** One rule that an adapter is held to. */
import type { Capabilities } from '../capabilities.js';
import type { Bench } from './bench.js';

export interface Rule {
  /** Stable: `PAY-07`. */
  readonly id: string;
  /** A sentence in the words of the domain. */
  readonly title: string;
  /** Whether the adapter's declared capabilities make the rule apply; always when left out. */
  readonly needs?: (capabilities: Capabilities) => boolean;
  readonly check: (bench: Bench, capabilities: Capabilities) => Promise<void>;
}

export function rule(about: Omit<Rule, 'check'>, check: Rule['check']): Rule {
  return { ...about, check };
}
