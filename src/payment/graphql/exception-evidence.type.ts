/** What each side says of an exception, and what people did about it. */
import { Field, ObjectType } from 'type-graphql';
import { showsWhoseBenefit, type Caller } from '../../access/index.js';
import { DateTimeScalar, defineEnum, DongScalar, PaymentStatus } from '../../graphql/index.js';
import { maskAccountNumber } from '../../values/index.js';
import type { EntryRow, EvidenceRow } from '../exception-evidence-store.js';

export const EvidenceSource = defineEnum('EvidenceSource', 'Whose word a piece of evidence is. May grow.', {
  HUB: 'The hub’s own books.',
  REPLY: 'An answer to the order.',
  INQUIRY: 'An answer to an inquiry.',
  NOTIFICATION: 'A call-back or message.',
  STATEMENT: 'A line of a statement.',
  ADAPTER: 'The adapter’s own word, without the institution’s.',
});
export type EvidenceSource = keyof typeof EvidenceSource;

@ObjectType({ description: 'What one side says of a payment.' })
export class ExceptionEvidence {
  @Field(() => EvidenceSource, { description: 'Whose word: HUB, or how the institution said it.' })
  source: EvidenceSource;

  @Field(() => PaymentStatus, { nullable: true, description: 'What it says the payment is.' })
  status?: PaymentStatus | null;

  @Field(() => DongScalar, { nullable: true, description: 'What it says was paid.' })
  amount?: bigint | null;

  @Field(() => String, {
    nullable: true,
    description: 'The account that it names, masked without a purpose that shows it; null for monitors.',
  })
  account?: string | null;

  @Field(() => String, { nullable: true, description: 'The reference that it names.' })
  reference?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it happened, as this side says.' })
  occurredAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its own words or code, which may name people: null without a purpose that shows them.',
  })
  text?: string | null;

  static of(row: EvidenceRow, caller: Caller): ExceptionEvidence {
    const { account_number: number, source, status, amount, reference } = row;
    return Object.assign(new ExceptionEvidence(), {
      ...{ status, amount, reference },
      source: source === 'NONE' ? 'ADAPTER' : source,
      text: caller.showsPersonalData ? row.text : null,
      account: accountShown(number, caller),
      occurredAt: row.occurred_at,
    });
  }
}

function accountShown(number: string | null, caller: Caller): string | null {
  if (number === null || !showsWhoseBenefit(caller)) return null;
  return caller.showsPersonalData ? number : maskAccountNumber(number);
}

const ACTS: Readonly<Record<EntryRow['act'], string>> = {
  OPENED: 'Opened',
  TAKEN: 'Taken',
  PROPOSED: 'Proposed',
  RESOLVED: 'Resolved',
};

@ObjectType({ description: 'One step in the life of an exception.' })
export class ExceptionEntry {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at: Date;

  @Field({ description: 'The subject, or `hub`.' })
  by: string;

  @Field({ description: 'What was done.' })
  text: string;

  @Field(() => String, { nullable: true, description: 'Why; null for monitors.' })
  reason?: string | null;

  static of(row: EntryRow, caller: Caller): ExceptionEntry {
    const { act, decision, amount, done_at: at, done_by: by } = row;
    const reason = showsWhoseBenefit(caller) ? row.reason : null;
    const what = [decision, amount === null ? null : `${amount} đồng`].filter(Boolean).join(' ');
    const text = what === '' ? ACTS[act] : `${ACTS[act]}: ${what}`;
    return Object.assign(new ExceptionEntry(), { at, by, text, reason });
  }
}
