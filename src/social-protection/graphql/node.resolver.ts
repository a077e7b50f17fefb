/** `node`: finds whose type an id is of. What this domain owns is looked up here; what others own, they are asked for. */
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { Node, type HubContext } from '../../graphql/index.js';
import { findId, prefixOf, type IdPrefix } from '../../values/index.js';
import type { FindOwned } from './find-owned.js';
import { beneficiaryOf } from './beneficiary.resolver.js';
import type { SocialProtectionLoaders } from './social-protection.loader.js';
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
    return prefix === 'adm' ? this.loaders.unit(uuid) : this.stub(prefix, id, context);
  }

  private async stub(prefix: IdPrefix, id: string, context: HubContext): Promise<Node | null> {
    if (!(prefix in STUBS)) return null;
    const stub = new STUBS[prefix as keyof typeof STUBS]();
    return (await this.findOwned(stub.__typename, { id }, context)) ? Object.assign(stub, { id }) : null;
  }
}
