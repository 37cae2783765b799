"""Where values come from: each source is a file, and a line in `registry`."""
