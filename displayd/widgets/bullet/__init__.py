"""`bullet`: bars against zones and targets."""
