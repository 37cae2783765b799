"""Axes, plots, legends and lines."""
