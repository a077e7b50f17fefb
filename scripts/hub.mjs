#!/usr/bin/env node
/** The hub's command line from a bare clone: installs and builds what is missing, then becomes the hub. It runs in
 *  this very process, so that the pid that the hub prints is the process to stop. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { projectRoot } from './project.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`An Sinh Hub needs Node.js 20.19 or newer; this is ${process.versions.node}`);
  process.exit(1);
}

const { install } = await import('./install.mjs');
install();
const { buildProgram } = await import('./build.mjs');
const { client } = await buildProgram();
if (client !== undefined) (await fromDist('src/database/prisma-client.js')).awaitGenerated(client);
silenceRuntimeNotice();
stopWithNpm();
process.setSourceMapsEnabled(true);
await fromDist('src/cli/main.js');

function fromDist(path) {
  return import(pathToFileURL(join(projectRoot, 'dist', path)).href);
}

/** oidc-provider asks for a newer Node than it needs; the demo issuer's tests prove that ours does. */
function silenceRuntimeNotice() {
  const { warn } = console;
  console.warn = (...words) => {
    if (!String(words[0]).includes('oidc-provider WARNING: Unsupported runtime')) warn(...words);
  };
}

/** npm passes a SIGTERM on to the shell between us, which dies of it alone; the hub that it leaves must stop as well. */
function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 200);
  watch.unref();
}
