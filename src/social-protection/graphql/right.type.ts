/** Programmes, entitlements and mandates as clients see them. */
import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { DateScalar, DateTimeScalar, DongScalar, InstitutionStub, Node } from '../../graphql/index.js';
import { formatId, idOfCode } from '../../values/index.js';
import type { AuthorisationRow, EntitlementRow, ProgrammeRow } from '../right-store.js';
import { ProgrammeGroup } from './enums.js';
import { CitizenStub } from './stub.type.js';

@Directive('@key(fields: "code")')
@ObjectType({ implements: Node, description: 'A benefit that people may be entitled to.' })
export class Programme extends Node {
  readonly __typename = 'Programme';

  @Field(() => ID, { description: 'A TypeID, `pro_…`: for caches; `code` is what people and filters use.' })
  declare id: string;

  @Field(() => ID, { description: 'The code that lists use, such as `HTXH`.' })
  code: string;

  @Field({ description: 'Its Vietnamese name.' })
  name: string;

  @Field(() => ProgrammeGroup, { description: 'What kind of benefit it is.' })
  group: ProgrammeGroup;

  @Field({ description: 'The agency that answers for it.' })
  managingAgency: string;

  static of(row: ProgrammeRow): Programme {
    const { managing_agency: managingAgency, ...same } = row;
    return Object.assign(new Programme(), { ...same, managingAgency, id: idOfCode('pro', row.code) });
  }
}

@ObjectType({ description: 'A right to a monthly amount, from one day to another.' })
export class Entitlement {
  readonly programmeCode: string;

  @Field(() => ID, { description: 'The id of this version of the right.' })
  id: string;

  @Field(() => DongScalar, { description: 'đồng a month.' })
  monthlyAmount: bigint;

  @Field({ description: 'The coefficient on the standard, a decimal such as `1.5`.' })
  coefficient: string;

  @Field(() => DateScalar, { description: 'The first day of the right.' })
  validFrom: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day; null while it lasts.' })
  validTo?: string | null;

  @Field({ description: 'The decision or law that it rests on.' })
  legalBasis: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When a list of the register that grants it last named the right; null where no register has.',
  })
  confirmedAt?: Date | null;

  @Field(() => InstitutionStub, { nullable: true, description: 'The register that confirmed the right.' })
  confirmedBy?: InstitutionStub | null;

  static of(row: EntitlementRow): Entitlement {
    return Object.assign(new Entitlement(), {
      id: formatId('ent', row.id),
      programmeCode: row.programme_code,
      monthlyAmount: row.monthly_amount,
      coefficient: row.coefficient,
      validFrom: row.valid_from,
      validTo: row.valid_to,
      legalBasis: row.legal_basis,
      confirmedAt: row.confirmed_at,
      confirmedBy: row.confirmed_by === null ? null : new InstitutionStub(row.confirmed_by),
    });
  }
}

@Directive('@key(fields: "id")')
@ObjectType({ description: 'Who may receive instead of the beneficiary, by which document, until when.' })
export class Authorisation {
  @Field(() => ID, { description: 'The id of the mandate.' })
  id: string;

  @Field(() => CitizenStub, { nullable: true, description: 'The person who may receive.' })
  receiver?: CitizenStub | null;

  @Field({ description: 'What the receiver is to the beneficiary, in the words of the list.' })
  relationship: string;

  @Field({ description: 'The document that says so.' })
  documentRef: string;

  @Field(() => DateScalar, { description: 'The first day of the mandate.' })
  validFrom: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day; null while it lasts.' })
  validTo?: string | null;

  static of(row: AuthorisationRow): Authorisation {
    return Object.assign(new Authorisation(), {
      id: formatId('aut', row.id),
      receiver: CitizenStub.of(row.receiver_citizen_id),
      relationship: row.relationship,
      documentRef: row.document_ref,
      validFrom: row.valid_from,
      validTo: row.valid_to,
    });
  }
}
