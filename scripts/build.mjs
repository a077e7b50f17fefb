/** Makes `dist/` from the sources with SWC, file by file and only what changed, and the generated parts before it.
 *  Run it alone with `npm run build`; every other command calls it first. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { install } from './install.mjs';
import { projectRoot, say } from './project.mjs';

const sourceFolders = ['src', 'adapters'];
const dist = join(projectRoot, 'dist');
const manifestPath = join(dist, '.build.json');
const generatedFolder = 'src/database/generated/';
const clientPath = join(projectRoot, generatedFolder, 'client.ts');

/** Safe to repeat; some ten milliseconds when nothing changed. */
export async function build() {
  const { client } = await buildProgram();
  await client;
}

/** Everything but Prisma's client, which no start needs and which takes longer than all the rest.
 *  @returns the client, on its way */
export async function buildProgram() {
  const generating = isClientNew() ? undefined : generatePrismaClient();
  await compileChanged((path) => generating === undefined || !path.startsWith(generatedFolder));
  return { client: generating?.then(() => compileChanged(() => true)) };
}

async function compileChanged(isMeant) {
  const known = readManifest();
  const found = describeSources(isMeant);
  const changed = Object.keys(found).filter(
    (path) => known[path] !== found[path] || !existsSync(outputOf(path)),
  );
  const gone = Object.keys(known).filter((path) => isMeant(path) && !(path in found));
  if (changed.length === 0 && gone.length === 0) return;
  if (Object.keys(known).length === 0) say('Building …');
  for (const path of gone) for (const end of ['', '.map']) rmSync(`${outputOf(path)}${end}`, { force: true });
  if (changed.length > 0) await compile(changed);
  const compiled = { ...known, ...found };
  for (const path of gone) delete compiled[path];
  write(manifestPath, JSON.stringify(compiled));
}

function isClientNew() {
  const models = join(projectRoot, 'prisma/models');
  const newest = Math.max(...readdirSync(models).map((name) => statSync(join(models, name)).mtimeMs));
  return existsSync(clientPath) && statSync(clientPath).mtimeMs > newest;
}

/** Prisma's command line wants to download an engine that generating does not need; any program satisfies it. */
async function generatePrismaClient() {
  const generating = spawn(
    process.execPath,
    // It runs once and briefly: what better code would save, compiling it costs several times.
    [
      '--liftoff-only',
      '--no-opt',
      join(projectRoot, 'node_modules/prisma/build/index.js'),
      'generate',
      '--no-hints',
    ],
    {
      cwd: projectRoot,
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let words = '';
  for (const output of [generating.stdout, generating.stderr]) output.on('data', (chunk) => (words += chunk));
  const [status] = await once(generating, 'close');
  if (status === 0) return;
  say(`${words}\nPrisma could not generate its client from prisma/models: mend the model that it names`);
  process.exit(1);
}

async function compile(paths) {
  const { transformFile } = await import('@swc/core');
  await Promise.all(
    paths.map(async (path) => {
      const output = outputOf(path);
      mkdirSync(dirname(output), { recursive: true });
      const { code, map } = await transformFile(join(projectRoot, path), {
        cwd: projectRoot,
        swcrc: true,
        sourceMaps: true,
      });
      write(output, `${code}\n//# sourceMappingURL=${output.slice(output.lastIndexOf('/') + 1)}.map\n`);
      write(`${output}.map`, map);
    }),
  );
}

/** A size and a time tell a changed file, also one that was put back from an older state. */
function describeSources(isMeant) {
  const settings = stamp('.swcrc');
  const found = {};
  for (const folder of sourceFolders) {
    for (const entry of readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.d.ts')) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name)
        .slice(projectRoot.length + 1)
        .replaceAll('\\', '/');
      if (isMeant(path)) found[path] = `${stamp(path)} ${settings}`;
    }
  }
  return found;
}

function stamp(path) {
  const { mtimeMs, size } = statSync(join(projectRoot, path));
  return `${mtimeMs} ${size}`;
}

function readManifest() {
  return existsSync(manifestPath) ? JSON.parse(readFileSync(manifestPath, 'utf8')) : {};
}

function outputOf(path) {
  return join(dist, path.replace(/\.ts$/, '.js'));
}

/** Renamed into place, so that a second command which starts now never reads half a file. */
function write(path, content) {
  const part = `${path}.${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(part, content);
  renameSync(part, path);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  install();
  await build();
}
