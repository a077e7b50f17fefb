/** What the reference pages list is what the code knows. */
import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listHandWritten, projectRoot, readText } from '../architecture/source-file.js';
import { ERROR_CODES } from '../../src/values/index.js';
import { HTTP_STATUS } from '../../src/http/error-status.js';

/** The cells of every row that begins with a word in code. */
function rowsOf(page: string): readonly (readonly string[])[] {
  return readText(page)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

describe('docs/reference/errors.md', () => {
  it('lists every code of the hub with its HTTP status and its meaning, and no other', () => {
    const documented = rowsOf('docs/reference/errors.md').map(([, code = '', status, meaning]) => [
      code.replaceAll('`', ''),
      Number(status),
      meaning,
    ]);

    const known = Object.entries(ERROR_CODES).map(([code, meaning]) => [
      code,
      HTTP_STATUS[code as keyof typeof ERROR_CODES],
      meaning,
    ]);
    expect(documented).toEqual(known);
  });
});

describe('docs/reference/configuration.md', () => {
  it('lists every environment variable that the hub reads, and no other', () => {
    const source = readText('src/app/config.ts');
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): z/gm)].map(([, name]) => name);

    const documented = rowsOf('docs/reference/configuration.md')
      .map(([, name = '']) => name.replaceAll('`', ''))
      .filter((name) => /^[A-Z_]+$/.test(name));
    expect([...documented].sort()).toEqual([...read].sort());
  });
});

describe('the pages', () => {
  const pages = [
    'README.md',
    ...['docs', 'schema', 'prisma', 'scripts', 'test', 'src', 'adapters', 'examples'].flatMap(
      listHandWritten,
    ),
  ].filter((path) => path.endsWith('.md'));

  it('link to nothing that is not there', () => {
    const broken = pages.flatMap((page) =>
      [...readText(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, target = '']) => target)
        .filter((target) => !existsSync(join(projectRoot, dirname(page), target)))
        .map((target) => `${page} links to ${target}`),
    );

    expect(broken).toEqual([]);
  });

  it('name only commands that there are', () => {
    const scripts = Object.keys((JSON.parse(readText('package.json')) as { scripts: object }).scripts);
    const commands = listHandWritten('src/cli')
      .map((path) => readText(path))
      .join('\n');
    const unknown = pages.flatMap((page) => [
      ...[...readText(page).matchAll(/npm run (?!hub)([a-z:]+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !scripts.includes(name))
        .map((name) => `${page} says npm run ${name}`),
      ...[...readText(page).matchAll(/npm run hub -- ([a-z]+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !commands.includes(`name: '${name}'`))
        .map((name) => `${page} says npm run hub -- ${name}`),
    ]);

    expect(unknown).toEqual([]);
  });
});
