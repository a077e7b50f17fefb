/** The columns of the log as an event's fields. */
export const LOG_COLUMNS =
  'position, id, kind, subject_id AS "subjectId", beneficiary_id AS "beneficiaryId", citizen_id AS "citizenId", ' +
  'account_id AS "accountId", batch_id AS "batchId", institution_code AS "institutionCode", area_id AS "areaId", ' +
  'status_from AS "statusFrom", status_to AS "statusTo", reason, occurred_at AS "occurredAt", ' +
  'recorded_at AS "recordedAt", data';
