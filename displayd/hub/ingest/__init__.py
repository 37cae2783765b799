"""What clients of other services push, from bytes to readings: a package or module for each service."""
