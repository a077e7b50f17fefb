-- Says in the database what the code assumes: closed lists, money that is positive, payments that are unique, work that
-- is found by index. Everything here is what the Prisma schema language cannot express. The tables are new and empty.

-- social protection
ALTER TABLE social_protection.administrative_unit
  ADD CONSTRAINT administrative_unit_level CHECK (level IN ('COUNTRY','PROVINCE','DISTRICT','COMMUNE')),
  ADD CONSTRAINT administrative_unit_validity CHECK (valid_to IS NULL OR valid_to >= valid_from);
ALTER TABLE social_protection.programme ADD CONSTRAINT programme_group CHECK ("group" IN
  ('SOCIAL_PROTECTION','SOCIAL_PENSION','MERIT','POOR_HOUSEHOLD','EMERGENCY','SOCIAL_INSURANCE','UNEMPLOYMENT'));
ALTER TABLE social_protection.person
  ADD CONSTRAINT person_personal_id CHECK (personal_id ~ '^\d{12}$'),
  ADD CONSTRAINT person_gender CHECK (gender IN ('MALE','FEMALE','OTHER'));
ALTER TABLE social_protection.beneficiary
  ADD CONSTRAINT beneficiary_payment_method CHECK (payment_method IN
    ('BANK','WALLET','MOBILE_MONEY','AUTHORISED_RECEIVER','CASH','UNDECIDED')),
  ADD CONSTRAINT beneficiary_no_account_reason CHECK (no_account_reason IN
    ('UNDER_AGE','LIMITED_CAPACITY','BEDRIDDEN','NO_VALID_ID','NO_BIOMETRICS','NO_PHONE','REMOTE','IN_FACILITY',
     'ABSENT','REFUSES','NAME_OR_ID_CONFLICT','DECEASED','OTHER'));
ALTER TABLE social_protection.entitlement
  ADD CONSTRAINT entitlement_amount CHECK (monthly_amount > 0),
  ADD CONSTRAINT entitlement_validity CHECK (valid_to IS NULL OR valid_to >= valid_from);
ALTER TABLE social_protection.authorisation
  ADD CONSTRAINT authorisation_validity CHECK (valid_to IS NULL OR valid_to >= valid_from);
CREATE INDEX person_name_folded ON social_protection.person USING gin (name_folded gin_trgm_ops);

-- population
ALTER TABLE population.citizen_verdict ADD CONSTRAINT citizen_verdict_verdict CHECK (verdict IN
  ('UNCHECKED','MATCH','MISMATCH','NOT_FOUND','DECEASED','UNAVAILABLE'));
ALTER TABLE population.citizen_check ADD CONSTRAINT citizen_check_scope CHECK (scope IN ('AUTHENTICATE','FULL_RECORD'));
-- One open question a citizen: asking twice before the answer asks once.
CREATE UNIQUE INDEX citizen_check_open ON population.citizen_check (citizen_id) WHERE reported_at IS NULL;

-- accounts
ALTER TABLE account.institution ADD CONSTRAINT institution_kind CHECK (kind IN
  ('BANK','WALLET','MOBILE_MONEY','CASH_SERVICE','TREASURY','REGISTRY'));
ALTER TABLE account.account
  ADD CONSTRAINT account_status CHECK (status IN
    ('UNCHECKED','CHECKING','VERIFIED','NEEDS_REVIEW','REJECTED','CLOSED','BLOCKED','UNAVAILABLE')),
  ADD CONSTRAINT account_name_match CHECK (name_match IN
    ('UNKNOWN','MATCH','CLOSE','MASKED_MATCH','NO_MATCH','UNAVAILABLE'));
CREATE UNIQUE INDEX account_preferred ON account.account (citizen_id) WHERE is_preferred;
CREATE UNIQUE INDEX account_check_open ON account.account_check (account_id) WHERE reported_at IS NULL;

-- payments
ALTER TABLE payment.batch
  ADD CONSTRAINT batch_status CHECK (status IN
    ('DRAFT','AWAITING_APPROVAL','APPROVED','RELEASED','COMPLETED','CANCELLED')),
  ADD CONSTRAINT batch_kind CHECK (kind IN ('REGULAR','ARREARS','EMERGENCY','GIFT','FUNERAL')),
  ADD CONSTRAINT batch_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT batch_four_eyes CHECK (approved_by IS NULL OR approved_by <> created_by),
  ADD CONSTRAINT batch_funded CHECK (funded_amount >= 0);
ALTER TABLE payment.batch_total
  ADD CONSTRAINT batch_total_not_negative CHECK (count >= 0 AND amount >= 0);
ALTER TABLE payment.payment
  ADD CONSTRAINT payment_amount CHECK (amount > 0),
  ADD CONSTRAINT payment_kind CHECK (kind IN ('REGULAR','ARREARS','EMERGENCY','GIFT','FUNERAL')),
  ADD CONSTRAINT payment_period CHECK (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT payment_status CHECK (status IN ('DRAFT','APPROVED','QUEUED','SUBMITTED','ACCEPTED','HELD',
    'UNKNOWN','SETTLED','REJECTED','CANCELLED','RETURNED'));
-- Never twice: one live payment for a programme, period, person, entitlement line and kind.
CREATE UNIQUE INDEX payment_intent ON payment.payment (citizen_id, period, programme_code, line, kind)
  WHERE status NOT IN ('REJECTED','CANCELLED','RETURNED');
-- The duplicate guard's other two questions.
CREATE INDEX payment_period_account ON payment.payment (period, institution_code, account_number)
  WHERE account_number IS NOT NULL AND status NOT IN ('REJECTED','CANCELLED','RETURNED');
CREATE INDEX payment_period_receiver ON payment.payment (period, receiver_citizen_id)
  WHERE status NOT IN ('REJECTED','CANCELLED','RETURNED');
ALTER TABLE payment.attempt ADD CONSTRAINT attempt_evidence CHECK (evidence IN
  ('REPLY','INQUIRY','NOTIFICATION','STATEMENT','NONE'));
ALTER TABLE payment.attempt ADD CONSTRAINT attempt_status CHECK (status IN ('QUEUED','SUBMITTED','ACCEPTED','HELD',
  'UNKNOWN','SETTLED','REJECTED','CANCELLED','RETURNED'));
-- Never two live tries at once.
CREATE UNIQUE INDEX attempt_live ON payment.attempt (payment_id)
  WHERE status NOT IN ('REJECTED','CANCELLED','RETURNED');
ALTER TABLE payment.funding ADD CONSTRAINT funding_amount CHECK (amount > 0);
ALTER TABLE payment.left_out ADD CONSTRAINT left_out_reason CHECK (reason IN ('CITIZEN_UNCHECKED','CITIZEN_MISMATCH',
  'CITIZEN_NOT_FOUND','DECEASED','CHECK_STALE','NO_ACCOUNT','ACCOUNT_NOT_VERIFIED','NO_RAIL','ALREADY_PAID','EXCLUDED'));
ALTER TABLE payment.duplicate_flag ADD CONSTRAINT duplicate_flag_rule CHECK (rule IN
  ('SAME_PERSON','SAME_ACCOUNT','SAME_RECEIVER'));
ALTER TABLE payment.exception ADD CONSTRAINT exception_kind CHECK (kind IN
  ('CONTRADICTION','AMOUNT_DIFFERS','REPORT_ID_REUSED','NOT_RECEIVED'));
-- One open exception of a kind an attempt: the same trouble told again is one line for the person who looks.
CREATE UNIQUE INDEX exception_once ON payment.exception (attempt_id, kind) WHERE resolved_at IS NULL;
CREATE INDEX exception_open ON payment.exception (opened_at) WHERE resolved_at IS NULL;

-- events
ALTER TABLE event.identity ADD CONSTRAINT identity_only CHECK ("only");
INSERT INTO event.identity (log_id) VALUES (left(replace(gen_random_uuid()::text, '-', ''), 12));
-- The log is append-only, whoever asks.
CREATE FUNCTION event.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'event.log is append-only'; END $$;
CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE ON event.log
  FOR EACH STATEMENT EXECUTE FUNCTION event.refuse_change();

-- work
ALTER TABLE work.task
  ADD CONSTRAINT task_kind CHECK (kind IN ('CITIZEN_CHECK','ACCOUNT_CHECK','PAYMENT')),
  ADD CONSTRAINT task_action CHECK (action IN ('CHECK','SUBMIT','INQUIRE'));
CREATE INDEX task_waiting ON work.task (kind, institution_code, available_at, id) WHERE leased_until IS NULL;
CREATE INDEX task_leased ON work.task (leased_until) WHERE leased_until IS NOT NULL;
CREATE INDEX task_holder ON work.task (lease_holder) WHERE lease_holder IS NOT NULL;
