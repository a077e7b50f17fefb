/** What an institution's adapter is handed, and what it reports. */
import { Extensions, Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTimeScalar, InstitutionKind, judgedAlone, NameMatch } from '../../graphql/index.js';
import { formatId } from '../../values/index.js';
import type { ClaimedAccountCheck } from '../claim-account-checks.js';
import { AccountState } from './enums.js';

@ObjectType({ description: 'An account to ask its institution about.' })
export class AccountCheckTask {
  @Field(() => ID, { description: 'The task: reports name it.' })
  id: string;

  @Field(() => InstitutionKind, { description: 'Bank account, wallet or mobile money.' })
  kind: InstitutionKind;

  @Field(() => String, { nullable: true, description: 'BIN of the bank.' })
  bankBin?: string | null;

  @Field({ description: 'The account number, whole.' })
  number: string;

  @Field({ description: 'The citizen’s name: what the institution’s is to be compared with.' })
  holderName: string;

  @Field(() => String, { nullable: true, description: 'The citizen’s personal id, where it is known.' })
  holderPersonalId?: string | null;

  @Field(() => DateTimeScalar, { description: 'Until when the task is yours.' })
  leasedUntil: Date;

  static of({ task, question }: ClaimedAccountCheck): AccountCheckTask {
    return Object.assign(new AccountCheckTask(), {
      id: formatId('tsk', task.id),
      kind: question.kind,
      bankBin: question.bin,
      number: question.number,
      holderName: question.holder_name,
      holderPersonalId: question.personal_id,
      leasedUntil: task.leasedUntil,
    });
  }
}

@Extensions(judgedAlone('reportId'))
@InputType({ description: 'What an institution says of one account.' })
export class AccountCheckReport {
  @Field(() => ID, {
    description: 'Yours: the same report always carries the same id. At most 128 characters.',
  })
  reportId: string;

  @Field(() => ID, { description: 'The task.' })
  taskId: string;

  @Field(() => AccountState, { description: 'Whether it exists and takes money.' })
  accountState: AccountState;

  @Field(() => String, {
    nullable: true,
    description: 'The name as the institution returned it: full, unaccented or masked.',
  })
  returnedName?: string | null;

  @Field(() => NameMatch, {
    nullable: true,
    description: 'The institution’s own comparison, where it returns no name.',
  })
  institutionMatch?: NameMatch | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the holder’s personal id is the one asked; null: not said.',
  })
  personalIdMatches?: boolean | null;

  @Field(() => DateTimeScalar, { description: 'When the institution answered.' })
  checkedAt: Date;
}
