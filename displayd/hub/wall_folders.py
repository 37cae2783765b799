"""What the folders of a wall are called that sources read as well as whoever reads the wall."""

from __future__ import annotations

__all__ = ["PICTURES_FOLDER", "VIDEOS_FOLDER"]

PICTURES_FOLDER = "pictures"
"""Of pictures and of folders of pictures; sources look for those that do not begin with it below `data_folder`."""

VIDEOS_FOLDER = "videos"
"""Of films, likewise."""
