-- Bookings for which a recovery has looked, and found no payment that it may have forgotten: to look among everybody again at each tick
-- takes minutes. Locks nothing.
CREATE TABLE payment.forgotten_try (
  exception_id UUID NOT NULL PRIMARY KEY,
  -- Whom there was to look among.
  candidates TEXT NOT NULL,
  tried_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
