/** Writing accounts: one by an officer, or all that a list names. */
import { scopeValues, areaRowVisible, type Scope } from '../access/index.js';
import { sql } from '../database/index.js';
import { INTO_EVENT_INBOX } from '../event/index.js';
import type { Db } from '../work/index.js';
import type { AccountRow } from './account-store.js';
import { accountOwner, mandateValid } from './visibility-store.js';

export interface HolderRow {
  /** The beneficiary. */
  readonly citizen_id: string;
  /** Whoever may receive for the beneficiary today. */
  readonly receiver_citizen_id: string | null;
}

const holders = sql<HolderRow>(
  'account.find-holder',
  `SELECT b.citizen_id, r.receiver_citizen_id
   FROM social_protection.beneficiary_card b
   LEFT JOIN social_protection.receiver r ON r.beneficiary_id = b.beneficiary_id AND ${mandateValid('r')}
   WHERE b.beneficiary_id = $1 AND ${areaRowVisible('b', 2)}
   ORDER BY r.valid_from DESC, r.authorisation_id LIMIT 1`,
);

/** The people whose account it may be; undefined when the scope does not reach the beneficiary. */
export async function findHolder(
  db: Db,
  beneficiaryId: string,
  scope: Scope,
): Promise<HolderRow | undefined> {
  return holders.first(db, [beneficiaryId, ...scopeValues(scope)]);
}

const lockOne = sql(
  'account.lock-holder',
  `SELECT pg_advisory_xact_lock_shared(hashtext('account.holders')),
     pg_advisory_xact_lock(hashtext('account.holder'), hashtext($1))`,
);
const lockAll = sql('account.lock-holders', `SELECT pg_advisory_xact_lock(hashtext('account.holders'))`);

/** One registration at a time for a holder: of two at once, one account would have to be preferred and not. */
export async function lockHolder(db: Db, citizenId: string): Promise<void> {
  await lockOne.run(db, [citizenId]);
}

/** The same for every holder, while a list is taken up. */
export async function lockHolders(db: Db): Promise<void> {
  await lockAll.run(db);
}

const existing = sql<{ id: string }>(
  'account.find-same',
  'SELECT id FROM account.account WHERE citizen_id = $1 AND institution_code = $2 AND number = $3',
);

export interface NewAccount {
  readonly citizenId: string;
  readonly institution: string;
  readonly kind: string;
  readonly number: string;
  readonly holderName: string;
  readonly isPreferred: boolean;
  readonly registeredBy: string;
}

export async function findSameAccount(
  db: Db,
  { citizenId, institution, number }: Pick<NewAccount, 'citizenId' | 'institution' | 'number'>,
): Promise<string | undefined> {
  return (await existing.first(db, [citizenId, institution, number]))?.id;
}

/** `told`: what an account is made, or stops being preferred, is an event of its own kind. */
const TOLD = `${INTO_EVENT_INBOX}
  SELECT 'account', c.id, owner.beneficiary_id, c.citizen_id, c.id, NULL, c.institution_code, owner.area_id, NULL,
    c.status, NULL, now(), jsonb_build_object('isPreferred', c.is_preferred)
  FROM changed c ${accountOwner('c')}`;

const stepBack = sql(
  'account.step-back',
  `WITH changed AS (
    UPDATE account.account SET is_preferred = false, updated_at = now() WHERE citizen_id = $1 AND is_preferred
    RETURNING id, citizen_id, institution_code, status, is_preferred
  ) ${TOLD}`,
);

const insertOne = sql(
  'account.insert',
  `WITH changed AS (
    INSERT INTO account.account (id, citizen_id, institution_code, kind, number, holder_name, is_preferred, registered_by)
    SELECT $1, $2, $3, $4, $5, $6,
      $7 OR NOT EXISTS (SELECT 1 FROM account.account WHERE citizen_id = $2 AND is_preferred), $8
    RETURNING id, citizen_id, institution_code, status, is_preferred
  ) ${TOLD}`,
);
const drawId = sql<{ id: string }>('account.draw-id', 'SELECT hub.uuid_v7() AS id');

/** A holder's first account is preferred, whatever is asked. The holder is locked by the caller. */
export async function insertAccount(db: Db, account: NewAccount): Promise<AccountRow['id']> {
  const { citizenId, institution, kind, number, holderName, isPreferred, registeredBy } = account;
  if (isPreferred) await stepBack.run(db, [citizenId]);
  const id = (await drawId.first(db))?.id ?? '';
  await insertOne.run(db, [id, citizenId, institution, kind, number, holderName, isPreferred, registeredBy]);
  return id;
}

const nameBanks = sql(
  'account.name-listed-banks',
  // Lists may name any bank by its BIN: one that is not in the shipped list is known by that alone.
  `INSERT INTO account.institution (code, name, kind, bin, served_by)
   SELECT DISTINCT l.institution_code, 'Ngân hàng (BIN ' || split_part(l.institution_code, ':', 2) || ')', 'BANK',
     split_part(l.institution_code, ':', 2), 'NAPAS'
   FROM social_protection.account_on_list l
   WHERE l.institution_code ~ '^NAPAS:[0-9]{6}$' AND ($1::uuid IS NULL OR l.list_id = $1)
   ON CONFLICT (code) DO NOTHING`,
);

const takeUp = sql<{ listed: number; registered: number }>(
  'account.take-up-listed',
  `WITH listed AS (
    SELECT DISTINCT ON (l.citizen_id, l.institution_code, l.number)
      l.citizen_id, l.institution_code, i.kind, l.number, l.holder_name, l.listed_at
    FROM social_protection.account_on_list l
    JOIN account.institution i ON i.code = l.institution_code AND i.kind IN ('BANK','WALLET','MOBILE_MONEY')
    WHERE $1::uuid IS NULL OR l.list_id = $1
    ORDER BY l.citizen_id, l.institution_code, l.number, l.listed_at DESC
  ), fresh AS (
    SELECT l.*, row_number() OVER (PARTITION BY l.citizen_id ORDER BY l.listed_at DESC,
        array_position(ARRAY['BANK','WALLET','MOBILE_MONEY'], l.kind), l.institution_code, l.number) = 1
      AND NOT EXISTS (SELECT 1 FROM account.account p WHERE p.citizen_id = l.citizen_id AND p.is_preferred)
      AS is_preferred
    FROM listed l
    WHERE NOT EXISTS (SELECT 1 FROM account.account a WHERE a.citizen_id = l.citizen_id
      AND a.institution_code = l.institution_code AND a.number = l.number)
  ), changed AS (
    INSERT INTO account.account (citizen_id, institution_code, kind, number, holder_name, is_preferred, registered_by)
    SELECT citizen_id, institution_code, kind, number, holder_name, is_preferred, $2 FROM fresh
    ORDER BY citizen_id, institution_code, number
    RETURNING id, citizen_id, institution_code, status, is_preferred
  ), told AS (${TOLD})
  SELECT (SELECT count(*) FROM listed)::int AS listed, (SELECT count(*) FROM changed)::int AS registered`,
);

/** Registers every account that a list, or any list, names and the registry does not know. Holders are locked by the caller. */
export async function insertListedAccounts(
  db: Db,
  listId: string | null,
  registeredBy: string,
): Promise<{ readonly listed: number; readonly registered: number }> {
  await nameBanks.run(db, [listId]);
  return (await takeUp.first(db, [listId, registeredBy])) ?? { listed: 0, registered: 0 };
}
