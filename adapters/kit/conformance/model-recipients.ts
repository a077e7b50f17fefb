/** A register's lists as the hub promises to take them: a line is known by its number, a list is whole when all have come. */
import type { RecipientListInput } from '../generated/hub-client.js';

type Line = RecipientListInput['recipients'][number];

export interface RecipientListView {
  readonly programme: string;
  readonly area: string;
  readonly period: string;
  readonly expected: number;
  readonly lines: readonly Line[];
  readonly isComplete: boolean;
  /** How many lines came again. */
  readonly repeats: number;
}

interface Known {
  readonly head: RecipientListInput;
  readonly lines: Map<number, Line>;
  repeats: number;
}

export class ModelRecipients {
  readonly #lists = new Map<string, Known>();

  report(input: RecipientListInput): object {
    const known = this.#lists.get(input.listId) ?? { head: input, lines: new Map(), repeats: 0 };
    this.#lists.set(input.listId, known);
    const receipts = input.recipients.map((line) => {
      const isKnown = known.lines.has(line.line);
      if (isKnown) known.repeats += 1;
      else known.lines.set(line.line, line);
      return { line: line.line, outcome: isKnown ? 'DUPLICATE' : 'APPLIED' };
    });
    const { isComplete, lines } = viewOf(known);
    return {
      listId: input.listId,
      received: lines.length,
      isComplete,
      isOvertaken: false,
      ended: 0,
      receipts,
    };
  }

  /** In the order in which they were heard of. */
  view(): readonly RecipientListView[] {
    return [...this.#lists.values()].map(viewOf);
  }
}

function viewOf({ head, lines, repeats }: Known): RecipientListView {
  const { programme, area, period, expected } = head;
  const isComplete = lines.size === expected;
  return { programme, area, period, expected, lines: [...lines.values()], isComplete, repeats };
}
