"""Releases of the screens' image: which there are, which screen gets which, and when."""
