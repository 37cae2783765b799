"""What a check of a wall folder without mistakes noticed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["WallFinding"]


@dataclass(frozen=True)
class WallFinding:
    """One thing that does its readers no good, and what to do about it."""

    level: Literal["note", "warning", "error"]
    """A note is a matter of taste, and not counted."""
    where: str
    """File and line."""
    reason: str
    hint: str
