/** Checks that a workbook's archive is whole before it is read: the workbook reader waits for ever on damaged data, and an
 *  archive that unpacks to gigabytes is refused before it fills the disk. Format: APPNOTE.TXT 6.3 (ZIP). */
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { ListError } from './list-error.js';

/** The unpacked size beyond which a file is no recipient list, bytes. */
export const UNPACKED_BYTES_MAX = 4 * 1024 ** 3;
const DIRECTORY_BYTES_MAX = 4 * 1024 ** 2;
const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
/** The end record has at most this many bytes, comment included. */
const END_BYTES_MAX = 22 + 65_535;

interface Entry {
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
  readonly isSheet: boolean;
}

/** @returns about how many rows its sheets have
 *  @throws ListError DAMAGED when a part is missing or its checksum is wrong */
export async function checkArchive(path: string): Promise<number> {
  const file = await open(path);
  try {
    const entries = await readDirectory(file);
    const size = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (entries.length === 0 || size > UNPACKED_BYTES_MAX) throw damaged();
    let rows = 0;
    for (const entry of entries) rows += await checkEntry(path, file, entry);
    return rows;
  } finally {
    await file.close();
  }
}

async function readDirectory(file: FileHandle): Promise<readonly Entry[]> {
  const { size: fileSize } = await file.stat();
  const tail = await readAt(file, Math.max(0, fileSize - END_BYTES_MAX), Math.min(fileSize, END_BYTES_MAX));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end -= 1;
  if (end < 0) throw damaged();
  const count = tail.readUInt16LE(end + 10);
  const directorySize = tail.readUInt32LE(end + 12);
  if (directorySize > DIRECTORY_BYTES_MAX) throw damaged();
  const directory = await readAt(file, tail.readUInt32LE(end + 16), directorySize);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE) throw damaged();
    entries.push({
      method: directory.readUInt16LE(at + 10),
      checksum: directory.readUInt32LE(at + 16),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
      isSheet: directory
        .toString('latin1', at + 46, at + 46 + directory.readUInt16LE(at + 28))
        .startsWith('xl/worksheets/sheet'),
    });
    at +=
      46 +
      directory.readUInt16LE(at + 28) +
      directory.readUInt16LE(at + 30) +
      directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function checkEntry(path: string, file: FileHandle, entry: Entry): Promise<number> {
  if (entry.packedSize === 0) return 0;
  if (entry.method !== 0 && entry.method !== 8) throw damaged();
  const header = await readAt(file, entry.offset, 30);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const unpack = entry.method === 0 ? new PassThrough() : createInflateRaw();
  let checksum = 0;
  let size = 0;
  let rows = 0;
  const measure = async (plain: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of plain) {
      checksum = crc32(chunk, checksum);
      size += chunk.length;
      if (entry.isSheet) rows += countRows(chunk);
      if (size > entry.size) throw damaged();
    }
  };
  try {
    await pipeline(createReadStream(path, { start, end: start + entry.packedSize - 1 }), unpack, measure);
  } catch (error) {
    throw damaged(error);
  }
  if (size !== entry.size || checksum !== entry.checksum) throw damaged();
  return rows;
}

/** A tag that two chunks share is missed: progress needs no exact figure. */
function countRows(chunk: Buffer): number {
  let rows = 0;
  for (let at = chunk.indexOf('<row '); at !== -1; at = chunk.indexOf('<row ', at + 5)) rows += 1;
  return rows;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw damaged();
  return buffer;
}

function damaged(cause?: unknown): ListError {
  return new ListError(
    'DAMAGED',
    'Tệp XLSX hỏng hoặc không mở được. Mở bằng Excel, lưu lại rồi thử lại.',
    cause,
  );
}
