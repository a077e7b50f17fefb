/** Fails when the generated client is not what the schema and the operations make of it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { install } from './install.mjs';
import { projectRoot } from './project.mjs';

install();
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [
    join(projectRoot, 'node_modules/@graphql-codegen/cli/esm/bin.js'),
    '--config',
    'codegen.yml',
    '--check',
    '--silent',
  ],
  { cwd: projectRoot, encoding: 'utf8' },
);
if (status !== 0) {
  console.error(
    `${stdout}${stderr}\nThe generated client is stale or its operations are wrong. Mend with: npm run codegen`,
  );
  process.exit(1);
}
