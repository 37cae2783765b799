"""`number`: one large figure."""
