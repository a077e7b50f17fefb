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
import { findId, parseId } from '../../values/index.js';
import type { SocialProtectionDeps, SocialProtectionLoaders } from './social-protection.loader.js';

/** No citizen has this id. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

@Resolver()
export class AccessResolver {
  constructor(
    private readonly deps: SocialProtectionDeps,
    private readonly loaders: SocialProtectionLoaders,
  ) {}

  @Query(() => AccessLogConnection, {
    nullable: true,
    description:
      'Who asked what for which purpose, the newest first. For auditors: one of an area sees who asked for that area.',
  })
  async accessLog(
    @Ctx() context: HubContext,
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
    requireRole(context.caller, 'auditor');
    const page = parsePage(first ?? 50, after, PAGE_KEYS.NUMBER);
    const wanted = { ...filter, personId: await this.citizenOf(filter?.personId, context) };
    const scope = scopeOf(context.caller);
    return connectionOf(await listAccessEntries(this.deps.db, wanted, scope, page), page, {
      keyOf: (row: AccessRow) => String(row.id),
      nodeOf: AccessLogEntry.of,
      count: () => countAccessEntries(this.deps.db, wanted, scope),
    }) as AccessLogConnection;
  }

  /** Of a citizen's or beneficiary's id; one that there is not was looked up by nobody. */
  private async citizenOf(id: string | null | undefined, context: HubContext): Promise<string | null> {
    if (id === undefined || id === null) return null;
    const citizen = findId('cit', id);
    if (citizen !== undefined) return citizen;
    const beneficiary = await this.loaders.beneficiary(context).load(parseId('ben', id));
    return beneficiary?.citizen_id ?? NOBODY;
  }
}
