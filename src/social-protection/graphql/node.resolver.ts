/** `node`: finds whose type an id is of. What this domain owns is looked up here; what others own, they are asked for. */
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { InstitutionStub, Node, type HubContext } from '../../graphql/index.js';
import { findId, idOfCode, prefixOf, type IdPrefix } from '../../values/index.js';
import type { FindOwned } from './find-owned.js';
import { beneficiaryOf } from './beneficiary.resolver.js';
import type { SocialProtectionDeps, SocialProtectionLoaders } from './social-protection.loader.js';
import { listProgrammes } from '../right-store.js';
import { Programme } from './right.type.js';
import { AccountStub, CitizenStub, ExceptionStub, PaymentBatchStub, PaymentStub } from './stub.type.js';

const STUBS = {
  cit: CitizenStub,
  acc: AccountStub,
  pay: PaymentStub,
  bat: PaymentBatchStub,
  exc: ExceptionStub,
} as const;

@Resolver()
export class NodeResolver {
  constructor(
    private readonly deps: SocialProtectionDeps,
    private readonly findOwned: FindOwned,
    private readonly loaders: SocialProtectionLoaders,
  ) {}

  @Query(() => Node, { nullable: true, description: 'Anything with an id, if the caller may see it.' })
  async node(
    @Ctx() context: HubContext,
    @Arg('id', () => ID, { description: 'A TypeID: its prefix tells the type.' }) id: string,
  ): Promise<Node | null> {
    const prefix = prefixOf(id);
    const uuid = prefix && findId(prefix, id);
    if (uuid === undefined || prefix === undefined) return null;
    if (prefix === 'ben') return beneficiaryOf(await this.loaders.beneficiary(context).load(uuid), context);
    if (prefix === 'adm') return this.loaders.unit(uuid);
    if (prefix === 'pro') return this.programme(id);
    return prefix === 'ins' ? this.institution(id, context) : this.stub(prefix, id, context);
  }

  /** There are at most 500. */
  private async programme(id: string): Promise<Node | null> {
    const row = (await listProgrammes(this.deps.db, null)).find(({ code }) => idOfCode('pro', code) === id);
    return row ? Programme.of(row) : null;
  }

  private async institution(id: string, context: HubContext): Promise<Node | null> {
    const found = (await this.findOwned('Institution', { id }, context)) as
      { code: string } | null | undefined;
    return found ? new InstitutionStub(found.code) : null;
  }

  private async stub(prefix: IdPrefix, id: string, context: HubContext): Promise<Node | null> {
    if (!(prefix in STUBS)) return null;
    const stub = new STUBS[prefix as keyof typeof STUBS]();
    return (await this.findOwned(stub.__typename, { id }, context)) ? Object.assign(stub, { id }) : null;
  }
}
