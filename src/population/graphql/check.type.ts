/** What the register's adapter is handed, and what it reports. */
import { Extensions, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { CitizenVerdict, DateScalar, DateTimeScalar, judgedAlone } from '../../graphql/index.js';
import { formatId, parsePersonalId, personalIdFacts } from '../../values/index.js';
import type { ClaimedCitizenCheck } from '../claim-citizen-checks.js';
import { CitizenCheckScope, CitizenField, Gender } from './enums.js';

@ObjectType({
  description:
    'What the register is asked. `AUTHENTICATE` (operation 003) answers MATCH or MISMATCH without saying where; ' +
    '`FULL_RECORD` (037) only where the purpose allows.',
})
export class CitizenCheckTask {
  @Field(() => ID, { description: 'The task: reports name it.' })
  id: string;

  @Field(() => CitizenCheckScope, { description: 'How much to ask.' })
  scope: CitizenCheckScope;

  @Field({ description: 'The personal id, whole: the register needs it.' })
  personalId: string;

  @Field(() => String, { nullable: true, description: 'The nine-digit number of the former identity card.' })
  oldIdNumber?: string | null;

  @Field({ description: 'As the recipient list writes it.' })
  fullName: string;

  @Field(() => DateScalar, { nullable: true, description: 'Null when only the year is known.' })
  dateOfBirth?: string | null;

  @Field(() => Int, { nullable: true, description: 'The year of birth.' })
  yearOfBirth?: number | null;

  @Field(() => Gender, { nullable: true, description: 'The gender; null when the list does not say.' })
  gender?: Gender | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the commune where the person lives; null when unknown.',
  })
  residenceCode?: string | null;

  @Field({ description: 'The officer who asks: the register logs it.' })
  requestedBy: string;

  @Field({ description: 'What for: the register logs it.' })
  purpose: string;

  @Field(() => DateTimeScalar, { description: 'Until when the task is yours.' })
  leasedUntil: Date;

  static of({ task, question }: ClaimedCitizenCheck): CitizenCheckTask {
    return Object.assign(new CitizenCheckTask(), {
      id: formatId('tsk', task.id),
      scope: question.scope,
      personalId: question.personal_id,
      oldIdNumber: question.old_id_number,
      fullName: question.full_name,
      dateOfBirth: question.date_of_birth,
      // A list names an authorised receiver without a birth date; the number itself tells the year (TT 59/2021/TT-BCA).
      yearOfBirth:
        question.year_of_birth ?? personalIdFacts(parsePersonalId(question.personal_id)).yearOfBirth,
      gender: question.gender,
      residenceCode: question.residence_code,
      requestedBy: question.requested_by,
      purpose: question.purpose,
      leasedUntil: task.leasedUntil,
    });
  }
}

@Extensions(judgedAlone('reportId'))
@InputType({ description: 'What the register says of one citizen.' })
export class CitizenCheckReport {
  @Field(() => ID, {
    description: 'Yours: the same report always carries the same id. At most 128 characters.',
  })
  reportId: string;

  @Field(() => ID, { description: 'The task.' })
  taskId: string;

  @Field(() => CitizenVerdict, { description: 'The answer; UNCHECKED is none.' })
  verdict: CitizenVerdict;

  @Field(() => [CitizenField], {
    nullable: true,
    description: 'Which fields disagreed, where the register says so.',
  })
  mismatches?: CitizenField[] | null;

  @Field(() => DateTimeScalar, { description: 'When the register was read.' })
  checkedAt: Date;
}
