"""`people`: birthdays, anniversaries and praise."""
