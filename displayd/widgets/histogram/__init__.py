"""`histogram`: how often each size comes."""
