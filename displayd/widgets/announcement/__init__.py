"""`announcement`: something that people are told, for a while."""
