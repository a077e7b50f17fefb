/** Administrative units, programmes and the caller: public to everybody with a token. */
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { AtMost, DateScalar, InstitutionStub, type HubContext } from '../../graphql/index.js';
import { calendarDateOf } from '../../values/index.js';
import { listProgrammes } from '../right-store.js';
import { findUnitByCode } from '../unit-store.js';
import type { FindOwned } from './find-owned.js';
import { Programme } from './right.type.js';
import type { SocialProtectionDeps, SocialProtectionLoaders } from './social-protection.loader.js';
import { AdministrativeUnit } from './unit.type.js';
import { Viewer } from './viewer.type.js';

@Resolver(() => AdministrativeUnit)
export class UnitResolver {
  constructor(
    private readonly deps: SocialProtectionDeps,
    private readonly loaders: SocialProtectionLoaders,
  ) {}

  @Query(() => AdministrativeUnit, { nullable: true, description: 'The unit that a code means on a day.' })
  async administrativeUnit(
    @Arg('code', () => ID, { description: 'The official code; `VN` is the country.' }) code: string,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'The day; today when left out.' })
    asOf: string | null,
  ): Promise<AdministrativeUnit | null> {
    const row = await findUnitByCode(this.deps.db, code, asOf ?? calendarDateOf(this.deps.clock()));
    return row ? AdministrativeUnit.of(row) : null;
  }

  @AtMost(500)
  @Query(() => [Programme], {
    nullable: true,
    description: 'Every programme that lists may name, sorted by code.',
  })
  async programmes(): Promise<Programme[]> {
    return (await listProgrammes(this.deps.db, null)).map((row) => Programme.of(row));
  }

  @FieldResolver(() => AdministrativeUnit, {
    nullable: true,
    description: 'The unit above it, at the end of its life or today; null for the country.',
  })
  parent(
    @Root() { row }: AdministrativeUnit,
  ): AdministrativeUnit | null | Promise<AdministrativeUnit | null> {
    return row.parent_id === null ? null : this.loaders.unit(row.parent_id);
  }

  @AtMost(200)
  @FieldResolver(() => [AdministrativeUnit], {
    description: 'The units that took over from it; several where it was divided, none while it lasts.',
  })
  async successors(
    @Root() { row }: AdministrativeUnit,
    @Ctx() context: HubContext,
  ): Promise<AdministrativeUnit[]> {
    return (await this.loaders.successors(context).load(row.id)).map((each) => AdministrativeUnit.of(each));
  }
}

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(
    private readonly deps: SocialProtectionDeps,
    private readonly findOwned: FindOwned,
  ) {}

  @Query(() => Viewer, { description: 'The caller as the hub sees it: roles, area, institution, purposes.' })
  viewer(@Ctx() { caller }: HubContext): Viewer {
    return Viewer.of(caller);
  }

  @FieldResolver(() => InstitutionStub, {
    nullable: true,
    description: 'The institution of an adapter, where it is one that pays or holds accounts.',
  })
  async institution(
    @Root() { institutionCode: code }: Viewer,
    @Ctx() context: HubContext,
  ): Promise<InstitutionStub | null> {
    if (code === undefined) return null;
    return (await this.findOwned('Institution', { code }, context)) ? new InstitutionStub(code) : null;
  }

  @FieldResolver(() => AdministrativeUnit, {
    nullable: true,
    description: 'The area whose rows the caller sees, with all below it; null for the whole country.',
  })
  async area(@Root() { areaCode }: Viewer): Promise<AdministrativeUnit | null> {
    if (areaCode === undefined) return null;
    const row = await findUnitByCode(this.deps.db, areaCode, calendarDateOf(this.deps.clock()));
    return row ? AdministrativeUnit.of(row) : null;
  }
}
