/** PostgreSQL's low-level backup: while the session lasts, files that are copied one after the other make one consistent backup,
 *  together with the write-ahead log of that time (PostgreSQL 18, chapter 25.3.4 "Making a Base Backup Using the Low Level API"). */
import pg from 'pg';

export interface BackupSession {
  readonly systemIdentifier: string;
  readonly version: string;
  readonly major: number;
  /** What else is to be known about the database, in the same session. */
  readonly client: pg.Client;
  /** Ends the backup. */
  stop(): Promise<BackupEnd>;
  /** Ends the session; a backup that was not stopped is none. Safe to repeat. */
  close(): Promise<void>;
}

export interface BackupEnd {
  /** The content of `backup_label`: from where the log is replayed. */
  readonly label: string;
  readonly start: string;
  readonly stop: string;
  /** The names of the log's files that the backup cannot do without. */
  readonly walFiles: readonly string[];
}

interface ServerFacts {
  readonly system_identifier: string;
  readonly version: string;
  readonly major: number;
}

/** Begins at once: dirty pages are written now, not spread over minutes. */
export async function beginBackup(url: string): Promise<BackupSession> {
  const client = new pg.Client({ connectionString: url, application_name: 'ansinh-hub backup' });
  // The next statement fails and tells.
  client.on('error', () => undefined);
  await client.connect();
  try {
    // A temporary slot, gone with the session: until then no file of the log is taken away from under the copy.
    await client.query('SELECT pg_create_physical_replication_slot($1, true, true)', [
      `hub_backup_${process.pid}`,
    ]);
    const { rows } = await client.query<ServerFacts>(
      `SELECT system_identifier::text, split_part(current_setting('server_version'), ' ', 1) AS version,
         current_setting('server_version_num')::int / 10000 AS major FROM pg_control_system()`,
    );
    const { rows: began } = await client.query<{ start: string }>(
      'SELECT pg_backup_start($1, true)::text AS start',
      ['ansinh-hub backup'],
    );
    const [facts, start] = [rows[0], began[0]?.start];
    if (facts === undefined || start === undefined) throw new Error('PostgreSQL says nothing about itself.');
    const { system_identifier: systemIdentifier, version, major } = facts;
    return {
      ...{ systemIdentifier, version, major, client },
      stop: () => stopBackup(client, start),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function stopBackup(client: pg.Client, start: string): Promise<BackupEnd> {
  const { rows } = await client.query<{ label: string; stop: string }>(
    'SELECT labelfile AS label, lsn::text AS stop FROM pg_backup_stop(false)',
  );
  const [end] = rows;
  if (end === undefined) throw new Error('PostgreSQL does not end the backup.');
  const { rows: wal } = await client.query<{ name: string }>(WAL_FILES, [start, end.stop]);
  return { ...end, start, walFiles: wal.map(({ name }) => name) };
}

/** One byte into each file, because a name at a file's very beginning has meant different files over the versions. */
const WAL_FILES = `
  SELECT pg_walfile_name('0/0'::pg_lsn + n * size + 1) AS name
  FROM (SELECT pg_size_bytes(current_setting('wal_segment_size')) AS size) s,
    generate_series(floor(($1::pg_lsn - '0/0'::pg_lsn) / size), floor(($2::pg_lsn - '0/0'::pg_lsn - 1) / size)) AS n
  ORDER BY n`;
