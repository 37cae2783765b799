"""`funnel`: stages and their conversion."""
