/** Sizes, names, headers and READMEs: what a newcomer leans on when guessing where something is. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { listFolders, listHandWritten, projectRoot, readText } from './source-file.js';

const linesMax = 300;
const readmeLinesMax = 40;
/** What is promised to clients is one document, whatever its length. */
const promisedSchema = 'schema/promised.graphql';
const topFolders = [
  'src',
  'adapters',
  'prisma',
  'schema',
  'test',
  'docs',
  'scripts',
  'bench',
  'web',
  'examples',
].filter((folder) => existsSync(join(projectRoot, folder)));
const isCode = (path: string): boolean => /\.(ts|mjs|prisma|sql|graphql)$/.test(path);
const handWritten = topFolders
  .flatMap((folder) => listHandWritten(folder))
  .filter((path) => !isEmitted(path));

describe('the layout', () => {
  it(`keeps every hand-written file at ${String(linesMax)} lines or fewer`, () => {
    const tooLong = handWritten
      .filter((path) => isCode(path) && path !== promisedSchema)
      .map((path) => ({ path, lines: lineCount(path) }))
      .filter(({ lines }) => lines > linesMax)
      .map(({ path, lines }) => `${path} has ${String(lines)} lines: it is two files`);

    expect(tooLong).toEqual([]);
  });

  it(`has a README of at most ${String(readmeLinesMax)} lines in every domain, adapter and top-level folder`, () => {
    const folders = [
      ...topFolders,
      ...listFolders('src'),
      ...listFolders('adapters'),
      ...listFolders('adapters/protocols'),
    ];
    const wrong = folders.flatMap((folder) => {
      const readme = `${folder}/README.md`;
      if (!existsSync(join(projectRoot, readme))) return [`${readme} is missing`];
      const lines = lineCount(readme);
      return lines > readmeLinesMax ? [`${readme} has ${String(lines)} lines`] : [];
    });

    expect(wrong).toEqual([]);
  });

  it('names things by what they are', () => {
    const vague = /(?:^|[-./])(?:utils?|helpers?|common|misc|managers?|base)(?:[-./]|$)/;
    const unclear = handWritten
      .filter((path) => vague.test(path))
      .map((path) => `${path} does not say what it is`);

    expect(unclear).toEqual([]);
  });

  it('spells file names in kebab-case', () => {
    const odd = handWritten.filter(
      (path) => /\.(ts|mjs)$/.test(path) && /[^a-z0-9.-]/.test(path.split('/').at(-1) ?? ''),
    );

    expect(odd).toEqual([]);
  });

  it('opens every module with what it is and why; a test’s titles say it', () => {
    const silent = handWritten
      .filter((path) => /\.(ts|mjs)$/.test(path) && !path.endsWith('.test.ts'))
      .filter((path) => !/^(?:#!.*\n)?\/[/*]/.test(readText(path)))
      .map((path) => `${path}:1 has no header comment`);

    expect(silent).toEqual([]);
  });

  it('marks generated files on their first line', () => {
    const generated = [
      'adapters/kit/generated/hub-client.ts',
      'schema/operations/generated/hub-documents.ts',
      'prisma/migrations/migrated-models.prisma',
      ...topFolders.flatMap((folder) => listHandWritten(folder)).filter(isEmitted),
    ].filter((path) => existsSync(join(projectRoot, path)));
    const unmarked = generated.filter((path) => !/generated/i.test(readText(path).split('\n', 1)[0] ?? ''));

    expect(unmarked.map((path) => `${path}:1 does not say that it is generated`)).toEqual([]);
  });
});

/** The schema files that `npm run schema:emit` writes. */
function isEmitted(path: string): boolean {
  return /^schema\/(?:subgraphs\/.*|supergraph\.graphql|api\.graphql)$/.test(path);
}

function lineCount(path: string): number {
  const text = readText(path);
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
