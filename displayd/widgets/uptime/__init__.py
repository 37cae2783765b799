"""`uptime`: time down, and what is left of the time that may be."""
