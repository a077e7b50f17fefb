/** What a register's adapter reports of its recipients, and what it is told of that. */
import { Extensions, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import {
  AtMost,
  DateScalar,
  DateTimeScalar,
  DongScalar,
  judgedAlone,
  PeriodScalar,
  ReportOutcome,
} from '../../graphql/index.js';
import type { LineReceipt } from '../recipient-receipt.js';
import type { PageReceipt } from '../report-recipients.js';
import { Gender } from './enums.js';

@InputType({ description: 'The account of a recipient: their own, nobody else’s.' })
export class RecipientAccountInput {
  @Field(() => ID, { description: 'The institution code, or the BIN of a bank.' })
  institution: string;

  @Field({ description: 'The account number, whole.' })
  number: string;
}

@Extensions(judgedAlone('line'))
@InputType({ description: 'One line of a register’s list: one person.' })
export class RecipientInput {
  @Field(() => Int, { description: 'Its number on the whole list, from 1 to `expected`.' })
  line: number;

  @Field({ description: '12 digits. A number that is none is refused with its line, not with the page.' })
  personalId: string;

  @Field({ description: 'Họ và tên.' })
  fullName: string;

  @Field(() => DateScalar, { nullable: true, description: 'Null when only the year is known.' })
  dateOfBirth?: string | null;

  @Field(() => Int, { nullable: true, description: 'Where the day is not known.' })
  yearOfBirth?: number | null;

  @Field(() => Gender, { nullable: true, description: 'As the register keeps it.' })
  gender?: Gender | null;

  @Field(() => ID, { description: 'Code of today’s commune, within the area of the list.' })
  commune: string;

  @Field(() => DongScalar, { description: 'đồng a month.' })
  monthlyAmount: bigint;

  @Field(() => DateScalar, { description: 'From when this amount is due.' })
  validFrom: string;

  @Field({ description: 'The decision or insurance book that the right rests on.' })
  documentRef: string;

  @Field(() => RecipientAccountInput, {
    nullable: true,
    description: 'Where the person is paid; null: in cash.',
  })
  account?: RecipientAccountInput | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'The register names somebody else to receive: such a line is refused, here one is paid oneself.',
  })
  namesReceiver?: boolean | null;
}

@InputType({ description: 'A page of a register’s list, with what it says of the whole list.' })
export class RecipientListInput {
  @Field(() => ID, { description: 'The register’s own number of the list: the same on every page of it.' })
  listId: string;

  @Field(() => PeriodScalar, { description: 'The month that the list is for; at most the next one.' })
  period: string;

  @Field(() => ID, { description: 'Code of the programme: of social insurance or unemployment insurance.' })
  programme: string;

  @Field(() => ID, {
    description: 'Code of the administrative unit whose recipients the list names, as of today.',
  })
  area: string;

  @Field(() => DateTimeScalar, {
    description: 'When the register drew it up: of two lists of a month the later one counts.',
  })
  issuedAt: Date;

  @Field(() => Int, { description: 'Lines of the whole list: when so many have come, the list is whole.' })
  expected: number;

  @Field(() => [RecipientInput], {
    description: 'At most 1,000 lines, in any order; none: only asks how far the list has come.',
  })
  recipients: RecipientInput[];
}

@ObjectType({ description: 'What became of one line.' })
export class RecipientReceipt {
  @Field(() => Int, { description: 'The line.' })
  line: number;

  @Field(() => ReportOutcome, {
    description:
      'APPLIED; DUPLICATE: it came before; REFUSED: it cannot be taken; EXCEPTION: it came before with other content; ' +
      'STALE: a later list has begun to arrive.',
  })
  outcome: ReportOutcome;

  @Field(() => String, {
    nullable: true,
    description:
      'Why it was not applied, in Vietnamese with a stable code in brackets; never a person’s data.',
  })
  message?: string | null;

  static of(receipt: LineReceipt): RecipientReceipt {
    return Object.assign(new RecipientReceipt(), receipt);
  }
}

@ObjectType({ description: 'How far a list has come, and what became of the lines of the page.' })
export class RecipientListReceipt {
  @Field(() => ID, { description: 'The register’s number of the list.' })
  listId: string;

  @Field(() => Int, { description: 'Lines that have come so far, refused ones included.' })
  received: number;

  @Field(() => Boolean, { description: 'All lines have come: who is on it no longer has been ended.' })
  isComplete: boolean;

  @Field(() => Boolean, {
    description: 'A list issued later has begun to arrive: this one is taken no more.',
  })
  isOvertaken: boolean;

  @Field(() => Int, { description: 'Rights that this page ended by making the list whole.' })
  ended: number;

  @AtMost(1000)
  @Field(() => [RecipientReceipt], { description: 'In the order of the lines.' })
  receipts: RecipientReceipt[];

  static of(listId: string, receipt: PageReceipt): RecipientListReceipt {
    const receipts = receipt.receipts.map((each) => RecipientReceipt.of(each));
    return Object.assign(new RecipientListReceipt(), { ...receipt, listId, receipts });
  }
}
