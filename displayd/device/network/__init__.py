"""Talking to the hub: documents, pictures, status reports."""
