/** Which lists were imported, by whom and with what outcome; a list is known by its content. */
import { sql } from '../database/index.js';
import type { Db } from './transaction-store.js';

const lockImports = sql('social-protection.lock-imports', 'SELECT pg_advisory_xact_lock(7305802)');

const findByContent = sql<{ id: string }>(
  'social-protection.find-list',
  'SELECT id FROM social_protection.imported_list WHERE sha256 = $1 ORDER BY imported_at LIMIT 1',
);

const insertList = sql<{ id: string }>(
  'social-protection.add-list',
  `INSERT INTO social_protection.imported_list (file_name, sha256, imported_by, imported_at, rows, accepted, refused)
   VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
);

/** One import at a time: two lists with the same new person would otherwise make two. Held until the transaction ends. */
export async function holdImportLock(db: Db): Promise<void> {
  await lockImports.run(db);
}

export async function findListByContent(db: Db, sha256: string): Promise<string | undefined> {
  return (await findByContent.first(db, [sha256]))?.id;
}

export interface ImportedList {
  readonly fileName: string;
  readonly sha256: string;
  readonly importedBy: string;
  readonly importedAt: Date;
  readonly rows: number;
  readonly refused: number;
}

export async function addList(db: Db, list: ImportedList): Promise<string> {
  const { fileName, sha256, importedBy, importedAt, rows, refused } = list;
  const row = await insertList.first(db, [
    fileName,
    sha256,
    importedBy,
    importedAt,
    rows,
    rows - refused,
    refused,
  ]);
  return row!.id;
}

/** Units of one area and below: what an importer with that area may write to. */
export async function listUnitsBelow(db: Db, areaCode: string, day: string): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ descendant_id: string }>(
    `SELECT descendant_id FROM social_protection.area_tree
     WHERE ancestor_code = $1 AND ancestor_valid_from <= $2::date AND (ancestor_valid_to IS NULL OR ancestor_valid_to >= $2::date)`,
    [areaCode, day],
  );
  return new Set(rows.map((row) => row.descendant_id));
}
