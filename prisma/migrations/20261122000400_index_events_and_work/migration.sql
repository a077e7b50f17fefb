-- Indexes that readers of events and claims of work go by. Locks event.log and work.task against writes while it builds.

-- A beneficiary's and a batch's events are few among many: found directly, in log order.
CREATE INDEX log_beneficiary ON event.log (beneficiary_id, position) WHERE beneficiary_id IS NOT NULL;
CREATE INDEX log_batch ON event.log (batch_id, position) WHERE batch_id IS NOT NULL;

-- NAPAS does the work of every NAPAS:<bin>: one queue per rail, in the order in which it became available.
DROP INDEX work.task_waiting;
CREATE INDEX task_waiting ON work.task (kind, split_part(institution_code, ':', 1), available_at, id)
  WHERE leased_until IS NULL;
