"""SQL as people write it: what it may be, and how it is written for each engine. Home of sqlglot."""
