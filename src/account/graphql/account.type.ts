/** An account, as clients see it. */
import { Directive, Field, ObjectType } from 'type-graphql';
import { AccountStatus, DateTimeScalar, InstitutionKind, NameMatch, Node } from '../../graphql/index.js';
import { formatId, maskAccountNumber, maskName } from '../../values/index.js';
import type { AccountPolicy } from '../account-deps.js';
import type { AccountRow, BriefAccountRow } from '../account-store.js';

const DAY_MS = 86_400_000;

/** The fields that an account in brief has. */
export const BRIEF_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'number',
  'holderName',
  'status',
  'institution',
]);

@Directive('@key(fields: "id")')
@ObjectType({ implements: Node, description: 'An account of one person at one institution.' })
export class Account extends Node {
  readonly __typename = 'Account';

  /** What the resolvers of this type read; no fields of the API. */
  readonly institutionCode: string;
  readonly citizenId: string;

  @Field(() => InstitutionKind, { description: 'Bank account, wallet or mobile money.' })
  kind: InstitutionKind;

  @Field({
    description:
      'Never changes: a correction is a new account. Masked (****6789) unless the caller’s purpose shows it.',
  })
  number: string;

  @Field({ description: 'As it was registered; masked without a purpose that shows it.' })
  holderName: string;

  @Field(() => AccountStatus, { description: 'What is known of it; only VERIFIED is paid into.' })
  status: AccountStatus;

  @Field(() => NameMatch, { description: 'How the institution’s name compares with the citizen’s.' })
  nameMatch: NameMatch;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When its institution last answered; null: never.',
  })
  checkedAt?: Date | null;

  @Field({ description: 'Answered for longer ago than the freshness limit (30 days by default), or never.' })
  isStale: boolean;

  @Field({ description: 'Whether the holder’s own benefits go here before any other account.' })
  isPreferred: boolean;

  static of(row: AccountRow, how: AccountView): Account {
    const account = Account.inBrief(row, how) as Writable<Account>;
    account.citizenId = row.citizen_id;
    account.kind = row.kind as InstitutionKind;
    account.nameMatch = row.name_match;
    account.checkedAt = row.checked_at;
    account.isStale = isStale(row, how);
    account.isPreferred = row.is_preferred;
    return account;
  }

  /** With `BRIEF_FIELDS` only. */
  static inBrief(row: BriefAccountRow, how: AccountView): Account {
    // One by one, not by Object.assign: a look-up makes a thousand of them.
    const account = new Account() as Writable<Account>;
    account.institutionCode = row.institution_code;
    account.id = formatId('acc', row.id);
    account.number = how.showsPersonalData ? row.number : maskAccountNumber(row.number);
    account.holderName = how.showsPersonalData ? row.holder_name : maskName(row.holder_name);
    account.status = row.status;
    return account;
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export interface AccountView {
  readonly showsPersonalData: boolean;
  readonly now: Date;
  readonly policy: AccountPolicy;
}

function isStale({ checked_at, status }: AccountRow, { now, policy }: AccountView): boolean {
  if (checked_at === null || status === 'UNCHECKED' || status === 'UNAVAILABLE') return true;
  return now.getTime() - checked_at.getTime() > policy.freshnessDays * DAY_MS;
}
