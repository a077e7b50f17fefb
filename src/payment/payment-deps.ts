/** What the use cases of payments are given by the composition root. */
import type { PaymentPolicy } from './payment-policy.js';
import type { Prisma } from './exception-store.js';
import type { RecoveryWatch } from './recovery/recovery-watch.js';
import type { Db, Transact } from '../work/index.js';

export interface PaymentDeps {
  /** For reading outside a transaction. */
  readonly db: Db;
  /** For ordinary reads, where nothing depends on speed. */
  readonly prisma: Prisma;
  readonly transact: Transact;
  readonly policy: PaymentPolicy;
  readonly clock: () => Date;
  /** Whether the hub recovers after a restore. */
  readonly recovery: RecoveryWatch;
  /** Tells the account registry that an institution's adapter is alive and pays; cheap, called with every claim. */
  readonly noteRail: (institution: string) => void;
  /** The same for an institution that pays nobody: the Treasury. */
  readonly noteSeen: (institution: string) => void;
}
