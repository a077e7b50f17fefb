-- The Treasury is not to pay twice for a batch that the hub has forgotten and makes anew: an order's reference is a function of what
-- the batch pays and of the order's number, as a payment's is, and no longer of a drawn id (docs/decisions/0023). Orders that are there
-- keep theirs. Rewrites payment.funding_order, which has a few rows a batch, and locks it meanwhile.
ALTER TABLE payment.funding_order
  ADD COLUMN number INTEGER NOT NULL DEFAULT 1 CONSTRAINT funding_order_number CHECK (number > 0),
  ADD COLUMN reference TEXT;
UPDATE payment.funding_order SET reference = left(kind, 1) || upper(replace(id::text, '-', ''));
ALTER TABLE payment.funding_order ALTER COLUMN reference SET NOT NULL;
CREATE UNIQUE INDEX funding_order_reference_key ON payment.funding_order (reference);

-- What an order's reference is made from. The amount is not in it: the same batch with another amount is the same order, which the
-- Treasury carries out once. The number counts the orders of such batches.
CREATE FUNCTION payment.funding_of(
  order_kind text, area_code text, programme text, period text, batch_kind text, number integer
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'funding' || E'\n' || order_kind || E'\n' || area_code || E'\n' || coalesce(programme, '') || E'\n' || period || E'\n'
    || batch_kind || E'\n' || number::text
$$;
