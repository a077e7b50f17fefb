/** Verification events, as clients see them. */
import { Field, ObjectType } from 'type-graphql';
import type { HubEvent } from '../../event/index.js';
import {
  AccountStatus,
  CitizenVerdict,
  CursorScalar,
  Event,
  NameMatch,
  PageInfo,
} from '../../graphql/index.js';
import { formatId } from '../../values/index.js';
import { BeneficiaryAccounts } from './stub.type.js';

@ObjectType({
  implements: Event,
  description: 'What became known of a citizen or of an account, committed together with it.',
})
export class VerificationEvent extends Event {
  readonly __typename = 'VerificationEvent';

  /** Read by the resolver of `account`; no field of the API. */
  readonly accountId: string | null;

  @Field(() => BeneficiaryAccounts, {
    nullable: true,
    description: 'Whom it concerns; of a receiver’s account, whom they receive for. Null for adapters.',
  })
  beneficiary?: BeneficiaryAccounts | null;

  @Field(() => CitizenVerdict, {
    nullable: true,
    description: 'The register’s verdict; null when the event is about an account.',
  })
  citizenVerdict?: CitizenVerdict | null;

  @Field(() => AccountStatus, { nullable: true, description: 'The status that the account entered or kept.' })
  accountStatus?: AccountStatus | null;

  @Field(() => NameMatch, { nullable: true, description: 'How the names compared.' })
  nameMatch?: NameMatch | null;

  /** @param showsPersons false for adapters: they know accounts, never persons */
  static of(event: HubEvent, cursor: string, showsPersons: boolean): VerificationEvent {
    const { beneficiaryId, data } = event;
    return Object.assign(new VerificationEvent(), {
      id: formatId('evt', event.id),
      cursor,
      occurredAt: event.occurredAt,
      accountId: event.accountId,
      beneficiary: showsPersons && beneficiaryId !== null ? BeneficiaryAccounts.of(beneficiaryId) : null,
      citizenVerdict: data?.['citizenVerdict'] ?? null,
      accountStatus: data?.['accountStatus'] ?? null,
      nameMatch: data?.['nameMatch'] ?? null,
    });
  }
}

@ObjectType({ description: 'An event in a page.' })
export class VerificationEventEdge {
  @Field(() => VerificationEvent, { description: 'The event.' })
  node: VerificationEvent;

  @Field(() => CursorScalar, { description: 'Its position: pass it as `after`.' })
  cursor: string;
}

@ObjectType({ description: 'A page of verification events in the order of the log.' })
export class VerificationEventConnection {
  @Field(() => [VerificationEventEdge], { description: 'The events with their cursors.' })
  edges: VerificationEventEdge[];

  @Field(() => [VerificationEvent], { description: 'The events.' })
  nodes: VerificationEvent[];

  @Field(() => PageInfo, {
    description: 'Where the page stands; `endCursor` is present also when nothing matches.',
  })
  pageInfo: PageInfo;
}
