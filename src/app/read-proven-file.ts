/** A file of an institution that a person hands over: where the partnership signs its files, this one must be signed too. */
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Adapter } from '../../adapters/kit/index.js';
import { WordedError } from '../values/index.js';

/** @param settings the adapter's part of HUB_CONFIG; without it there are no keys, and whoever hands the file over vouches for it
 *  @throws WordedError when the signature beside it is not there or not good, and what reading a file throws */
export async function readProvenFile(
  path: string,
  adapter: Pick<Adapter, 'parseConfig' | 'fileSignatures'>,
  settings: unknown,
): Promise<Buffer> {
  const content = readFileSync(path);
  if (settings === undefined) return content;
  const signatures = await adapter.fileSignatures?.(adapter.parseConfig(settings), () => new Date());
  if (!signatures) return content;
  const companionPath = signatures.companionOf(path);
  const companion = existsSync(companionPath) ? readFileSync(companionPath) : undefined;
  const fault = await signatures.findFault({ name: basename(path), content, companion });
  if (fault === undefined) return content;
  throw new WordedError({
    vi: `Không dùng tệp ${path}: ${fault}. Phải có chữ ký của tổ chức bên cạnh (${companionPath}) và đúng tên tệp khi ký.`,
    en: `${path} is not used: ${fault}. It needs the institution’s signature beside it, ${companionPath}, and the name that it was signed with.`,
  });
}
