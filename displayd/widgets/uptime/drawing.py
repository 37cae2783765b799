"""What is left of the error budget over a bar of how much of it is used."""

from __future__ import annotations

from displayd.drawing.figure.error_budget import error_budget, error_budget_height, error_budget_offer
from displayd.scene.operations import Op
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame
from displayd.widgets.uptime.widget import Uptime

__all__ = ["draw", "offer", "wanted_height"]


def draw(widget: Uptime, frame: Frame) -> list[Op]:
    """The time that is left or over, what it is of, and the bar."""
    return error_budget(widget.availability, frame)


def wanted_height(widget: Uptime, frame: Frame) -> float:
    """The figure with its notes and the bar."""
    return error_budget_height(widget.availability, frame)


def offer(widget: Uptime, frame: Frame, shape: Shape) -> Offer | None:
    """The figure over its bar."""
    return error_budget_offer(widget.availability, frame, shape)
