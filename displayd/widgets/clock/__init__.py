"""`clock`: the time of day."""
