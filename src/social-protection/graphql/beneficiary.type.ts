/** A beneficiary as clients see one. Who and where; what else is known of the person comes from other subgraphs. */
import { Directive, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  AccountStatus,
  CitizenVerdict,
  CountedPage,
  DateScalar,
  Node,
  PersonalIdScalar,
} from '../../graphql/index.js';
import { showsWhoseBenefit, type Caller } from '../../access/index.js';
import { formatId, maskName, maskPersonalId } from '../../values/index.js';
import type { BeneficiaryRow } from '../beneficiary-store.js';
import { Gender, NoAccountReason, PaymentMethodChoice } from './enums.js';
import { CitizenStub } from './stub.type.js';

@Directive('@key(fields: "id")')
@ObjectType({
  implements: Node,
  description: 'A person who is entitled to at least one benefit, now or once.',
})
export class Beneficiary extends Node {
  readonly __typename = 'Beneficiary';

  /** What the resolvers of this type read; no field of the API. */
  readonly row: BeneficiaryRow;

  @Field(() => PersonalIdScalar, {
    nullable: true,
    description: 'The personal id, masked without a purpose that shows it; null when unknown.',
  })
  personalId?: string | null;

  @Field({ description: 'The name as the list has it, masked without a purpose that shows it.' })
  fullName: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'The date of birth; null when only the year is known, and without a purpose that shows it.',
  })
  dateOfBirth?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The year of birth; null when unknown, and without a purpose that shows it.',
  })
  yearOfBirth?: number | null;

  @Field(() => Gender, {
    nullable: true,
    description: 'The gender; null when the list does not say, and without a purpose that shows it.',
  })
  gender?: Gender | null;

  @Field(() => PaymentMethodChoice, { description: 'How they chose to be paid.' })
  paymentMethod: PaymentMethodChoice;

  @Field(() => NoAccountReason, {
    nullable: true,
    description: 'Why they have no account of their own, where that was asked; null for monitors.',
  })
  noAccountReason?: NoAccountReason | null;

  @Field(() => CitizenStub, {
    nullable: true,
    description: 'The same person as the population database knows them.',
  })
  citizen?: CitizenStub | null;

  /** Without a purpose that shows the number, nothing stands beside its mask that the number is made of. */
  static of(row: BeneficiaryRow, caller: Caller): Beneficiary {
    const { showsPersonalData } = caller;
    return Object.assign(new Beneficiary(), {
      row,
      id: formatId('ben', row.id),
      personalId:
        showsPersonalData || row.personal_id === null ? row.personal_id : maskPersonalId(row.personal_id),
      fullName: showsPersonalData ? row.full_name : maskName(row.full_name),
      dateOfBirth: showsPersonalData ? row.date_of_birth : null,
      yearOfBirth: showsPersonalData ? row.year_of_birth : null,
      gender: showsPersonalData ? row.gender : null,
      paymentMethod: row.payment_method,
      // It may say that somebody is bedridden, or in custody.
      noAccountReason: showsWhoseBenefit(caller) ? row.no_account_reason : null,
      citizen: CitizenStub.of(row.citizen_id),
    });
  }
}

@ObjectType({ description: 'One beneficiary in a page.' })
export class BeneficiaryEdge {
  @Field(() => Beneficiary, { description: 'The beneficiary.' })
  node: Beneficiary;

  @Field({ description: 'Its place in the list: pass it as `after`.' })
  cursor: string;
}

@ObjectType({ description: 'A page of beneficiaries.' })
export class BeneficiaryConnection extends CountedPage {
  @Field(() => [BeneficiaryEdge], { description: 'Beneficiaries with their cursors.' })
  edges: BeneficiaryEdge[];

  @Field(() => [Beneficiary], { description: 'The beneficiaries.' })
  nodes: Beneficiary[];
}

@InputType({ description: 'Which beneficiaries; every condition that is given must hold.' })
export class BeneficiaryFilter {
  @Field(() => ID, {
    nullable: true,
    description: 'Code of an area of today; all areas below it are included.',
  })
  area?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Code of a programme that they are entitled to today; not for monitors.',
  })
  programme?: string | null;

  @Field(() => PaymentMethodChoice, { nullable: true, description: 'How they chose to be paid.' })
  paymentMethod?: PaymentMethodChoice | null;

  @Field(() => CitizenVerdict, { nullable: true, description: 'What the population database says of them.' })
  citizenVerdict?: CitizenVerdict | null;

  @Field(() => AccountStatus, {
    nullable: true,
    description: 'At least one account, their own or their receiver’s, has this status.',
  })
  accountStatus?: AccountStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether any account is registered, their own or their receiver’s, in whatever status.',
  })
  hasAccount?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Part of the name, in any case, with or without diacritics. A look-up: the request needs a purpose that shows names.',
  })
  nameContains?: string | null;
}
