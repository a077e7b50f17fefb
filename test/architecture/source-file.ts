/** The project's own files as the architecture tests see them: where each is, and what it imports at which line. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

export interface ImportLine {
  /** Path from the project's root, for a file of ours; the package's or built-in's name otherwise. */
  readonly target: string;
  readonly isOurs: boolean;
  readonly line: number;
}

export const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const generatedFolders = [
  'src/database/generated',
  'adapters/kit/generated',
  'schema/operations/generated',
  'schema/subgraphs',
  'prisma/migrations',
];
const otherFolders = ['node_modules', 'dist', '.git', '.hub', '.data', 'coverage', 'vectors'];

/** Every file below `folder` that a person wrote, as paths from the project's root. */
export function listHandWritten(folder: string): readonly string[] {
  if (!existsSync(join(projectRoot, folder)) || generatedFolders.includes(folder)) return [];
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return otherFolders.includes(entry.name) ? [] : listHandWritten(path);
    return [path];
  });
}

/** The folders directly below `folder`. */
export function listFolders(folder: string): readonly string[] {
  if (!existsSync(join(projectRoot, folder))) return [];
  return readdirSync(join(projectRoot, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
}

export function readText(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

/** What a module imports, re-exports or loads by a literal name. */
export function readImports(path: string): readonly ImportLine[] {
  const source = ts.createSourceFile(path, readText(path), ts.ScriptTarget.ES2022);
  const found: ImportLine[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      const line = source.getLineAndCharacterOfPosition(specifier.getStart(source)).line + 1;
      found.push({ ...resolveTarget(path, specifier.text), line });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The lines that read the environment. */
export function findEnvironmentReads(path: string): readonly number[] {
  const source = ts.createSourceFile(path, readText(path), ts.ScriptTarget.ES2022);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isPropertyAccessExpression(node) &&
      node.name.text === 'env' &&
      node.expression.getText(source) === 'process'
    ) {
      lines.push(source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return lines;
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  const specifier =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword
        ? node.arguments[0]
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : undefined;
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier : undefined;
}

function resolveTarget(from: string, specifier: string): { target: string; isOurs: boolean } {
  if (!specifier.startsWith('.')) return { target: specifier, isOurs: false };
  const path = resolve(projectRoot, dirname(from), specifier).replace(/\.js$/, '.ts');
  return { target: relative(projectRoot, path).replaceAll('\\', '/'), isOurs: true };
}
