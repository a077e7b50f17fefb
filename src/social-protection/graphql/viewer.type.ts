/** The caller as the hub sees it. */
import { Field, ObjectType } from 'type-graphql';
import type { Caller } from '../../access/index.js';
import { AtMost } from '../../graphql/index.js';

@ObjectType({ description: 'The caller as the hub sees it.' })
export class Viewer {
  readonly areaCode?: string;

  readonly institutionCode?: string;

  @Field({ description: 'The subject of the token.' })
  subject: string;

  @AtMost(20)
  @Field(() => [String], { description: 'The roles of the token that the hub knows.' })
  roles: string[];

  @AtMost(20)
  @Field(() => [String], { description: 'What the caller may ask personal data for.' })
  purposes: string[];

  static of(caller: Caller): Viewer {
    return Object.assign(new Viewer(), {
      areaCode: caller.area?.code,
      subject: caller.subject,
      roles: [...caller.roles],
      institutionCode: caller.institution,
      purposes: [...caller.purposes],
    });
  }
}
