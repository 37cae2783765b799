"""`feed`: news of a feed, with their age."""
