/** What clients pass in about checks of citizens and of accounts alike. */
import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';

@InputType({
  description: 'What to check: beneficiaries by name, everyone in an area, or those of the area.',
})
export class RequestChecksInput {
  @Field(() => [ID], {
    nullable: true,
    description: 'These beneficiaries and their authorised receivers; at most 1,000.',
  })
  beneficiaryIds?: string[] | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Code of an administrative unit, as of today; all units below are included. With `beneficiaryIds`: only those of them who live there.',
  })
  area?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Only what was never answered or is older than the freshness limit.',
  })
  onlyStale?: boolean | null;
}

@ArgsType()
export class ClaimChecksArgs {
  @Field(() => Int, {
    nullable: true,
    defaultValue: 100,
    description: 'At most this many tasks; up to 1,000.',
  })
  limit?: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 60,
    description: 'For how long they are yours; up to 3,600.',
  })
  leaseSeconds?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Names one running adapter process; at most 128 characters.',
  })
  worker?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Ends this worker’s earlier leases at once.',
  })
  newSession?: boolean | null;
}
