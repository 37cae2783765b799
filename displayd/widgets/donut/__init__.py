"""`donut`: parts of a whole."""
