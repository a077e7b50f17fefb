-- Questions that nobody could answer are asked again: found by index, among millions that were answered.
-- Locks account_check and citizen_check against writes while it builds.
CREATE INDEX account_check_unavailable ON account.account_check (reported_at) WHERE account_state = 'UNAVAILABLE';
CREATE INDEX citizen_check_unavailable ON population.citizen_check (reported_at) WHERE verdict = 'UNAVAILABLE';
