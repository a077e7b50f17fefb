/** The hub as a whole, and the end of a recovery. */
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { InvalidInput, type HubContext } from '../../graphql/index.js';
import type { PaymentDeps } from '../payment-deps.js';
import { endRecovery } from '../recovery/end-recovery.js';
import { describeRecovery } from '../recovery/recovery-status.js';
import {
  CannotEndRecovery,
  EndRecoveryInput,
  EndRecoveryResult,
  EndRecoverySuccess,
  HubStatus,
  Recovery,
} from './recovery.type.js';
import { FourEyesRequired } from './result.type.js';

@Resolver(() => HubStatus)
export class RecoveryResolver {
  constructor(
    private readonly deps: PaymentDeps,
    private readonly version: string,
  ) {}

  @Query(() => HubStatus, {
    nullable: true,
    description: 'The hub as a whole: its version, and whether it is recovering after a restore.',
  })
  async hubStatus(): Promise<HubStatus> {
    const status = await describeRecovery(this.deps.db);
    const recovery = status ? Recovery.of(status) : null;
    return Object.assign(new HubStatus(), { version: this.version, recovery });
  }

  @Mutation(() => EndRecoveryResult, {
    description:
      'Ends a recovery in two: an officer or approver proposes it with a reason, somebody else, an approver, says the same. What no ' +
      'institution has received is sent then, and what is funded is released. Roles: officer, approver.',
  })
  async endRecovery(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => EndRecoveryInput, { description: 'Why, and whether gaps are accepted.' })
    { reason, acceptsGaps }: EndRecoveryInput,
  ): Promise<typeof EndRecoveryResult> {
    const result = await endRecovery(this.deps, caller, { reason, acceptsGaps: acceptsGaps ?? false });
    await this.deps.recovery.refresh();
    switch (result.kind) {
      case 'PROPOSED':
      case 'ENDED':
        return EndRecoverySuccess.of(await this.hubStatus());
      case 'FOUR_EYES':
        return FourEyesRequired.of('You proposed this: somebody else confirms it.', null);
      case 'NO_REASON':
        return new InvalidInput('Write down why, in 1 to 1,000 characters.', ['input', 'reason']);
      case 'NOT_FINISHED':
        return CannotEndRecovery.unfinished(result);
      default:
        return CannotEndRecovery.of(result.kind);
    }
  }
}
