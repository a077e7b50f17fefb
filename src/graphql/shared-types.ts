/** Object and interface types that several subgraphs declare alike (`@shareable`). */
import { Directive, Field, ID, InterfaceType, Int, ObjectType } from 'type-graphql';
import { idOfCode } from '../values/index.js';
import { AtMost } from './bounds.js';
import { ReportOutcome } from './enums.js';
import { CursorScalar, DateTimeScalar, DongScalar } from './scalars.js';

@InterfaceType({
  description: 'Anything that `node(id:)` finds.',
  autoRegisterImplementations: false,
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'A TypeID: the prefix tells the type.' })
  id: string;
}

@InterfaceType({
  description: 'One change, at one place in the one log.',
  autoRegisterImplementations: false,
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Event {
  @Field(() => ID, { description: 'The id of the event: the same wherever the event is read.' })
  id: string;

  @Field(() => CursorScalar, { description: 'Its position: pass it as `after` to go on behind this event.' })
  cursor: string;

  @Field(() => DateTimeScalar, { description: 'When the fact was true, as its source says.' })
  occurredAt: Date;
}

@InterfaceType({
  description: 'A failure that a client can act on; part of the result, not of `errors`.',
  autoRegisterImplementations: false,
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class UserError {
  @Field({ description: 'Stable, for programs.' })
  code: string;

  @Field({ description: 'For people: what is wrong and what to do.' })
  message: string;

  @AtMost(20)
  @Field(() => [String], {
    nullable: true,
    description:
      'Which argument is at fault: the names that lead to it from the mutation’s own arguments, such as `["input", "amount"]`.',
  })
  field?: readonly string[] | null;
}

@Directive('@shareable')
@ObjectType({ implements: UserError, description: 'An input field has a value that cannot be taken.' })
export class InvalidInput extends UserError {
  readonly __typename = 'InvalidInput';

  constructor(message: string, field?: readonly string[]) {
    super();
    Object.assign(this, { code: 'INVALID_INPUT', message, field: field ?? null });
  }
}

@Directive('@shareable')
@ObjectType({
  implements: UserError,
  description: 'The thing named does not exist, or lies outside what the caller may see.',
})
export class NotFound extends UserError {
  readonly __typename = 'NotFound';

  constructor(message: string, field?: readonly string[]) {
    super();
    Object.assign(this, { code: 'NOT_FOUND', message, field: field ?? null });
  }
}

@Directive('@shareable')
@ObjectType({
  description:
    'Where a page stands. In event connections `endCursor` is the position read up to, present also when no node ' +
    'matches: a client can start from it.',
})
export class PageInfo {
  @Field({ description: 'Whether more follows.' })
  hasNextPage: boolean;

  @Field({ description: 'Whether something comes before.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge.' })
  startCursor?: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last edge: pass it as `after`.' })
  endCursor?: string | null;
}

@Directive('@shareable')
@ObjectType({ description: 'The answer to one report.' })
export class ReportReceipt {
  @Field(() => ID, { description: 'The id that the reporter gave.' })
  reportId: string;

  @Field(() => ReportOutcome, { description: 'What became of the report.' })
  outcome: ReportOutcome;

  @Field(() => String, { nullable: true, description: 'Why, where it was not applied.' })
  message?: string | null;
}

@Directive('@shareable')
@ObjectType({ description: 'How many checks were put into the queue.' })
export class ChecksRequested {
  @Field(() => Int, { description: 'Now waiting for an adapter.' })
  queued: number;

  @Field(() => Int, { description: 'Left alone: fresh enough, already waiting, or nothing to ask with.' })
  skipped: number;
}

@Directive('@key(fields: "code", resolvable: false)')
@ObjectType('Institution', {
  implements: Node,
  description: 'A bank, wallet, mobile-money service, treasury, register or cash service.',
})
export class InstitutionStub {
  readonly __typename = 'Institution';

  @Field(() => ID, { description: 'The institution code, such as `BIDV` or `NAPAS:970436`.' })
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }

  /** Made only where it is asked for: an event may be told to thousands who ask for the code alone. */
  @Directive('@shareable')
  @Field(() => ID, { description: 'A TypeID, `ins_…`: for caches; `code` is what people and filters use.' })
  get id(): string {
    return idOfCode('ins', this.code);
  }
}

@Directive('@shareable')
@ObjectType({ description: 'Count and amount at one institution.' })
export class InstitutionTotal {
  @Field(() => InstitutionStub, {
    nullable: true,
    description: 'The institution; null for cash at the counter.',
  })
  institution?: InstitutionStub | null;

  @Field(() => Int, { description: 'How many.' })
  count: number;

  @Field(() => DongScalar, { description: 'Their sum.' })
  amount: bigint;
}
