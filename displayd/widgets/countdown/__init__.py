"""`countdown`: how long it is until a moment."""
