"""`table`: rows and columns."""
