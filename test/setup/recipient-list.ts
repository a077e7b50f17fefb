/** Lists as a commune would send them: what the generator wrote, with rows added that must be refused. */
import { readFileSync, writeFileSync } from 'node:fs';

const BYTE_ORDER_MARK = '\ufeff';

/** A CSV list in memory: its heading line and its rows. */
export class RecipientList {
  private constructor(
    readonly headings: readonly string[],
    readonly rows: readonly (readonly string[])[],
  ) {}

  static read(path: string): RecipientList {
    const [headings, ...rows] = readFileSync(path, 'utf8')
      .replace(BYTE_ORDER_MARK, '')
      .trimEnd()
      .split('\r\n')
      .map(cellsOf);
    return new RecipientList(headings ?? [], rows);
  }

  cell(row: readonly string[], heading: string): string {
    return row[this.headings.indexOf(heading)] ?? '';
  }

  /** The row with some cells replaced. */
  change(row: readonly string[], cells: Readonly<Record<string, string>>): readonly string[] {
    return row.map((cell, at) => cells[this.headings[at] ?? ''] ?? cell);
  }

  with(rows: readonly (readonly string[])[]): RecipientList {
    return new RecipientList(this.headings, [...this.rows, ...rows]);
  }

  write(path: string, { hasByteOrderMark }: { readonly hasByteOrderMark: boolean }): string {
    const lines = [this.headings, ...this.rows].map((cells) => cells.map(quoted).join(','));
    writeFileSync(path, `${hasByteOrderMark ? BYTE_ORDER_MARK : ''}${lines.join('\r\n')}\r\n`);
    return path;
  }
}

/** The generator quotes a cell only for a comma or a quote, and no cell has a line break. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
    .slice(0, -1)
    .map(([, cell = '']) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
