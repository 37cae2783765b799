"""`line`: series over time."""
