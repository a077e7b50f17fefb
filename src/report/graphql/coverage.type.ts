/** Coverage as clients see it. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import {
  AtMost,
  DateTimeScalar,
  DongScalar,
  InstitutionTotal,
  NoAccountReason,
  InstitutionStub,
} from '../../graphql/index.js';
import { ratePercent, type CoverageFigures } from '../coverage.js';
import type { CoverageQuestion } from '../coverage-store.js';
import { AdministrativeUnitStub } from './stub.type.js';

@ObjectType({ description: 'How many beneficiaries without an account gave one reason.' })
export class ReasonCount {
  @Field(() => NoAccountReason, { description: 'Why they have no account.' })
  reason: NoAccountReason;

  @Field(() => Int, { description: 'How many persons.' })
  count: number;
}

@ObjectType({
  description:
    'How far an area, with all areas below it, is paid into accounts. Counted from the event log; nothing is typed in.',
})
export class CoverageReport {
  @Field(() => AdministrativeUnitStub, { nullable: true, description: 'The area, as it was at `asOf`.' })
  area?: AdministrativeUnitStub | null;

  @Field(() => DateTimeScalar, { description: 'The instant at which the facts were true.' })
  asOf: Date;

  @Field(() => Int, {
    description: 'Distinct persons with an entitlement in the area that was active on that day.',
  })
  beneficiaries: number;

  @Field(() => Int, {
    description:
      'Of the beneficiaries, those with at least one verified account, own or of an authorised receiver.',
  })
  withAccount: number;

  @Field(() => Float, {
    description: '`withAccount` in percent of `beneficiaries`, half up to 2 places; 0 of none.',
  })
  withAccountRate: number;

  @Field(() => Int, {
    description:
      'Of the beneficiaries, those with a payment into an account that had settled and not been returned by then; of ' +
      'the period only, if one was asked for.',
  })
  paidThroughAccount: number;

  @Field(() => Float, {
    description: '`paidThroughAccount` in percent of `beneficiaries`, half up to 2 places; 0 of none.',
  })
  paidThroughAccountRate: number;

  @Field(() => DongScalar, { description: 'The sum of those payments.' })
  amountThroughAccount: bigint;

  @AtMost(500)
  @Field(() => [InstitutionTotal], {
    description: 'Those payments by institution, sorted by code; `count` is distinct persons.',
  })
  byInstitution: InstitutionTotal[];

  @AtMost(50)
  @Field(() => [ReasonCount], {
    description:
      'The beneficiaries without an account by the reason recorded for them, sorted by reason. Those for whom none is ' +
      'recorded are in no line.',
  })
  withoutAccountByReason: ReasonCount[];

  /** Not fields: what the children are asked, and those that came with the answer. */
  figures: CoverageFigures;
  question: CoverageQuestion;
  known?: readonly CoverageFigures[];

  static of(
    figures: CoverageFigures,
    question: CoverageQuestion,
    known?: readonly CoverageFigures[],
  ): CoverageReport {
    const { areaId, beneficiaries, withAccount, paidThroughAccount, byInstitution } = figures;
    return Object.assign(new CoverageReport(), {
      figures,
      question,
      known,
      area: AdministrativeUnitStub.of(areaId),
      asOf: question.asOf,
      beneficiaries,
      withAccount,
      withAccountRate: ratePercent(withAccount, beneficiaries),
      paidThroughAccount,
      paidThroughAccountRate: ratePercent(paidThroughAccount, beneficiaries),
      amountThroughAccount: figures.amountThroughAccount,
      byInstitution: byInstitution.map(({ institution, count, amount }) => ({
        institution: new InstitutionStub(institution),
        count,
        amount,
      })),
      withoutAccountByReason: figures.withoutAccountByReason as ReasonCount[],
    });
  }
}
