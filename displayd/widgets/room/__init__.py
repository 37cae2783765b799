"""`room`: whether a meeting room is free."""
