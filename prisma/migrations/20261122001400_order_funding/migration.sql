-- Money goes back to the Treasury too, and what its adapter is asked to do is written down before anything is sent: an order
-- keeps its reference whatever crashes, and its end is known. Rewrites nothing; locks funding and batch for a moment.
ALTER TABLE payment.batch
  ADD COLUMN returned_amount BIGINT NOT NULL DEFAULT 0,
  ADD CONSTRAINT batch_returned CHECK (returned_amount BETWEEN 0 AND funded_amount);

ALTER TABLE payment.funding
  ADD COLUMN direction TEXT NOT NULL DEFAULT 'FUND',
  ADD CONSTRAINT funding_direction CHECK (direction IN ('FUND','RETURN'));

CREATE TABLE payment.funding_order (
  id UUID NOT NULL DEFAULT hub.uuid_v7(),
  batch_id UUID NOT NULL REFERENCES payment.batch (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  kind TEXT NOT NULL CONSTRAINT funding_order_kind CHECK (kind IN ('FUND','RETURN')),
  amount BIGINT NOT NULL CONSTRAINT funding_order_amount CHECK (amount > 0),
  ordered_at TIMESTAMPTZ NOT NULL,
  wanted_at TIMESTAMPTZ,
  refusal TEXT,
  refused_at TIMESTAMPTZ,
  retry_at TIMESTAMPTZ,
  document_number TEXT,
  closed_at TIMESTAMPTZ,
  CONSTRAINT funding_order_pkey PRIMARY KEY (id),
  CONSTRAINT funding_order_closed CHECK (document_number IS NULL OR closed_at IS NOT NULL),
  CONSTRAINT funding_order_refused CHECK ((refusal IS NULL) = (refused_at IS NULL))
);
CREATE INDEX funding_order_batch_id_idx ON payment.funding_order (batch_id);
-- One order at a time moves a batch's money in one direction.
CREATE UNIQUE INDEX funding_order_open ON payment.funding_order (batch_id, kind) WHERE closed_at IS NULL;
