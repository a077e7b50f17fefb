/** Administrative units and programmes in the database, kept equal to the shipped data by a few set-based statements. */
import { sql } from '../database/index.js';
import type { Programme } from './reference/programme.js';
import type { UnitVersion } from './reference/unit-version.js';
import type { Db } from './transaction-store.js';

const lockReference = sql('social-protection.lock-reference', 'SELECT pg_advisory_xact_lock(7305801)');

const unitDigest = sql<{ digest: string | null }>(
  'social-protection.digest-units',
  `SELECT md5(string_agg(concat_ws('|', id, code, name, level, parent_id, valid_from, valid_to), E'\n' ORDER BY id)) AS digest
   FROM social_protection.administrative_unit`,
);

const stagedDigest = `SELECT md5(string_agg(concat_ws('|', id, code, name, level, parent_id, valid_from, valid_to), E'\n' ORDER BY id)) AS digest
   FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::date[], $7::date[])
     AS u(id, code, name, level, parent_id, valid_from, valid_to)`;

const shippedDigest = sql<{ digest: string | null }>('social-protection.digest-shipped-units', stagedDigest);

const saveUnit = sql(
  'social-protection.save-units',
  `INSERT INTO social_protection.administrative_unit (id, code, name, level, parent_id, valid_from, valid_to)
   SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::date[], $7::date[])
   ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id, valid_to = excluded.valid_to
   WHERE (administrative_unit.name, administrative_unit.parent_id, administrative_unit.valid_to)
     IS DISTINCT FROM (excluded.name, excluded.parent_id, excluded.valid_to)`,
);

const saveClosure = sql(
  'social-protection.save-closure',
  `INSERT INTO social_protection.area_closure (ancestor_id, descendant_id, depth)
   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[]) ON CONFLICT DO NOTHING`,
);

const saveSuccession = sql(
  'social-protection.save-succession',
  `INSERT INTO social_protection.unit_succession (from_id, to_id)
   SELECT s.from_id, u.id FROM unnest($1::uuid[], $2::text[], $3::date[]) AS s(from_id, code, on_day)
   JOIN social_protection.administrative_unit u ON u.code = s.code AND u.valid_from <= s.on_day
     AND (u.valid_to IS NULL OR u.valid_to >= s.on_day)
   ON CONFLICT DO NOTHING`,
);

const listLinkChecks = sql<{ drop: string; add: string }>(
  'social-protection.list-link-checks',
  `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
     format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS add
   FROM pg_constraint WHERE contype = 'f'
     AND conrelid IN ('social_protection.area_closure'::regclass, 'social_protection.unit_succession'::regclass)`,
);

const saveProgramme = sql(
  'social-protection.save-programmes',
  `INSERT INTO social_protection.programme (code, name, "group", managing_agency)
   SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[])
   ON CONFLICT (code) DO UPDATE SET name = excluded.name, "group" = excluded."group", managing_agency = excluded.managing_agency
   WHERE (programme.name, programme."group", programme.managing_agency)
     IS DISTINCT FROM (excluded.name, excluded."group", excluded.managing_agency)`,
);

/** Two hubs that start at once would otherwise wait for each other's rows. Held until the transaction ends. */
export async function holdReferenceLock(db: Db): Promise<void> {
  await lockReference.run(db);
}

/** Writes what differs; finds out by one comparison when nothing does. */
export async function saveUnits(db: Db, units: readonly UnitVersion[]): Promise<void> {
  const columns = [
    units.map((unit) => unit.id),
    units.map((unit) => unit.code),
    units.map((unit) => unit.name),
    units.map((unit) => unit.level),
    units.map((unit) => unit.parentId ?? null),
    units.map((unit) => unit.validFrom),
    units.map((unit) => unit.validTo ?? null),
  ];
  const present = (await unitDigest.first(db))?.digest ?? undefined;
  if (present !== undefined && present === (await shippedDigest.first(db, columns))?.digest) return;
  await saveUnit.run(db, columns);
  const save = () => saveLinks(db, units);
  await (present === undefined ? checkedAtOnce(db, save) : save());
}

async function saveLinks(db: Db, units: readonly UnitVersion[]): Promise<void> {
  const links = units.flatMap((unit) => [
    { ancestor: unit.id, descendant: unit.id, depth: 0 },
    ...unit.ancestors.map(({ id, depth }) => ({ ancestor: id, descendant: unit.id, depth })),
  ]);
  await saveClosure.run(db, [
    links.map((link) => link.ancestor),
    links.map((link) => link.descendant),
    links.map((link) => link.depth),
  ]);
  const successions = units.flatMap((unit) => unit.successorCodes.map((code) => ({ unit, code })));
  await saveSuccession.run(db, [
    successions.map(({ unit }) => unit.id),
    successions.map(({ code }) => code),
    successions.map(({ unit }) => dayAfter(unit.validTo!)),
  ]);
}

/** For a new database: PostgreSQL checks a foreign key row by row as rows come, but all rows by one join where it is added, which
 *  takes a tenth of the time for these 100,000 references. Nobody uses the tables yet, so the lock keeps nobody waiting. */
async function checkedAtOnce(db: Db, save: () => Promise<void>): Promise<void> {
  const checks = await listLinkChecks.all(db);
  for (const { drop } of checks) await db.query(drop);
  await save();
  for (const { add } of checks) await db.query(add);
}

export async function saveProgrammes(db: Db, programmes: readonly Programme[]): Promise<void> {
  await saveProgramme.run(db, [
    programmes.map((programme) => programme.code),
    programmes.map((programme) => programme.name),
    programmes.map((programme) => programme.group),
    programmes.map((programme) => programme.managingAgency),
  ]);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
