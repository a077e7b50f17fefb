/** The hub as a whole: its version, and whether it recovers after a restore. */
import { createUnionType, Field, InputType, Int, ObjectType } from 'type-graphql';
import {
  AtMost,
  DateScalar,
  DateTimeScalar,
  InstitutionStub,
  InvalidInput,
  UserError,
} from '../../graphql/index.js';
import type { RecoveryCause } from '../recovery/recovery-store.js';
import type { RecoveryStatus } from '../recovery/recovery-status.js';
import { FourEyesRequired } from './result.type.js';

@ObjectType({ description: 'A statement that recovery needs.' })
export class StatementWanted {
  @Field(() => InstitutionStub, { nullable: true, description: 'Whose.' })
  institution?: InstitutionStub | null;

  @Field(() => DateScalar, { description: 'From this day.' })
  from: string;

  @Field(() => DateScalar, { description: 'To this day.' })
  to: string;
}

const CAUSES: Readonly<Record<RecoveryCause, string>> = {
  RESTORED: 'A backup was restored.',
  LOG_WENT_BACK: 'The database is older than what this hub had read of it.',
  REFERENCE_FORGOTTEN: 'An institution named a payment that the hub has made and does not know.',
  OPERATOR: 'An operator began it.',
};

@ObjectType({ description: 'Recovery after a restore.' })
export class Recovery {
  @Field(() => DateTimeScalar, { description: 'Since when.' })
  since: Date;

  @Field({ description: 'How it was noticed.' })
  cause: string;

  @Field(() => DateTimeScalar, { description: 'What happened from here on may be forgotten.' })
  lostFrom: Date;

  @Field(() => Int, { description: 'Attempts whose end is still to be asked.' })
  attemptsToAsk: number;

  @AtMost(500)
  @Field(() => [StatementWanted], {
    description:
      'Institutions whose statements since the backup are still wanted; at most 500 stretches of days.',
  })
  statementsWanted: StatementWanted[];

  @Field(() => Int, { description: 'Bookings at institutions that fit no payment yet.' })
  unmatchedBookings: number;

  @Field(() => String, {
    nullable: true,
    description: 'Who proposes to end it; somebody else, an approver, confirms. Null: nobody yet.',
  })
  endProposedBy?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it should end.' })
  endReason?: string | null;

  static of({ recovery, statementsWanted, ...counts }: RecoveryStatus): Recovery {
    return Object.assign(new Recovery(), {
      ...counts,
      since: recovery.began_at,
      cause: CAUSES[recovery.cause],
      lostFrom: recovery.lost_from,
      statementsWanted: statementsWanted.map(({ institution_code: code, first_day: from, last_day: to }) => ({
        ...{ institution: new InstitutionStub(code), from, to },
      })),
      endProposedBy: recovery.proposed_by,
      endReason: recovery.proposed_reason,
    });
  }
}

@ObjectType({ description: 'The hub as a whole.' })
export class HubStatus {
  @Field({ description: 'The version that runs.' })
  version: string;

  @Field(() => Recovery, {
    nullable: true,
    description:
      'Not null: the database is older than what the institutions know. Nothing is sent, approved or released until two people end it.',
  })
  recovery?: Recovery | null;
}

@InputType({ description: 'The end of a recovery.' })
export class EndRecoveryInput {
  @Field(() => String, {
    nullable: true,
    description: 'Why it may end, 1 to 1,000 characters; only who confirms a proposal may leave it out.',
  })
  reason?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Ends it although attempts, statements or bookings are still open; the reason says what stands in their stead.',
  })
  acceptsGaps?: boolean | null;
}

@ObjectType({ description: 'The end is proposed, or done when `recovery` is null.' })
export class EndRecoverySuccess {
  readonly __typename = 'EndRecoverySuccess';

  @Field(() => HubStatus, { description: 'The hub as it is now.' })
  hubStatus: HubStatus;

  static of(hubStatus: HubStatus): EndRecoverySuccess {
    return Object.assign(new EndRecoverySuccess(), { hubStatus });
  }
}

const WORDS = {
  NOT_RECOVERING: 'The hub recovers from nothing.',
  NOT_PROPOSED: 'An approver confirms it; say why to propose it anew.',
} as const;

@ObjectType({
  implements: UserError,
  description: 'It cannot end so, or not yet: `code` is NOT_RECOVERING, NOT_PROPOSED or NOT_FINISHED.',
})
export class CannotEndRecovery extends UserError {
  readonly __typename = 'CannotEndRecovery';

  static of(code: keyof typeof WORDS): CannotEndRecovery {
    return Object.assign(new CannotEndRecovery(), { code, message: WORDS[code], field: null });
  }

  static unfinished(left: { attempts: number; statements: number; bookings: number }): CannotEndRecovery {
    const message =
      `${left.attempts} attempts are still to be asked about, ${left.statements} stretches of statements to be read, ` +
      `${left.bookings} bookings to be matched: see hubStatus, or say acceptsGaps with the reason.`;
    const field = ['input', 'acceptsGaps'];
    return Object.assign(new CannotEndRecovery(), { code: 'NOT_FINISHED', message, field });
  }
}

export const EndRecoveryResult = createUnionType({
  name: 'EndRecoveryResult',
  description: 'The hub as it is now, or why its recovery goes on.',
  types: () => [EndRecoverySuccess, InvalidInput, FourEyesRequired, CannotEndRecovery] as const,
  resolveType: (value: { __typename: string }): string => value.__typename,
});
