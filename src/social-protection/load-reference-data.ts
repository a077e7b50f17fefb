/** Puts the shipped units and programmes into the database. Runs after every migration, because data comes with releases. */
import { readProgrammes } from './reference/programme.js';
import { readUnits } from './reference/read-units.js';
import { holdReferenceLock, saveProgrammes, saveUnits } from './reference-store.js';
import type { Transact } from './transaction-store.js';

/** Safe to repeat, and quick when nothing is new. Rows that the data no longer holds stay: people may live there.
 *  @param dataDir the folder `prisma/data/` of the installation */
export async function loadReferenceData(transact: Transact, dataDir: string): Promise<void> {
  const { units } = readUnits(dataDir);
  const { programmes } = readProgrammes(dataDir);
  await transact(async (db) => {
    await holdReferenceLock(db);
    await saveUnits(db, units);
    await saveProgrammes(db, programmes);
  });
}
