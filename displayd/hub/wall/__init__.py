"""The wall folder: who shows what."""
