/** An administrative unit as clients see it: one version of it. */
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateScalar, Node } from '../../graphql/index.js';
import { formatId } from '../../values/index.js';
import type { UnitRow } from '../unit-store.js';
import { AreaLevel } from './enums.js';

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description:
    'One version of a unit: after a merger or a renaming the same code is another unit with another id.',
})
export class AdministrativeUnit extends Node {
  readonly __typename = 'AdministrativeUnit';

  /** What the resolvers of this type read; no field of the API. */
  readonly row: UnitRow;

  @Field(() => ID, { description: 'The official code: 2 digits for a province, 5 for a commune.' })
  code: string;

  @Field({ description: 'The official name, such as `Phường Phủ Lý`.' })
  name: string;

  @Field(() => AreaLevel, { description: 'Its level.' })
  level: AreaLevel;

  @Field(() => DateScalar, { description: 'The first day of this version, as far as the hub knows.' })
  validFrom: string;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day; null while it lasts.' })
  validTo?: string | null;

  static of(row: UnitRow): AdministrativeUnit {
    return Object.assign(new AdministrativeUnit(), {
      row,
      id: formatId('adm', row.id),
      code: row.code,
      name: row.name,
      level: row.level,
      validFrom: row.valid_from,
      validTo: row.valid_to,
    });
  }
}
