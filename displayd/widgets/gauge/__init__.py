"""`gauge`: a figure on a dial."""
