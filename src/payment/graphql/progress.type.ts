/** A batch’s figures as it is paid, and when it will be through. */
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { AtMost, DateTimeScalar, defineEnum, InstitutionStub } from '../../graphql/index.js';
import type { Foresight, InstitutionForesight } from '../foresee-finish.js';
import { BatchTotals, PaymentBatch } from './batch.type.js';

export const FinishUnknown = defineEnum('FinishUnknown', 'Why nobody can know when payments will be done.', {
  NOT_RELEASED: 'They wait for approval or for money.',
  UNREACHABLE: 'The institution’s adapter has not been seen for two minutes.',
  SILENT: 'The institution is open and has work, and has said nothing for a minute.',
  NO_PACE: 'The institution’s adapter has declared no rate, and nothing was sent yet to see one.',
  NEEDS_PEOPLE: 'Nothing is left there but what waits for people.',
});
export type FinishUnknown = keyof typeof FinishUnknown;

@ObjectType({ description: 'What is left of a batch at one institution, and when it will be done.' })
export class InstitutionProgress {
  @Field(() => InstitutionStub, { nullable: true, description: 'The institution.' })
  institution?: InstitutionStub | null;

  @Field(() => Int, { description: 'Payments without a final state.' })
  open: number;

  @Field(() => Int, {
    description: 'Of these, payments that only people move on: they have an open exception.',
  })
  waitingForPeople: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Payments a second that the estimate counts with: the declared rate, or what the institution has shown in the ' +
      'last minute where that is less.',
  })
  ratePerSecond?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When everything there will have been sent, behind what came before it and within the institution’s hours; cash: ' +
      'until when it can be collected. Null where nobody can know.',
  })
  finishesAt?: Date | null;

  @Field(() => FinishUnknown, { nullable: true, description: 'Why `finishesAt` is null.' })
  finishUnknown?: FinishUnknown | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the institution works again; null while it works.',
  })
  opensAt?: Date | null;

  static of({ code, unknown, ...rest }: InstitutionForesight): InstitutionProgress {
    return { institution: new InstitutionStub(code), finishUnknown: unknown, ...rest };
  }
}

@ObjectType({ description: 'A batch’s figures at one moment.' })
export class PaymentBatchProgress {
  @Field(() => PaymentBatch, { description: 'The batch.' })
  batch: PaymentBatch;

  @Field(() => BatchTotals, { description: 'Its figures.' })
  totals: BatchTotals;

  @Field(() => DateTimeScalar, { description: 'When they were read.' })
  at: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'When the last payment that needs no person will be through, at the present pace: the latest of all institutions. ' +
      'Null where nobody can know, which `byInstitution` explains; of a completed batch, when it was completed.',
  })
  finishesAt?: Date | null;

  @Field(() => Int, {
    description: 'Open payments whose next step is a person’s: `finishesAt` does not count them.',
  })
  waitingForPeople: number;

  @AtMost(500)
  @Field(() => [InstitutionProgress], { description: 'The same by institution, by code.' })
  byInstitution: InstitutionProgress[];

  static of(
    figures: Pick<PaymentBatchProgress, 'batch' | 'totals' | 'at'>,
    { finishesAt, waitingForPeople, byInstitution }: Foresight,
  ): PaymentBatchProgress {
    return {
      ...figures,
      ...{ finishesAt, waitingForPeople },
      byInstitution: byInstitution.map((one) => InstitutionProgress.of(one)),
    };
  }
}
