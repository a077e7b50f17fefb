/** What a request asks of areas further down, gathered: all areas of one level are one set of statements. */
import type { InScope } from '../../access/index.js';
import { defineLoader } from '../../graphql/index.js';
import { readChildren, type CoverageFigures } from '../coverage.js';
import type { CoverageQuestion } from '../coverage-store.js';
import type { ReportDeps } from '../report-deps.js';

/** The children of an area, for one question. A question is one object for a whole report. */
export interface ChildrenKey {
  readonly figures: CoverageFigures;
  readonly question: CoverageQuestion;
}

export function createCoverageLoaders({ db }: ReportDeps) {
  return {
    children: defineLoader<ChildrenKey, readonly InScope<CoverageFigures>[]>(
      async (keys, scope) => {
        const answers = new Map<ChildrenKey, readonly InScope<CoverageFigures>[]>();
        for (const question of new Set(keys.map((key) => key.question))) {
          const asked = keys.filter((key) => key.question === question);
          const parents = asked.map((key) => key.figures);
          const children = await readChildren(db, parents, question, scope);
          asked.forEach((key, at) => answers.set(key, children[at] ?? []));
        }
        return keys.map((key) => answers.get(key) ?? []);
      },
      { maxBatchSize: Infinity },
    ),
  };
}

export type CoverageLoaders = ReturnType<typeof createCoverageLoaders>;
