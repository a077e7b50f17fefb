/** The payment subgraph: batches, payments, their events, and the work of adapters. */
import { scopeOf } from '../../access/index.js';
import { EventReader, type Events } from '../../event/index.js';
import { buildSubgraph, type HubContext, type Subgraph, type SubgraphParts } from '../../graphql/index.js';
import { findId } from '../../values/index.js';
import type { WorkSignal } from '../../work/index.js';
import type { PaymentDeps } from '../payment-deps.js';
import { BatchMutation } from './batch.mutation.js';
import { BatchResolver } from './batch.resolver.js';
import { FlagsNeedReasonResolver } from './flags.resolver.js';
import { PaymentBatch } from './batch.type.js';
import { ExceptionMutation } from './exception.mutation.js';
import { ExceptionResolver } from './exception.resolver.js';
import { FundingResolver } from './funding.resolver.js';
import { PaymentEventResolver } from './event.resolver.js';
import { createPaymentLoaders } from './payment.loader.js';
import { BeneficiaryPaymentsResolver, PaymentResolver, paymentOf } from './payment.resolver.js';
import { ProgressResolver } from './progress.resolver.js';
import { AccountStub, AdministrativeUnitStub, BeneficiaryPayments, ProgrammeStub } from './stub.type.js';
import { RecoveryResolver } from './recovery.resolver.js';
import { WorkResolver } from './work.resolver.js';

export interface PaymentSubgraphDeps {
  readonly payment: PaymentDeps;
  /** What adapters' requests are given; default the same. */
  readonly ofAdapters?: PaymentDeps;
  readonly events: Events;
  readonly signal: WorkSignal;
  /** Of the program that runs. */
  readonly version: string;
}

export function createPaymentSubgraph({ payment, ofAdapters, ...others }: PaymentSubgraphDeps): Subgraph {
  return buildSubgraph(partsOf(payment, others), ofAdapters && partsOf(ofAdapters, others));
}

function partsOf(
  deps: PaymentDeps,
  { events, signal, version }: Omit<PaymentSubgraphDeps, 'payment' | 'ofAdapters'>,
): SubgraphParts {
  const loaders = createPaymentLoaders(deps);
  const reader = new EventReader(events);
  const followed = new PaymentEventResolver(deps, loaders, events, reader);
  const progress = new ProgressResolver(deps, loaders, events);
  const work = new WorkResolver(deps, signal);
  const exceptions = new ExceptionResolver(deps, loaders);
  return {
    name: 'payment',
    resolvers: [
      new PaymentResolver(deps, loaders, reader),
      new BeneficiaryPaymentsResolver(loaders),
      new BatchResolver(deps, loaders),
      new FlagsNeedReasonResolver(deps, loaders),
      new BatchMutation(deps),
      new FundingResolver(deps, loaders),
      exceptions,
      new ExceptionMutation(deps),
      new RecoveryResolver(deps, version),
      followed,
      progress,
      work,
    ],
    orphanedTypes: [AccountStub, AdministrativeUnitStub, ProgrammeStub],
    references: {
      Payment: async ({ id }, context) => {
        const uuid = findId('pay', String(id));
        return uuid === undefined ? null : paymentOf(await loaders.payment(context).load(uuid), context);
      },
      PaymentBatch: async ({ id }, context) => {
        const uuid = findId('bat', String(id));
        const row = uuid === undefined ? null : await loaders.batch(context).load(uuid);
        return row && PaymentBatch.of(row);
      },
      ReconciliationException: ({ id }, context) => exceptions.byId(String(id), context),
      Beneficiary: ({ id }, { caller }: HubContext) =>
        // An adapter knows payments, not persons.
        scopeOf(caller).kind === 'INSTITUTION' ? null : Object.assign(new BeneficiaryPayments(), { id }),
    },
    streams: { paymentEvents: followed, paymentBatchProgress: progress, workReady: work },
  };
}
