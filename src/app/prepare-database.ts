/** The database at its newest migration. Loads little else, so that PostgreSQL, a process of its own, gets ready while the rest of
 *  the hub is still being loaded. */
import { migrate, openDatabase, type Database } from '../database/index.js';
import type { HubConfig } from './config.js';

export interface PrepareDatabaseOptions {
  /** Whether an embedded server that was running already is stopped at the end. */
  readonly stopsAdopted: boolean;
  /** Whether adapters, the log and people have connections of their own. Default false. */
  readonly hasLanes?: boolean;
}

export async function prepareDatabase(
  { databaseUrl, dataDir, databaseConnections }: HubConfig,
  { stopsAdopted, hasLanes }: PrepareDatabaseOptions,
): Promise<Database> {
  const database = await openDatabase({
    ...{ url: databaseUrl, dataDir, stopsAdopted },
    connectionsMax: databaseConnections,
    hasLanes,
  });
  try {
    await migrate(database.url);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
