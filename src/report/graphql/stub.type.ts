/** Types of other owners that figures point at: their key, and nothing else. */
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { formatId } from '../../values/index.js';

@Directive('@key(fields: "id", resolvable: false)')
@ObjectType('AdministrativeUnit')
export class AdministrativeUnitStub {
  @Field(() => ID, { description: 'The id of one version of the unit.' })
  id: string;

  static of(uuid: string): AdministrativeUnitStub {
    return Object.assign(new AdministrativeUnitStub(), { id: formatId('adm', uuid) });
  }
}
