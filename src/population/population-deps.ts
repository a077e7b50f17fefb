/** What the use cases of the population domain are given by the composition root, and the rules an operator may set. */
import type { Db, Transact } from '../work/index.js';

export interface PopulationPolicy {
  /** How old a verdict may be before it is stale, in days. Default 30. */
  readonly freshnessDays: number;
}

export const DEFAULT_POPULATION_POLICY: PopulationPolicy = { freshnessDays: 30 };

export interface PopulationDeps {
  /** For reading outside a transaction. */
  readonly db: Db;
  readonly transact: Transact;
  readonly policy: PopulationPolicy;
  readonly clock: () => Date;
  /** Tells the account registry that an institution's adapter is alive; cheap, called with every claim and report. */
  readonly noteSeen: (institution: string) => void;
}

/** The institution code of the national population database. */
export const REGISTER = 'CSDLDC';
