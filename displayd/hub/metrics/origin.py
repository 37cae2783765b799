"""Where the values of a metric come from."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

__all__ = ["Origin", "Push"]


class Origin(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where the values of one metric come from, as its definition says; every source has a kind of its own.

    What `hub/sources` can do with it is found by `kind`. Nobody else asks which kind it is.
    """

    kind: ClassVar[str]
    """Word of the source in `SOURCES`."""

    knows_past: ClassVar[bool] = False
    """True where every reading brings its own past: then none is kept over a restart, and what a value is compared
    with is exactly as old as the definition says."""

    @property
    def is_made_up(self) -> bool:
        """True for numbers that nobody has measured; their tiles say so."""
        return False

    @property
    def told(self) -> str:
        """What of it stands in the list of metrics; empty for the first text that it has."""
        return ""

    @property
    def partner(self) -> str:
        """Whom the hub asks: a host, a server, an engine. Empty where all of the kind is one.

        What comes from one partner is asked for in rounds of its own, and no round waits for another.
        """
        return ""


class Push(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Others send the values, with `PUT /v1/metrics/<id>`."""

    kind: ClassVar[str] = "push"

    is_marked: bool = False
    """True when the definition says that what is pushed is made up."""

    @property
    def is_made_up(self) -> bool:
        """As the definition says."""
        return self.is_marked
