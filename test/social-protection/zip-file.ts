/** Archives for tests: made of any parts, or a workbook's own parts under other names. */
import { crc32 } from 'node:zlib';
import { listParts, readPart } from '../../src/social-protection/list/file/zip-archive.js';
import { fileOf } from './understand-list.js';

export type Parts = Readonly<Record<string, string | Buffer>>;

/** Stored, not packed. */
export async function archiveOf(parts: Parts, name: string): Promise<string> {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(parts)) {
    const content = Buffer.from(text);
    const title = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    bodies.push(Buffer.from('PK\u0003\u0004', 'latin1'), common, title, content);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), common, place, title);
    offset += 30 + title.length + content.length;
  }
  const size = Buffer.concat(directory).length;
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return fileOf(Buffer.concat([...bodies, ...directory, end]), name);
}

/** The parts of a workbook, to be written again with changes. */
export async function partsOf(path: string): Promise<Record<string, Buffer>> {
  const parts: Record<string, Buffer> = {};
  for (const [name, part] of await listParts(path)) {
    const chunks: Buffer[] = [];
    for await (const chunk of readPart(path, part)) chunks.push(chunk);
    if (!name.endsWith('/')) parts[name] = Buffer.concat(chunks);
  }
  return parts;
}
