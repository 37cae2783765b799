"""What the whole is in the units of shares."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["WHOLES"]

WHOLES: Mapping[str, float] = {"percentunit": 1.0, "percent": 100.0}
"""100 %, by the name of the unit; other units have no whole."""
