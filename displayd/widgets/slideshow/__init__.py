"""`slideshow`: pictures, one after the other."""
