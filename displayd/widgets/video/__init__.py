"""`video`: a film without sound."""
