/** Types of other owners that accounts point at or add fields to: their key, and nothing else. */
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { formatId } from '../../values/index.js';

/** This subgraph adds `accounts` and `payTo`. */
@Directive('@key(fields: "id")')
@ObjectType('Beneficiary')
export class BeneficiaryAccounts {
  @Field(() => ID, { description: 'The beneficiary’s id.' })
  id: string;

  static of(uuid: string): BeneficiaryAccounts {
    return Object.assign(new BeneficiaryAccounts(), { id: formatId('ben', uuid) });
  }
}

/** This subgraph adds `account`. */
@Directive('@key(fields: "id")')
@ObjectType('Authorisation')
export class AuthorisationAccount {
  @Field(() => ID, { description: 'The authorisation’s id.' })
  id: string;
}

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('Citizen')
export class CitizenStub {
  @Field(() => ID, { description: 'The citizen’s id.' })
  id: string;

  static of(uuid: string): CitizenStub {
    return Object.assign(new CitizenStub(), { id: formatId('cit', uuid) });
  }
}
