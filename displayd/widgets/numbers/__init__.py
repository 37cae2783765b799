"""`numbers`: several figures in one size."""
