"""`status`: what is up, degraded or down."""
