/** Holds every import of src and adapters against the table in import-rules.ts. */
import { describe, expect, it } from '@jest/globals';

import { adapterMessageFile, environmentReaders, importRules, simulatorFile } from './import-rules.js';
import { findEnvironmentReads, type ImportLine, listHandWritten, readImports } from './source-file.js';

const modules = [...listHandWritten('src'), ...listHandWritten('adapters')]
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path, imports: readImports(path) }));

/** One line for each import that `complaint` has something to say about. */
const complaints = (complaint: (path: string, line: ImportLine) => string | undefined): string[] =>
  modules.flatMap(({ path, imports }) =>
    imports.flatMap((line) => {
      const text = complaint(path, line);
      return text === undefined ? [] : [`${path}:${String(line.line)} ${text}`];
    }),
  );

describe('the import table', () => {
  it('has a rule for every module', () => {
    const lawless = modules.filter(({ path }) => !importRules.some((rule) => rule.of.test(path)));

    expect(lawless.map(({ path }) => path)).toEqual([]);
  });

  it('lets a folder import only what its line allows', () => {
    expect(complaints(forbiddenImport)).toEqual([]);
  });

  it('lets nobody past a folder’s index.ts', () => {
    expect(
      complaints((path, { target, isOurs }) =>
        isOurs && folderOf(target) !== folderOf(path) && !/\/(index\.ts|generated\/[^/]+)$/.test(target)
          ? `goes past the door of ${folderOf(target)}: import its index.ts, not ${target}`
          : undefined,
      ),
    ).toEqual([]);
  });

  it('keeps a simulator apart from its adapter’s reading of the protocol', () => {
    expect(
      complaints((path, { target, isOurs }) =>
        isOurs && simulatorFile.test(path) && adapterMessageFile.test(target) && !simulatorFile.test(target)
          ? `is a simulator and imports ${target}: a protocol misread once must not pass twice`
          : undefined,
      ),
    ).toEqual([]);
  });

  it('lets only the configuration read the environment', () => {
    const reads = modules
      .filter(({ path }) => !environmentReaders.some((reader) => reader.test(path)))
      .flatMap(({ path }) =>
        findEnvironmentReads(path).map((line) => `${path}:${String(line)} reads process.env`),
      );

    expect(reads).toEqual([]);
  });
});

function forbiddenImport(path: string, { target, isOurs }: ImportLine): string | undefined {
  const rule = importRules.find((candidate) => candidate.of.test(path));
  if (rule === undefined) return undefined;
  const isForbidden = isOurs
    ? !isWithin(path, target) && !rule.may.some((allowed) => allowed.test(target))
    : rule.mayNotUse?.some((forbidden) => forbidden.test(target));
  return isForbidden ? `may not import ${target}: ${rule.because}` : undefined;
}

/** A domain's use cases may not reach into its GraphQL, though both lie in one folder; its door may show both. */
function isWithin(path: string, target: string): boolean {
  if (folderOf(path) !== folderOf(target)) return false;
  const isDoor = path === `${folderOf(path)}/index.ts`;
  return (
    isDoor || path.startsWith('src/graphql/') || path.includes('/graphql/') || !target.includes('/graphql/')
  );
}

/** `src/payment`, `adapters/momo`, `adapters/protocols/gsma`. */
function folderOf(path: string): string {
  return path
    .split('/')
    .slice(0, path.startsWith('adapters/protocols/') ? 3 : 2)
    .join('/');
}
