"""What goes wrong while an image is built."""

from __future__ import annotations

__all__ = ["BuildError"]


class BuildError(Exception):
    """A fault for whoever builds, with what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
