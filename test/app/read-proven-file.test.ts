/** Statement files that a person hands to the command line, in a partnership that signs its files. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { adapter, demoConfig } from '../../adapters/agribank/index.js';
import { adapter as bidv } from '../../adapters/bidv/index.js';
import { readProvenFile } from '../../src/app/read-proven-file.js';
import { content, fileName, settings, vector } from '../adapters/kit/file-signature-vectors.js';

const newFolder = () => mkdtempSync(join(tmpdir(), 'proven-'));
const keyed = { ...demoConfig(newFolder(), 'http://127.0.0.1:9'), fileSignature: settings('cms') };

function handOver(signature?: string, name = fileName): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  if (signature) writeFileSync(`${path}.p7s`, vector(signature));
  return path;
}

describe('a statement file that is handed over', () => {
  it('is read with the institution’s signature beside it', async () => {
    expect(await readProvenFile(handOver('cms-rs256.p7s'), adapter, keyed)).toEqual(content);
  });

  it.each([
    ['is not signed', undefined, fileName, 'UNSIGNED'],
    ['is signed by a stranger', 'cms-by-a-stranger.p7s', fileName, 'ANOTHER_SIGNER'],
    ['has been given another name', 'cms-rs256.p7s', 'statement.xml', 'ANOTHER_FILE'],
  ] as const)('is not used when it %s', async (_how, signature, name, fault) => {
    await expect(readProvenFile(handOver(signature, name), adapter, keyed)).rejects.toThrow(fault);
  });

  it.each([
    ['without keys', adapter, { ...keyed, fileSignature: { profile: 'none' } }],
    ['without settings', adapter, undefined],
    ['with an institution that signs no files', bidv, {}],
  ])('is vouched for by whoever hands it over %s', async (_where, whose, config) => {
    expect(await readProvenFile(handOver(), whose, config)).toEqual(content);
  });
});
