"""Cells whose colour is a figure, with their names."""
