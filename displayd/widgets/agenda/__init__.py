"""`agenda`: what comes next."""
