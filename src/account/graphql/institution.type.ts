/** An institution, as clients see it. */
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar, InstitutionKind, Node } from '../../graphql/index.js';
import { idOfCode } from '../../values/index.js';
import type { InstitutionRow } from '../institution-store.js';

@Directive('@key(fields: "code")')
@ObjectType('Institution', {
  implements: Node,
  description: 'A bank, wallet, mobile-money service, treasury, register or cash service.',
})
export class Institution extends Node {
  readonly __typename = 'Institution';

  @Directive('@shareable')
  @Field(() => ID, { description: 'A TypeID, `ins_…`: for caches; `code` is what people and filters use.' })
  declare id: string;

  @Field(() => ID, { description: 'The institution code, such as `BIDV` or `NAPAS:970436`.' })
  code: string;

  @Field({ description: 'Its name.' })
  name: string;

  @Field(() => InstitutionKind, { description: 'What it is.' })
  kind: InstitutionKind;

  @Field(() => String, { nullable: true, description: 'Its six-digit number in the interbank network.' })
  bin?: string | null;

  @Field(() => Boolean, { description: 'Whether its adapter was seen within the last two minutes.' })
  readonly isReachable: unknown;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its adapter was last seen; for a bank behind NAPAS, when NAPAS was.',
  })
  readonly lastSeenAt?: unknown;

  static of(row: InstitutionRow): Institution {
    return Object.assign(new Institution(), {
      id: idOfCode('ins', row.code),
      code: row.code,
      name: row.name,
      kind: row.kind,
      bin: row.bin,
    });
  }
}
