"""`cohort`: groups by the time of their start."""
