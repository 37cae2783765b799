"""Widgets to which somebody posts as to Dashing: what holds of each, kept over restarts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from displayd.errors import DocumentError, Mistake
from displayd.hub.client_states import ClientStates
from displayd.hub.event_streams import EventStreams
from displayd.hub.ingest.dashing.body import merged

__all__ = ["DashingWidgets"]

KIND = "dashing"

MAX_WIDGETS = 1000
MAX_BYTES = 16_000_000
"""Of all of them."""


class DashingWidgets:
    """All widgets. They belong to the event loop; `state` may be asked from any thread."""

    def __init__(self, states: ClientStates) -> None:
        """Args: states: where they are kept."""
        self._states = states
        self.listeners = EventStreams()
        """Who is told of every post."""

    def state(self, widget: str) -> bytes | None:
        """What holds of `widget`, as JSON; None if nobody has posted to it."""
        return self._states.body(KIND, widget)

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Every widget, and what holds of it."""
        yield from self._states.bodies(KIND).items()

    def post(self, widget: str, fields: Mapping[str, Any], unix_time: float) -> bytes:
        """Take in what is new of `widget`: the event that tells all that holds of it now.

        Raises:
            DocumentError: it is too much, or there are too many; nothing has changed.
        """
        before = self.state(widget)
        event = merged(before, fields, widget, unix_time)
        bodies = self._states.bodies(KIND)
        if before is None and len(bodies) >= MAX_WIDGETS:
            raise DocumentError("post", [Mistake("widget", f"the hub has {MAX_WIDGETS:,} widgets, and takes no more")])
        if sum(map(len, bodies.values())) - len(before or b"") + len(event) > MAX_BYTES:
            raise DocumentError("post", [Mistake("body", f"all widgets together have more than {MAX_BYTES:,} bytes")])
        self._states.put(KIND, widget, event)
        return event
