/** Which lists were imported. */
import { sql, type Queryable } from '../database/index.js';

const find = sql<{ found: boolean }>(
  'social-protection.has-lists-by',
  'SELECT EXISTS (SELECT 1 FROM social_protection.imported_list WHERE imported_by = $1) AS found',
);

/** Whether somebody has imported a list here. */
export async function hasListsBy(db: Queryable, importedBy: string): Promise<boolean> {
  return (await find.first(db, [importedBy]))?.found ?? false;
}
