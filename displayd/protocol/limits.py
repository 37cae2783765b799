"""Limits that hub and screens must agree on: what the one lets through, the other takes."""

from __future__ import annotations

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "MAX_JPEG_PIXELS",
    "MAX_LABEL_LETTERS",
    "MAX_LOGO_ASPECT",
    "MAX_PICTURE_BYTES",
    "MAX_PICTURE_PIXELS",
    "MAX_POINTS",
    "MAX_SLIDES",
    "MAX_SNAPSHOT_BYTES",
    "MAX_UNIT_LETTERS",
    "MAX_VIDEO_BYTES",
    "MAX_VIDEO_PIXELS",
    "MIN_LOGO_ASPECT",
    "MIN_SNAPSHOT_SECONDS",
    "NEW_SECONDS",
]

MAX_DOCUMENT_BYTES = 4_000_000
"""Of a screen document. A busy page is some 30 kB; a hundred of them are 3 MB. More is a mistake or an attack."""

MAX_PICTURE_BYTES = 8_000_000
"""Of a picture file in a wall folder, on its way to a screen. One for a 4K TV has some 5 MB."""

MAX_VIDEO_BYTES = 40_000_000
"""Of a video file on its way to a screen: a minute of Full HD. It is in memory as a whole, on its way to the card."""

MAX_VIDEO_PIXELS = 9_500_000
"""Of one frame: 4K and a little more, which is beyond what most screens can play, and no more than they can try."""

MAX_PICTURE_PIXELS = 16_000_000
"""A 4K picture has 8 million; a file that claims more than this is refused before it is unpacked (64 MB)."""

MAX_JPEG_PIXELS = 50_000_000
"""A camera's picture has 24 million; screens unpack JPEGs at a fraction of their size."""

MAX_LABEL_LETTERS = 200
"""Of a title, and of what an item or a page is called."""

MAX_UNIT_LETTERS = 400
"""Of a unit: with words for a dozen values and more. Without such words it has 40 at most."""

MIN_LOGO_ASPECT, MAX_LOGO_ASPECT = 0.1, 20.0
"""Width of a logo divided by its height; the hub brings what is beyond to the nearest of the two."""

MAX_SNAPSHOT_BYTES = 1_000_000
"""Of the picture of its glass that a screen sends to the hub, which is small: it is looked at on the wall page."""

MIN_SNAPSHOT_SECONDS = 1.0
"""A screen sends its next picture after so long at the earliest, however often it is to send one."""

MAX_POINTS = 600
"""Most points in one series: more than the columns of pixels a tile has for them."""

MAX_SLIDES = 100
"""Pictures of a slideshow: with a quarter of a minute for each, nobody sees the last ones any more."""

NEW_SECONDS = 86_400.0
"""How long a tile whose definition changed is marked as new: the hub says when it changed, the screen ends it."""
