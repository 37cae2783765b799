"""`list`: rows that turn to the next ones."""
