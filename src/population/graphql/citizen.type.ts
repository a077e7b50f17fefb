/** A citizen, as clients see one. */
import { Directive, Field, ObjectType } from 'type-graphql';
import { AtMost, CitizenVerdict, DateTimeScalar, Node, PersonalIdScalar } from '../../graphql/index.js';
import { formatId, maskName, maskPersonalId } from '../../values/index.js';
import type { CitizenRow } from '../citizen-store.js';
import { REGISTER } from '../population-deps.js';
import { CitizenField } from './enums.js';

@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'A citizen as the population database confirms them.' })
export class Citizen extends Node {
  readonly __typename = 'Citizen';

  @Field(() => PersonalIdScalar, {
    nullable: true,
    description: 'Masked without a purpose that shows it; null when unknown.',
  })
  personalId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'As the recipient lists name them; masked without a purpose that shows it.',
  })
  fullName?: string | null;

  @Field(() => CitizenVerdict, {
    description: 'The register’s last word; UNCHECKED when it was never asked.',
  })
  verdict: CitizenVerdict;

  @AtMost(20)
  @Field(() => [CitizenField], {
    description: 'Which of name, date of birth, gender, residence disagreed, where the register said so.',
  })
  mismatches: CitizenField[];

  @Field({ description: 'Where the verdict comes from: an institution code.' })
  source: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the register was last read; null: never.',
  })
  checkedAt?: Date | null;

  @Field({ description: 'Older than the freshness limit (30 days by default), or never checked.' })
  isStale: boolean;

  static of(row: CitizenRow, showsPersonalData: boolean): Citizen {
    const { personal_id, full_name } = row;
    return Object.assign(new Citizen(), {
      id: formatId('cit', row.citizen_id),
      personalId: showsPersonalData || personal_id === null ? personal_id : maskPersonalId(personal_id),
      fullName: showsPersonalData ? full_name : maskName(full_name),
      verdict: row.verdict,
      mismatches: row.mismatches,
      source: row.source ?? REGISTER,
      checkedAt: row.checked_at,
      isStale: row.is_stale,
    });
  }
}
