/** The only door to PostgreSQL. Stores take a `Queryable`; only `src/app` and the tests open connections. */
export {
  type Database,
  type DatabaseOptions,
  type KeptServer,
  type Lane,
  openDatabase,
  type ServerKeeper,
} from './open-database.js';
export { type OpenPrisma, prismaOf } from './prisma-client.js';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  findEmbeddedPostgres,
  hasEmbeddedPostgres,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  stopEmbeddedPostgres,
} from './embedded-postgres.js';
export type { BackupManifest } from './backup/manifest.js';
export { type Restored, restoreBackup, type RestoreOptions, verifyBackup } from './backup/restore-backup.js';
export {
  readRestoredMarker,
  removeRestoredMarker,
  type RestoredMarker,
  writeRestoredMarker,
} from './backup/restored-marker.js';
export {
  type CopyProgress,
  type LogPlace,
  takeBackup,
  type TakeBackupOptions,
} from './backup/take-backup.js';
export { checkConnections, type ConnectionCheck } from './connection-checks.js';
export { listPendingMigrations, migrate, type MigrateOptions } from './migrate.js';
export { openPool, type PoolOptions, type Queryable } from './pool.js';
export { sql, type Statement, type StatementOptions } from './statement.js';
export { isConflict, type TransactionOptions, withTransaction, WriteConflict } from './transaction.js';
