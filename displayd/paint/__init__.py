"""Scenes into pixels: shapes with cairo, text with Pango, pictures with Pillow."""
