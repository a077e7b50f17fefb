/** The access log for auditors. */
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import {
  countAccessEntries,
  listAccessEntries,
  requireRole,
  scopeOf,
  type AccessRow,
} from '../../access/index.js';
import { connectionOf, PAGE_KEYS, parsePage, type HubContext } from '../../graphql/index.js';
import { AccessLogConnection, AccessLogEntry, AccessLogFilter } from './access.type.js';
import type { SocialProtectionDeps } from './social-protection.loader.js';

@Resolver()
export class AccessResolver {
  constructor(private readonly deps: SocialProtectionDeps) {}

  @Query(() => AccessLogConnection, {
    description:
      'Who asked what for which purpose, the newest first. For auditors: one of an area sees who asked for that area.',
  })
  async accessLog(
    @Ctx() { caller }: HubContext,
    @Arg('filter', () => AccessLogFilter, { nullable: true, description: 'Every condition must hold.' })
    filter: AccessLogFilter | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 50,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<AccessLogConnection> {
    requireRole(caller, 'auditor');
    const page = parsePage(first ?? 50, after, PAGE_KEYS.NUMBER);
    return connectionOf(await listAccessEntries(this.deps.db, filter ?? {}, scopeOf(caller), page), page, {
      keyOf: (row: AccessRow) => String(row.id),
      nodeOf: AccessLogEntry.of,
      count: () => countAccessEntries(this.deps.db, filter ?? {}, scopeOf(caller)),
    }) as AccessLogConnection;
  }
}
