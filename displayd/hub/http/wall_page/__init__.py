"""The page that shows every screen."""
