"""`sparkline`: where figures have been going."""
