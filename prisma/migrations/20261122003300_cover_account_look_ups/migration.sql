-- The mapper finds a thousand accounts by personal id at once. Among ten million each took two rows from pages all over the tables
-- beside two entries of indexes; now the entries hold what it asks for. The preferred account's entry is made anew when its status
-- changes, which is seldom. Locks social_protection.person and account.account against writers while the indexes are built: about
-- five seconds each for ten million accounts.
CREATE UNIQUE INDEX person_personal_id ON social_protection.person (personal_id) INCLUDE (citizen_id);
DROP INDEX social_protection.person_personal_id_key;
ALTER INDEX social_protection.person_personal_id RENAME TO person_personal_id_key;

CREATE UNIQUE INDEX account_preferred_covering ON account.account (citizen_id)
  INCLUDE (id, institution_code, number, holder_name, status) WHERE is_preferred;
DROP INDEX account.account_preferred;
ALTER INDEX account.account_preferred_covering RENAME TO account_preferred;
