"""Parts of pictures that several widgets share, as drawing operations."""
