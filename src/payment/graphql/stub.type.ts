/** Types of other owners that payments point at: their key, and nothing else. */
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { formatId } from '../../values/index.js';

/** Key of a beneficiary; this subgraph adds `payments` to it. */
@Directive('@key(fields: "id")')
@ObjectType('Beneficiary')
export class BeneficiaryPayments {
  @Field(() => ID, { description: 'The beneficiary’s id.' })
  id: string;

  static of(uuid: string): BeneficiaryPayments {
    return Object.assign(new BeneficiaryPayments(), { id: formatId('ben', uuid) });
  }
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Account')
export class AccountStub {
  @Field(() => ID, { description: 'The account’s id.' })
  id: string;

  static of(uuid: string): AccountStub {
    return Object.assign(new AccountStub(), { id: formatId('acc', uuid) });
  }
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('AdministrativeUnit')
export class AdministrativeUnitStub {
  @Field(() => ID, { description: 'The id of one version of the unit.' })
  id: string;

  static of(uuid: string): AdministrativeUnitStub {
    return Object.assign(new AdministrativeUnitStub(), { id: formatId('adm', uuid) });
  }
}

@Directive('@key(fields: "code", resolvable: false)')
@ObjectType('Programme')
export class ProgrammeStub {
  @Field(() => ID, { description: 'The programme’s code.' })
  code: string;
}
