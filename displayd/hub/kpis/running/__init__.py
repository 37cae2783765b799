"""Running SQL: a process beside the hub for each database, and what it answers."""
