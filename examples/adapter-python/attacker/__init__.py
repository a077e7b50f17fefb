"""An institution that misbehaves, and the honest people around the hub who have to cope with it."""
