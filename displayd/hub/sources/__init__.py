"""Where the hub itself gets values: each source is a file beside this."""
