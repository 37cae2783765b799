"""Rows of names and figures, and turning to the next ones."""
