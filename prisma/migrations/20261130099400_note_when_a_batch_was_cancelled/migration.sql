-- When a batch was taken back stood nowhere. Its payments were cancelled in the same transaction, which says it of those of before.
-- Rewrites the cancelled batches; locks payment.batch for a moment.
ALTER TABLE payment.batch ADD COLUMN cancelled_at TIMESTAMPTZ;
UPDATE payment.batch b SET cancelled_at = (SELECT max(p.updated_at) FROM payment.payment p WHERE p.batch_id = b.id AND p.status = 'CANCELLED')
WHERE b.status = 'CANCELLED';
