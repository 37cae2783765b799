"""The payloads that clients push to Geckoboard's custom widgets, kept over restarts."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from displayd.hub.client_states import ClientStates
from displayd.hub.ingest.geckoboard.payloads import Payload

__all__ = ["WidgetPayloads"]

KIND = "geckoboard-widget"


class _Kept(Struct, frozen=True):
    at: float
    data: Any


class WidgetPayloads:
    """The last payload of each widget, by its key. They belong to the event loop; `payload` may be asked anywhere."""

    def __init__(self, states: ClientStates) -> None:
        """Args: states: where they are kept."""
        self._states = states
        self._read: dict[str, tuple[bytes, Payload]] = {}

    def put(self, widget: str, data: Any, unix_time: float) -> None:
        """Take in what was pushed to `widget`, whatever it is."""
        self._states.put(KIND, widget, msgspec.json.encode(_Kept(unix_time, data)))

    def payload(self, widget: str) -> Payload | None:
        """What was pushed to `widget` last; None for nothing."""
        body = self._states.body(KIND, widget)
        if body is None:
            return None
        known = self._read.get(widget)
        if known is not None and known[0] is body:
            return known[1]
        try:
            kept = msgspec.json.decode(body, type=_Kept)
        except (msgspec.DecodeError, RecursionError):
            return None
        found = Payload(kept.at, kept.data)
        self._read[widget] = (body, found)
        return found

    def has_room(self, widget: str, count: int, limit: int, limit_bytes: int) -> bool:
        """Whether `count` more bytes for `widget` leave at most `limit` widgets with `limit_bytes` in all."""
        bodies = self._states.bodies(KIND)
        others = sum(len(body) for name, body in bodies.items() if name != widget)
        return others + count <= limit_bytes and (widget in bodies or len(bodies) < limit)
