"""`map`: places in the world."""
