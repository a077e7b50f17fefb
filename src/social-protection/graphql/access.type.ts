/** The access log, as an auditor sees it: who asked what and why, never what was answered. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { AccessRow } from '../../access/index.js';
import { AtMost, CountedPage, DateTimeScalar } from '../../graphql/index.js';
import { CitizenStub } from './stub.type.js';

@ObjectType({ description: 'One operation that somebody ran.' })
export class AccessLogEntry {
  @Field(() => DateTimeScalar, { description: 'When.' })
  at: Date;

  @Field({ description: 'The subject of the token.' })
  subject: string;

  @Field({ description: 'The client that the token was given to.' })
  clientId: string;

  @Field(() => String, { nullable: true, description: 'The purpose that the caller named.' })
  purpose?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the operation.' })
  operation?: string | null;

  @AtMost(200)
  @Field(() => [String], { description: 'Its root fields.' })
  rootFields: string[];

  @Field({ description: 'What the answer and the logs are found by.' })
  traceId: string;

  @Field({
    description:
      '`OK`, the code of the first error, or `UNDER_WAY`: it had not ended when this was written; how it ended, another entry with its ' +
      'trace id says.',
  })
  outcome: string;

  @Field(() => CitizenStub, {
    nullable: true,
    description:
      'Whom a look-up found, where it was one person; null too for whoever may not know. A look-up is an entry of its own, beside its operation’s.',
  })
  person?: CitizenStub | null;

  @Field(() => Int, { description: 'How many persons a look-up found; 0 for what looked nobody up.' })
  personCount: number;

  @Field(() => Int, {
    description: 'How many of whom a look-up asked for are not there, or not the caller’s.',
  })
  missCount: number;

  static of(row: AccessRow): AccessLogEntry {
    const { at, subject, purpose, operation, outcome } = row;
    return Object.assign(new AccessLogEntry(), {
      ...{ at, subject, purpose, operation, outcome },
      clientId: row.client_id,
      rootFields: [...row.root_fields],
      traceId: row.trace_id,
      person: row.person_ids?.length === 1 ? CitizenStub.of(row.person_ids[0] ?? '') : null,
      personCount: row.person_ids?.length ?? 0,
      missCount: row.misses ?? 0,
    });
  }
}

@ObjectType({ description: 'An entry in a page.' })
export class AccessLogEdge {
  @Field(() => AccessLogEntry, { description: 'The entry.' })
  node: AccessLogEntry;

  @Field({ description: 'Its place in the list: pass it as `after`.' })
  cursor: string;
}

@ObjectType({ description: 'A page of the access log, the newest first.' })
export class AccessLogConnection extends CountedPage {
  @Field(() => [AccessLogEdge], { description: 'The entries with their cursors.' })
  edges: AccessLogEdge[];

  @Field(() => [AccessLogEntry], { description: 'The entries.' })
  nodes: AccessLogEntry[];
}

@InputType({ description: 'Which entries to list; every condition must hold.' })
export class AccessLogFilter {
  @Field(() => String, { nullable: true, description: 'Only of this subject.' })
  subject?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Who was looked up: a citizen’s or beneficiary’s id. (`subject` is who looked.)',
  })
  personId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From this instant on.' })
  from?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this instant.' })
  to?: Date | null;
}
