"""What the hub keeps on disk."""
