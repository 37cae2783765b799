"""The machine that these tests update."""

from __future__ import annotations

from tests.appliance.updates.world import world

__all__ = ["world"]
