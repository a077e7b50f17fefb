/** What an institution can do, as clients see it. */
import { Field, Int, ObjectType } from 'type-graphql';
import { AtMost, DateTimeScalar, WorkKind } from '../../graphql/index.js';
import {
  FinalWord,
  InquiryReference,
  LaterStatus,
  ReferenceAlphabet,
  RepeatedReference,
  ReturnedName,
} from './capability-enums.js';

@ObjectType({ description: 'When an institution works: a window of each working day.' })
export class ServiceHours {
  @Field({ description: '`HH:MM` in Asia/Ho_Chi_Minh.' })
  opensAt: string;

  @Field({ description: '`HH:MM`, exclusive: at 16:30 it is closed.' })
  closesAt: string;

  @AtMost(7)
  @Field(() => [Int], { description: '1 is Monday, 7 is Sunday.' })
  weekdays: readonly number[];
}

@ObjectType({ description: 'How an institution takes payments.' })
export class PaymentCapabilities {
  @Field(() => RepeatedReference, { description: 'What it does with a reference that it has already seen.' })
  repeatedReference: RepeatedReference;

  @Field(() => InquiryReference, { description: 'By what it can be asked about a payment.' })
  inquiryBy: InquiryReference;

  @Field(() => LaterStatus, { description: 'How a later status arrives.' })
  laterStatus: LaterStatus;

  @Field(() => Int, { nullable: true, description: 'Payments in one message; null: one by one.' })
  nativeBatchMax?: number | null;

  @Field({ description: 'Whether its statements are read, as a second word on every payment.' })
  hasStatement: boolean;

  @Field(() => Int, { description: 'The longest reference that it takes.' })
  referenceLengthMax: number;

  @Field({ description: 'The form of a reference as the institution demands it, a regular expression.' })
  referencePattern: string;

  @Field(() => ReferenceAlphabet, { description: 'What the hub makes references of there.' })
  referenceAlphabet: ReferenceAlphabet;

  @Field(() => FinalWord, { description: 'What its final word proves.' })
  finalWord: FinalWord;
}

@ObjectType({ description: 'What an institution tells of an account.' })
export class AccountCheckCapabilities {
  @Field(() => ReturnedName, { description: 'What it tells of the holder’s name.' })
  returnedName: ReturnedName;

  @Field({ description: 'Whether it compares the holder’s personal id.' })
  comparesPersonalId: boolean;
}

@ObjectType({
  description:
    'What an institution can do, as its adapter last declared it; the adapter’s worker keeps to it. For a bank behind ' +
    'NAPAS, what NAPAS can do.',
})
export class InstitutionCapabilities {
  @Field(() => DateTimeScalar, { description: 'When it was last declared.' })
  declaredAt: Date;

  @AtMost(20)
  @Field(() => [WorkKind], { description: 'Kinds of work that its adapter claims.' })
  work: readonly WorkKind[];

  @Field(() => Int, { description: 'Requests under way at once, all kinds of work together.' })
  concurrencyMax: number;

  @Field(() => Int, { description: 'Requests begun in one second, all kinds of work together.' })
  ratePerSecondMax: number;

  @Field(() => ServiceHours, {
    nullable: true,
    description: 'When it works; null: around the clock. Nothing is sent outside it.',
  })
  serviceHours?: ServiceHours | null;

  @Field(() => PaymentCapabilities, { nullable: true, description: 'Null where nothing is paid.' })
  payment?: PaymentCapabilities | null;

  @Field(() => AccountCheckCapabilities, {
    nullable: true,
    description: 'Null where no account can be asked about.',
  })
  accountCheck?: AccountCheckCapabilities | null;
}
