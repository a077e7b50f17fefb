/** What a request asks of areas further down, gathered: all areas of one level are one set of statements. */
import { defineLoader } from '../../graphql/index.js';
import { readAreas, type CoverageFigures } from '../coverage.js';
import type { CoverageQuestion } from '../coverage-store.js';
import type { ReportDeps } from '../report-deps.js';

/** The children of an area, for one question. A question is one object for a whole report. */
export interface ChildrenKey {
  readonly areaId: string;
  readonly question: CoverageQuestion;
}

export function createCoverageLoaders({ db }: ReportDeps) {
  return {
    children: defineLoader<ChildrenKey, readonly CoverageFigures[]>(
      async (keys) => {
        const answers = new Map<ChildrenKey, readonly CoverageFigures[]>();
        for (const question of new Set(keys.map((key) => key.question))) {
          const asked = keys.filter((key) => key.question === question);
          const areas = await readAreas(
            db,
            asked.map((key) => key.areaId),
            question,
          );
          asked.forEach((key, at) => answers.set(key, areas[at]?.children ?? []));
        }
        return keys.map((key) => answers.get(key) ?? []);
      },
      { maxBatchSize: Infinity },
    ),
  };
}

export type CoverageLoaders = ReturnType<typeof createCoverageLoaders>;
