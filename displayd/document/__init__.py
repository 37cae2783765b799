"""The screen document: its format, and what of it holds at a moment."""
