/** What institutions can do: their adapters declare it, everybody may see it. */
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { HubContext } from '../../graphql/index.js';
import { isReachable } from '../../work/index.js';
import type { AccountDeps } from '../account-deps.js';
import { declareCapabilities } from '../declare-capabilities.js';
import type { AccountLoaders } from './account.loader.js';
import { capabilitiesOf, CapabilitiesInput } from './capability-input.type.js';
import { InstitutionCapabilities } from './capability.type.js';
import { Institution } from './institution.type.js';

@Resolver(() => Institution)
export class InstitutionResolver {
  constructor(
    private readonly deps: AccountDeps,
    private readonly loaders: AccountLoaders,
  ) {}

  @Mutation(() => InstitutionCapabilities, {
    description:
      'For adapters: what their institution can do, all of it at once. Call it at the start, and every minute as a sign ' +
      'of life: it is safe to repeat, and the last word wins. Roles: adapter.',
  })
  async declareCapabilities(
    @Ctx() { caller }: HubContext,
    @Arg('input', () => CapabilitiesInput, { description: 'What it can do.' }) input: CapabilitiesInput,
  ): Promise<InstitutionCapabilities> {
    return declareCapabilities(this.deps, caller, capabilitiesOf(input));
  }

  /** Names are remembered, signs of life never. */
  @FieldResolver()
  async isReachable(@Root() { code }: Institution, @Ctx() context: HubContext): Promise<boolean> {
    return isReachable(await this.lastSeenAt({ code }, context), this.deps.clock());
  }

  @FieldResolver()
  async lastSeenAt(
    @Root() { code }: Pick<Institution, 'code'>,
    @Ctx() context: HubContext,
  ): Promise<Date | null> {
    return (await this.loaders.lastSeen(context).load(code))?.last_seen_at ?? null;
  }

  @FieldResolver(() => InstitutionCapabilities, {
    nullable: true,
    description: 'What it can do, as its adapter declared; null where no adapter ever did.',
  })
  async capabilities(
    @Root() { code }: Institution,
    @Ctx() context: HubContext,
  ): Promise<InstitutionCapabilities | null> {
    return this.loaders.capabilities(context).load(code);
  }
}
