/** The texts of a workbook, which its cells name by number. A country's list has millions of them: they lie in a file of their own
 *  in blocks, of which the last that were asked for are kept, so that a workbook of any size takes the same memory. */
import { readSync } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Characters of text that are read at once: cells mostly name their texts in the order of the file, but a list that was sorted
 *  names them in any. */
const BLOCK_CHARS = 4 * 1024;
/** Kept at once: about four million characters. */
const BLOCKS_KEPT_MAX = 1024;

interface Place {
  /** The number of its first text. */
  readonly first: number;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly length: number;
}

export class SharedStrings {
  private readonly places: Place[] = [];
  /** By their place, the one asked for last at the end. */
  private readonly kept = new Map<Place, readonly string[]>();
  private file: FileHandle | undefined;

  /** Takes the texts in their order. Close it in the end. */
  static async of(texts: AsyncIterable<string>): Promise<SharedStrings> {
    const strings = new SharedStrings();
    try {
      await strings.fill(texts);
      return strings;
    } catch (error) {
      await strings.close();
      throw error;
    }
  }

  /** The text of this number, counted from 0; undefined: there is none. */
  at(number: number): string | undefined {
    const place = this.placeOf(number);
    return place && this.block(place)[number - place.first];
  }

  async close(): Promise<void> {
    this.kept.clear();
    await this.file?.close();
    this.file = undefined;
  }

  private async fill(texts: AsyncIterable<string>): Promise<void> {
    let block: string[] = [];
    let chars = 0;
    let count = 0;
    for await (const text of texts) {
      block.push(text);
      count += 1;
      chars += text.length;
      if (chars < BLOCK_CHARS) continue;
      await this.add(block, count);
      block = [];
      chars = 0;
    }
    await this.add(block, count);
  }

  private async add(block: readonly string[], count: number): Promise<void> {
    this.file ??= await openNameless();
    const bytes = Buffer.from(JSON.stringify(block));
    const last = this.places.at(-1);
    const offset = last ? last.offset + last.length : 0;
    await this.file.write(bytes, 0, bytes.length, offset);
    this.places.push({ first: count - block.length, offset, length: bytes.length });
  }

  /** The last place that begins at or before the number. */
  private placeOf(number: number): Place | undefined {
    let [from, to] = [0, this.places.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if ((this.places[middle]?.first ?? 0) <= number) from = middle;
      else to = middle;
    }
    return this.places[from];
  }

  private block(place: Place): readonly string[] {
    const known = this.kept.get(place);
    if (known) this.kept.delete(place);
    const block = known ?? this.read(place);
    this.kept.set(place, block);
    const [oldest] = this.kept.keys();
    if (oldest && this.kept.size > BLOCKS_KEPT_MAX) this.kept.delete(oldest);
    return block;
  }

  private read({ offset, length }: Place): readonly string[] {
    if (!this.file) throw new Error('These texts are closed.');
    const bytes = Buffer.alloc(length);
    readSync(this.file.fd, bytes, 0, length, offset);
    return JSON.parse(bytes.toString()) as string[];
  }
}

/** A file that no folder names any more: personal data does not stay behind, however the hub ends. */
async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'ansinh-workbook-'));
  const file = await open(join(folder, 'strings'), 'wx+', 0o600);
  await rm(folder, { recursive: true });
  return file;
}
