"""What was pushed last to each of Geckoboard's custom widgets, and what of it a metric shows."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, NamedTuple, Protocol

from msgspec import Meta

from displayd.hub.metrics.origin import Origin

__all__ = ["NO_PAYLOADS", "GeckoboardOrigin", "Payload", "Payloads", "WidgetKey"]

WidgetKey = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        max_length=120,
        extra={"words": "the key of a widget has letters, digits, `.`, `-` and `_`"},
    ),
]


class GeckoboardOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is pushed to a custom widget, or part of it."""

    kind: ClassVar[str] = "geckoboard"

    widget: Annotated[WidgetKey, Meta(description="Key of the widget, as it stands in the address that is pushed to.")]

    series: Annotated[
        str | Annotated[int, Meta(ge=0, le=29)] | None,
        Meta(description="Name or number (from 0) of one series of a chart; the first if left out."),
    ] = None


class Payload(NamedTuple):
    """What was pushed to one widget."""

    at: float
    """Unix time at which it came."""
    data: Any
    """Plain data; see `widget_reading`."""


class Payloads(Protocol):
    """All payloads. May be asked from any thread."""

    def payload(self, widget: str) -> Payload | None:
        """The last one of the widget with this key; None if nothing was pushed to it."""
        ...


class _None:
    def payload(self, widget: str) -> Payload | None:
        """There is none."""
        return None


NO_PAYLOADS: Payloads = _None()
"""Where no hub runs, or nobody has pushed any."""
