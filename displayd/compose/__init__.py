"""A page at a moment as a scene: header, cards, tiles in motion, claim page."""
