/** What an adapter declares of its institution. */
import { Field, InputType, Int } from 'type-graphql';
import { WorkKind } from '../../graphql/index.js';
import type { Capabilities } from '../capability.js';
import {
  FinalWord,
  InquiryReference,
  LaterStatus,
  ReferenceAlphabet,
  RepeatedReference,
  ReturnedName,
} from './capability-enums.js';

@InputType({ description: 'When an institution works: a window of each working day.' })
export class ServiceHoursInput {
  @Field({ description: '`HH:MM` in Asia/Ho_Chi_Minh.' })
  opensAt: string;

  @Field({ description: '`HH:MM`, exclusive, later than `opensAt`.' })
  closesAt: string;

  @Field(() => [Int], { description: '1 is Monday, 7 is Sunday; each at most once.' })
  weekdays: number[];
}

@InputType({ description: 'How an institution takes payments.' })
export class PaymentCapabilitiesInput {
  @Field(() => RepeatedReference, {
    description: 'What it does with a reference that it has already seen. `REFUSED` only where documented.',
  })
  repeatedReference: RepeatedReference;

  @Field(() => InquiryReference, { description: 'By what it can be asked about a payment.' })
  inquiryBy: InquiryReference;

  @Field(() => LaterStatus, { description: 'How a later status arrives.' })
  laterStatus: LaterStatus;

  @Field(() => Int, { nullable: true, description: 'Payments in one message; left out: one by one.' })
  nativeBatchMax?: number | null;

  @Field({ description: 'Whether its statements are read.' })
  hasStatement: boolean;

  @Field(() => Int, {
    description: 'The longest reference that it takes: at least 16, or 18 where it takes digits only.',
  })
  referenceLengthMax: number;

  @Field({
    description: 'The form of a reference as the institution demands it; shown to people, never executed.',
  })
  referencePattern: string;

  @Field(() => ReferenceAlphabet, {
    description: 'What the hub is to make references of: payments released from now on have such references.',
  })
  referenceAlphabet: ReferenceAlphabet;

  @Field(() => FinalWord, { description: 'What its final word proves.' })
  finalWord: FinalWord;
}

@InputType({ description: 'What an institution tells of an account.' })
export class AccountCheckCapabilitiesInput {
  @Field(() => ReturnedName, { description: 'What it tells of the holder’s name.' })
  returnedName: ReturnedName;

  @Field({ description: 'Whether it compares the holder’s personal id.' })
  comparesPersonalId: boolean;
}

@InputType({ description: 'What an institution can do.' })
export class CapabilitiesInput {
  @Field(() => [WorkKind], { description: 'Kinds of work that the adapter claims; may be empty.' })
  work: WorkKind[];

  @Field(() => Int, { description: 'Requests under way at once, all kinds of work together; 1 to 200.' })
  concurrencyMax: number;

  @Field(() => Int, { description: 'Requests begun in one second, all kinds together; 1 to 10,000.' })
  ratePerSecondMax: number;

  @Field(() => ServiceHoursInput, {
    nullable: true,
    description: 'When it works; left out: around the clock.',
  })
  serviceHours?: ServiceHoursInput | null;

  @Field(() => PaymentCapabilitiesInput, {
    nullable: true,
    description: 'Left out where nothing is paid.',
  })
  payment?: PaymentCapabilitiesInput | null;

  @Field(() => AccountCheckCapabilitiesInput, {
    nullable: true,
    description: 'Left out where no account can be asked about.',
  })
  accountCheck?: AccountCheckCapabilitiesInput | null;
}

/** The same with a null for whatever was left out. */
export function capabilitiesOf({
  serviceHours,
  payment,
  accountCheck,
  ...rest
}: CapabilitiesInput): Capabilities {
  return {
    ...rest,
    serviceHours: serviceHours ?? null,
    payment: payment ? { ...payment, nativeBatchMax: payment.nativeBatchMax ?? null } : null,
    accountCheck: accountCheck ?? null,
  };
}
