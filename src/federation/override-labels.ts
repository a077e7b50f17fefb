/** Progressive `@override`: a field moves from one subgraph to another for the requests whose label is on. Which labels are on
 *  is decided once per request, and every combination that occurs has plans of its own. */
import type { DocumentNode } from 'graphql';
import { argumentsOf } from './supergraph.js';

/** The labels that are on, or who decides it. A function that answers `undefined` leaves the label to its default: a share of
 *  the requests for `percent(x)`, off for every other. */
export type OverrideLabels =
  ReadonlySet<string> | ((label: string, contextValue: unknown) => boolean | undefined);

export class LabelChooser {
  private readonly labels: readonly string[];
  private readonly chosen = new WeakMap<object, ReadonlySet<string>>();

  constructor(
    supergraph: DocumentNode,
    private readonly active: OverrideLabels | undefined,
    /** From 0 to below 1; drawn once per request and `percent` label. */
    private readonly random: () => number,
  ) {
    this.labels = readLabels(supergraph);
  }

  /** The labels that are on for a request.
   *  @param request stands for the request where it is executed in several pieces, which must see the same labels */
  choose(contextValue: unknown, request: object | undefined): ReadonlySet<string> {
    if (this.labels.length === 0) return none;
    const known = request && this.chosen.get(request);
    if (known !== undefined) return known;
    const labels = new Set(this.labels.filter((label) => this.isOn(label, contextValue)));
    if (request !== undefined) this.chosen.set(request, labels);
    return labels;
  }

  private isOn(label: string, contextValue: unknown): boolean {
    const { active } = this;
    const said = typeof active === 'function' ? active(label, contextValue) : active?.has(label) || undefined;
    return said ?? this.random() * 100 < percentOf(label);
  }
}

const none: ReadonlySet<string> = new Set();

function readLabels(supergraph: DocumentNode): string[] {
  const labels = new Set<string>();
  for (const definition of supergraph.definitions) {
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) {
      for (const { overrideLabel } of argumentsOf(field.directives, 'join__field'))
        if (typeof overrideLabel === 'string') labels.add(overrideLabel);
    }
  }
  return [...labels].sort();
}

function percentOf(label: string): number {
  return Number(/^percent\((\d+(?:\.\d+)?)\)$/.exec(label)?.[1] ?? 0);
}
