"""`progress`: how far it is to a goal."""
