/** Reads the parts of a workbook's archive, checked: a part whose length or checksum is wrong is never taken for whole, and an
 *  archive that unpacks to gigabytes is refused before it is unpacked. Format: APPNOTE.TXT 6.3 (ZIP). */
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { PassThrough, pipeline } from 'node:stream';
import { crc32, createInflateRaw } from 'node:zlib';
import { ListError } from '../list-error.js';

/** The unpacked size beyond which a file is no recipient list, bytes. */
export const UNPACKED_BYTES_MAX = 4 * 1024 ** 3;
const DIRECTORY_BYTES_MAX = 4 * 1024 ** 2;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
/** The end record has at most this many bytes, comment included. */
const END_BYTES_MAX = 22 + 65_535;

export interface ArchivePart {
  readonly name: string;
  /** Unpacked, bytes. */
  readonly size: number;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly start: number;
}

/** The parts of the archive, by name. @throws ListError DAMAGED */
export async function listParts(path: string): Promise<ReadonlyMap<string, ArchivePart>> {
  const file = await open(path);
  try {
    const parts = await readDirectory(file);
    const size = parts.reduce((sum, part) => sum + part.size, 0);
    if (parts.length === 0 || size > UNPACKED_BYTES_MAX) throw damaged();
    return new Map(parts.map((part) => [part.name, part]));
  } finally {
    await file.close();
  }
}

/** The content of one part. @throws ListError DAMAGED, at the latest behind the last byte */
export async function* readPart(path: string, part: ArchivePart): AsyncGenerator<Buffer> {
  if (part.packedSize === 0) return;
  if (part.method !== 0 && part.method !== 8) throw damaged();
  const unpack = part.method === 0 ? new PassThrough() : createInflateRaw();
  const packed = createReadStream(path, { start: part.start, end: part.start + part.packedSize - 1 });
  // An error of either stream arrives through `unpack`, which the loop below is reading.
  pipeline(packed, unpack, () => undefined);
  let checksum = 0;
  let size = 0;
  try {
    for await (const chunk of unpack as AsyncIterable<Buffer>) {
      checksum = crc32(chunk, checksum);
      size += chunk.length;
      if (size > part.size) throw damaged();
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ListError ? error : damaged(error);
  }
  if (size !== part.size || checksum !== part.checksum) throw damaged();
}

/** A workbook that cannot be read. */
export function damaged(cause?: unknown): ListError {
  return new ListError(
    'DAMAGED',
    {
      vi: 'Tệp XLSX hỏng hoặc không mở được. Mở bằng Excel, lưu lại rồi thử lại.',
      en: 'The XLSX file is damaged or cannot be opened. Open it in Excel, save it and try again.',
    },
    cause,
  );
}

async function readDirectory(file: FileHandle): Promise<readonly ArchivePart[]> {
  const { size: fileSize } = await file.stat();
  const tail = await readAt(file, Math.max(0, fileSize - END_BYTES_MAX), Math.min(fileSize, END_BYTES_MAX));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end -= 1;
  if (end < 0) throw damaged();
  const count = tail.readUInt16LE(end + 10);
  const directorySize = tail.readUInt32LE(end + 12);
  if (directorySize > DIRECTORY_BYTES_MAX) throw damaged();
  const directory = await readAt(file, tail.readUInt32LE(end + 16), directorySize);
  const parts: ArchivePart[] = [];
  for (let at = 0; parts.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw damaged();
    const nameLength = directory.readUInt16LE(at + 28);
    parts.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      checksum: directory.readUInt32LE(at + 16),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      start: await contentStart(file, directory.readUInt32LE(at + 42)),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return parts;
}

/** A part's own header repeats its name, with extra fields of another length than in the directory. */
async function contentStart(file: FileHandle, offset: number): Promise<number> {
  const header = await readAt(file, offset, 30);
  return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw damaged();
  return buffer;
}
