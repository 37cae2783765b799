"""`health`: a score and its parts."""
