/** Queries about beneficiaries, and the fields of one that are looked up. */
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import {
  requireKnownCodes,
  requireRole,
  requireWhoseBenefit,
  scopeOf,
  showsWhoseBenefit,
  type LookUpPermit,
} from '../../access/index.js';
import {
  AtMost,
  connectionOf,
  DateScalar,
  parsePage,
  PersonalIdScalar,
  type HubContext,
  type PageArguments,
} from '../../graphql/index.js';
import { calendarDateOf, findId } from '../../values/index.js';
import {
  countBeneficiaries,
  findBeneficiaryByPersonalId,
  listBeneficiaries,
  type BeneficiaryRow,
} from '../beneficiary-store.js';
import { Beneficiary, BeneficiaryConnection, BeneficiaryFilter } from './beneficiary.type.js';
import { Authorisation, Entitlement, Programme } from './right.type.js';
import type { SocialProtectionDeps, SocialProtectionLoaders } from './social-protection.loader.js';
import { AdministrativeUnit } from './unit.type.js';

/** Who may read persons: those of their area; an adapter reads tasks, never persons. */
const BENEFICIARY_READERS = ['officer', 'approver', 'treasurer', 'monitor', 'auditor'] as const;

@Resolver(() => Beneficiary)
export class BeneficiaryResolver {
  constructor(
    private readonly deps: SocialProtectionDeps,
    private readonly loaders: SocialProtectionLoaders,
  ) {}

  @Query(() => Beneficiary, { nullable: true, description: 'One beneficiary, if the caller may see them.' })
  async beneficiary(
    @Ctx() context: HubContext,
    @Arg('id', () => ID, { description: 'The beneficiary’s id, `ben_…`.' }) id: string,
  ): Promise<Beneficiary | null> {
    requireRole(context.caller, ...BENEFICIARY_READERS);
    const uuid = findId('ben', id);
    return uuid === undefined
      ? null
      : beneficiaryOf(await this.loaders.beneficiary(context).load(uuid), context);
  }

  @Query(() => Beneficiary, {
    nullable: true,
    description:
      'The beneficiary with this personal id, if the caller may see them. A look-up: the request needs a purpose that shows personal data, whom ' +
      'it finds is logged, and misses are limited.',
  })
  async beneficiaryByPersonalId(
    @Ctx() context: HubContext,
    @Arg('personalId', () => PersonalIdScalar, { description: '12 digits.' }) personalId: string,
  ): Promise<Beneficiary | null> {
    requireRole(context.caller, ...BENEFICIARY_READERS);
    const question = { scope: scopeOf(context.caller), today: this.today() };
    return this.deps.lookUps.run(context, 'beneficiaryByPersonalId', async (permit) => {
      const row = await findBeneficiaryByPersonalId(this.deps.db, personalId, question, permit);
      return lookedUp(row === undefined ? [] : [row], beneficiaryOf(row ?? null, context));
    });
  }

  @Query(() => BeneficiaryConnection, {
    nullable: true,
    description: 'Beneficiaries that the caller may see, sorted by id.',
  })
  async beneficiaries(
    @Ctx() context: HubContext,
    @Arg('filter', () => BeneficiaryFilter, { nullable: true, description: 'Every condition must hold.' })
    filter: BeneficiaryFilter | null,
    @Arg('first', () => Int, {
      nullable: true,
      defaultValue: 20,
      description: 'At most this many; up to 500.',
    })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The `endCursor` of the page before.' })
    after: string | null,
  ): Promise<BeneficiaryConnection> {
    requireRole(context.caller, ...BENEFICIARY_READERS);
    if (filter?.programme) requireWhoseBenefit(context.caller, 'programme');
    const page = parsePage(first ?? 20, after);
    await requireKnownCodes(this.deps.db, filter ?? {});
    if (typeof filter?.nameContains !== 'string') return (await this.page(context, page, filter)).connection;
    return this.deps.lookUps.run(context, 'nameContains', async (permit) => {
      const { rows, connection } = await this.page(context, page, filter, permit);
      return lookedUp(rows.slice(0, page.first), connection);
    });
  }

  @FieldResolver(() => AdministrativeUnit, { description: 'Where they live: the unit that pays them.' })
  area(@Root() { row }: Beneficiary): AdministrativeUnit | null | Promise<AdministrativeUnit | null> {
    return this.loaders.unit(row.area_id);
  }

  @AtMost(200)
  @FieldResolver(() => [Entitlement], {
    description: 'What they are entitled to, the oldest first; empty for monitors.',
  })
  async entitlements(
    @Root() { row }: Beneficiary,
    @Ctx() context: HubContext,
    @Arg('activeOn', () => DateScalar, { nullable: true, description: 'Only rights that hold on this day.' })
    activeOn: string | null,
  ): Promise<Entitlement[]> {
    if (!showsWhoseBenefit(context.caller)) return [];
    const rows = await this.loaders.entitlements(context).load(row.id);
    return rows
      .filter((each) => !activeOn || (each.valid_from <= activeOn && (each.valid_to ?? '9999') >= activeOn))
      .map((each) => Entitlement.of(each));
  }

  @FieldResolver(() => Authorisation, {
    nullable: true,
    description: 'The receiver who may be paid instead, while the mandate is valid; null for monitors.',
  })
  async authorisation(
    @Root() { row }: Beneficiary,
    @Ctx() context: HubContext,
  ): Promise<Authorisation | null> {
    if (!showsWhoseBenefit(context.caller)) return null;
    const mandate = await this.loaders.authorisation(context).load(row.id);
    return mandate && Authorisation.of(mandate);
  }

  private async page(
    context: HubContext,
    page: PageArguments,
    filter: BeneficiaryFilter | null,
    permit?: LookUpPermit,
  ) {
    const question = { filter: filter ?? {}, scope: scopeOf(context.caller), today: this.today(), permit };
    const rows = await listBeneficiaries(this.deps.db, question, page);
    const connection = connectionOf(rows, page, {
      keyOf: (row) => row.id,
      nodeOf: (row) => Beneficiary.of(row, context.caller),
      count: () => countBeneficiaries(this.deps.db, question),
    }) as BeneficiaryConnection;
    return { rows, connection };
  }

  private today(): string {
    return calendarDateOf(this.deps.clock());
  }
}

@Resolver(() => Entitlement)
export class EntitlementResolver {
  constructor(private readonly loaders: SocialProtectionLoaders) {}

  @FieldResolver(() => Programme, { description: 'The programme of the right.' })
  programme(@Root() { programmeCode }: Entitlement): Programme | null | Promise<Programme | null> {
    return this.loaders.programme(programmeCode);
  }
}

export function beneficiaryOf(row: BeneficiaryRow | null, { caller }: HubContext): Beneficiary | null {
  return row && Beneficiary.of(row, caller);
}

/** Whom a look-up found; nobody is a miss. */
function lookedUp<T>(rows: readonly BeneficiaryRow[], answer: T) {
  return { answer, personIds: rows.map((row) => row.citizen_id), misses: rows.length === 0 ? 1 : 0 };
}
