/** The high-water mark as a file: on another disk than the database's, it survives what the database does not. */
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import type { HighWaterMark, HighWaterMarkStore } from './high-water-mark.js';

/** As it stands in the file, whole numbers as text. */
interface MarkText {
  readonly logId: string;
  readonly position: string;
  readonly eventId: string | null;
  readonly recordedAt: string | null;
  readonly server: { readonly systemId: string; readonly timeline: number; readonly flushed: string } | null;
  readonly writtenAt: string;
}

/** For one writing process.  @param path its folder exists */
export function highWaterMarkFile(path: string): HighWaterMarkStore {
  return {
    async read() {
      return existsSync(path) ? parseMark(await readFile(path, 'utf8'), path) : undefined;
    },
    // Whoever reads it after a cut power cord finds the old one or the new one.
    async write(mark) {
      const file = await open(`${path}.new`, 'w', 0o600);
      try {
        await file.writeFile(formatMark(mark));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
    },
  };
}

function formatMark({ logId, position, id, recordedAt, server }: HighWaterMark): string {
  const text: MarkText = {
    logId,
    position: String(position),
    eventId: id,
    recordedAt: recordedAt?.toISOString() ?? null,
    server: server && { ...server, flushed: String(server.flushed) },
    writtenAt: new Date().toISOString(),
  };
  return `${JSON.stringify(text, undefined, 2)}\n`;
}

/** What it says is compared with the database, so a mark that is cut or made by hand must not pass for another one. */
function parseMark(text: string, path: string): HighWaterMark {
  try {
    const { logId, position, eventId, recordedAt, server } = JSON.parse(text) as MarkText;
    if (!/^[\w-]{1,36}$/.test(logId) || !(eventId === null || /^[\da-f-]{36}$/.test(eventId)))
      throw new Error('an id is none');
    const mark = {
      logId,
      position: BigInt(position),
      id: eventId,
      recordedAt: recordedAt === null ? null : new Date(recordedAt),
      server: server && { ...server, flushed: BigInt(server.flushed) },
    };
    if (Number.isNaN(mark.recordedAt?.getTime() ?? 0)) throw new Error('its time is none');
    return mark;
  } catch (cause) {
    const remedy = 'Remove it only if you know that the database is not older than it was.';
    throw new Error(
      `${path} is no high-water mark of the event log: nobody can say what is lost. ${remedy}`,
      {
        cause,
      },
    );
  }
}
