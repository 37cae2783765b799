"""`bar`: bars and columns."""
