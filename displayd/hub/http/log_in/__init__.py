"""The page on which viewers log in, and whoever may not look is told why."""
