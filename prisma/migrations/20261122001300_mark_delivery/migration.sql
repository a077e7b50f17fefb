-- How cash reaches who is paid without an account: frozen on the payment when it is drafted, like its receiver. Locks
-- payment.payment while its rows are checked once; no column is rewritten.
ALTER TABLE payment.payment ADD COLUMN delivery TEXT;
ALTER TABLE payment.payment ADD CONSTRAINT payment_delivery CHECK (
  delivery IN ('COUNTER','HOME') AND account_id IS NULL OR delivery IS NULL);
