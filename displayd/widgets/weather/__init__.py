"""`weather`: how it is outside, and how it will be."""
