"""`ticker`: news, one at a time."""
