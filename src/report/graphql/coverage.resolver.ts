/** The coverage query, and the areas one level below each report. */
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import {
  AtMost,
  Weighs,
  CursorScalar,
  DateTimeScalar,
  PeriodScalar,
  type HubContext,
} from '../../graphql/index.js';
import { createCatchUp, type CatchUp } from '../catch-up.js';
import { readCoverage } from '../read-coverage.js';
import type { ReportDeps } from '../report-deps.js';
import type { CoverageLoaders } from './coverage.loader.js';
import { CoverageReport } from './coverage.type.js';

@Resolver(() => CoverageReport)
export class CoverageResolver {
  private readonly catchUp: CatchUp;

  constructor(
    private readonly deps: ReportDeps,
    private readonly loaders: CoverageLoaders,
  ) {
    this.catchUp = createCatchUp(deps);
  }

  @Weighs(10_000)
  @Query(() => CoverageReport, {
    nullable: true,
    description:
      'Coverage of an area, all areas below it included. `asOf` is when the facts were true (occurredAt, checkedAt, ' +
      'validFrom), now when left out; `knownAt` pins what the hub knew.',
  })
  async coverage(
    @Ctx() { caller, reader }: HubContext,
    @Arg('area', () => ID, { description: 'Code of an administrative unit, as it was at `asOf`.' })
    area: string,
    @Arg('asOf', () => DateTimeScalar, {
      nullable: true,
      description: 'When the facts were true; default now.',
    })
    asOf: Date | null,
    @Arg('knownAt', () => CursorScalar, {
      nullable: true,
      description: 'What the hub knew: events up to this cursor, of any age. Default: everything until now.',
    })
    knownAt: string | null,
    @Arg('period', () => PeriodScalar, { nullable: true, description: 'Only payments of this period.' })
    period: string | null,
  ): Promise<CoverageReport> {
    const input = { area, asOf, knownAt, period };
    const { figures, question, children } = await readCoverage(
      this.deps,
      this.catchUp,
      { caller, reader },
      input,
    );
    return CoverageReport.of(figures, question, children);
  }

  @AtMost(500)
  @FieldResolver(() => [CoverageReport], {
    description:
      'The areas one level below, sorted by code. The first level costs nothing more than the report itself.',
  })
  async children(@Root() report: CoverageReport, @Ctx() context: HubContext): Promise<CoverageReport[]> {
    const { figures, question } = report;
    const children = report.known ?? (await this.loaders.children(context).load({ figures, question }));
    return children.map((figures) => CoverageReport.of(figures, question));
  }
}
