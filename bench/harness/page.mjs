/** Figures as people read them: on the terminal, and as a part of docs/performance.md with a plot. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { plot } from './plot.mjs';

const PAGE = new URL('../../docs/performance.md', import.meta.url);
const PLOTS = new URL('../../docs/performance/', import.meta.url);

export function printTables(work, { tables, notes = [] }) {
  console.log(`\n${work.title}. Goal: ${work.goal}`);
  for (const table of tables) console.log(`\n${table.title}\n${markdown(table)}`);
  for (const note of notes) console.log(`\n${note}`);
}

/** Puts the work's part into the page, in place of its earlier one or at the end. */
export function renewPage(work, result) {
  mkdirSync(PLOTS, { recursive: true });
  const text = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '# Performance\n';
  const [from, to] = [`<!-- bench:${work.name} -->`, `<!-- /bench:${work.name} -->`];
  const part = `${from}\n\n${partOf(work, result)}\n${to}`;
  const start = text.indexOf(from);
  const renewed =
    start < 0
      ? `${text.trimEnd()}\n\n${part}\n`
      : text.slice(0, start) + part + text.slice(text.indexOf(to) + to.length);
  writeFileSync(PAGE, renewed);
}

function partOf(work, { tables, notes = [], measuredAt, command, machine, versions, rounds }) {
  const lines = [`## ${work.title}`, '', `Goal: ${work.goal}.`, ''];
  for (const table of tables) {
    lines.push(`### ${table.title}`, '', markdown(table), '');
    if (!table.chart) continue;
    const file = `${work.name}-${table.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.svg`;
    writeFileSync(new URL(file, PLOTS), plot(table));
    lines.push(`![${table.title}: ${table.chart}](performance/${file})`, '');
  }
  for (const note of notes) lines.push(note, '');
  const { processor, cores, memoryGiB, node, loadBefore, calibration } = machine;
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  lines.push(
    `Measured ${measuredAt.slice(0, 10)} by \`${command}\`, ${rounds} rounds: ${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node},`,
    `load ${loadBefore} before the start, ${calibration} MiB/s SHA-256 on one core. ${used.join(', ')}.`,
    '',
  );
  return lines.join('\n');
}

function markdown({ columns, rows }) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_column, index) => (index === 0 ? '---' : '--:'));
  return [line(columns), line(rule), ...rows.map((row) => line(row.map(shown)))].join('\n');
}

function shown(value) {
  if (typeof value !== 'number') return String(value);
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value.toFixed(value < 1 ? 3 : 2);
}
