"""The addresses of the hub."""
