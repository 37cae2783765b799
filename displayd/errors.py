"""Everything that can go wrong, as a tree.

    DisplaydError               what happened and where, with a hint on what to do
    ├── ConfigError             a file of the admin or of the Pi says something that cannot be
    ├── DocumentError           a screen document is refused
    ├── FetchError              the hub gave no usable answer
    ├── StoreError              a file of our own could not be read or written
    ├── ScreenError             there is no usable display
    └── SourceError             a source of metrics gave no usable answer
        └── PartnerError        whoever is asked does not answer at all

`cli.main` prints message and hint and picks the exit code.

Three words say that something is wrong. A *mistake* is in what somebody wrote, and has its place: a file and line, or
a path in JSON. A *fault* (`validation.faults`) has no such place: it is in data before anybody knows where that came
from, or in a machine. A *finding* is what a check of something without mistakes has noticed. What goes wrong between a
screen and its hub is a kind of *trouble* (`device.trouble`), and so is what a hub cannot do (`hub.troubles`);
`problem` is the name of fields in what screens and hub send, and holds a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "ConfigError",
    "DisplaydError",
    "DocumentError",
    "FailureKind",
    "FetchError",
    "Mistake",
    "PartnerError",
    "ScreenError",
    "SourceError",
    "StoreError",
]


@dataclass(frozen=True)
class Mistake:
    """One thing that is wrong in something we were given."""

    where: str
    """File and line (`screens.yaml:12`) or a JSON path (`$.pages[0].seconds`)."""

    reason: str
    """What is wrong, without a full stop."""

    hint: str = ""
    """What to write instead; empty when we cannot tell."""

    def __str__(self) -> str:
        text = f"{self.where}: {self.reason}"
        return f"{text} ({self.hint})" if self.hint else text


class DisplaydError(Exception):
    """The root of all errors that displayd raises on purpose.

    Args:
        message: what and where, without a full stop.
        hint: what the reader can do about it.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class MistakesError(DisplaydError):
    """Several mistakes at once, so that one round of mending is enough."""

    exit_code = 2

    def __init__(self, what: str, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        first = self.mistakes[0] if self.mistakes else Mistake(what, "is wrong")
        more = f" (and {len(self.mistakes) - 1} more)" if len(self.mistakes) > 1 else ""
        super().__init__(f"{what}: {first.where}: {first.reason}{more}", first.hint)
        self.what = what


class ConfigError(MistakesError):
    """A file written by the admin, or by whoever set up the Pi, is wrong."""


class DocumentError(MistakesError):
    """A screen document is refused; the screen keeps what it has."""


class FetchError(DisplaydError):
    """The hub gave no usable answer; the message names the address and the reason."""


class StoreError(DisplaydError):
    """A file of our own (cache, secret, history) could not be read or written."""


class ScreenError(DisplaydError):
    """There is no display that we can draw on."""


FailureKind = Literal["unusable", "silent", "refused", "nothing"]
"""What viewers are told of a source: its answer is useless, it does not answer, it refuses to, or nothing came yet."""


class SourceError(DisplaydError):
    """A source of metrics gave no usable answer."""

    def __init__(self, message: str, hint: str = "", *, kind: FailureKind = "unusable") -> None:
        """As the others.

        Args:
            message: as for all of them; in English, for whoever mends it.
            hint: as for all of them.
            kind: what viewers are told.
        """
        super().__init__(message, hint)
        self.kind = kind


class PartnerError(SourceError):
    """Whoever is asked does not answer: nothing else has to be asked of it now."""

    def __init__(self, message: str, hint: str = "", *, retry_after: float = 0.0, is_certain: bool = True) -> None:
        """As the others.

        Args:
            message: as for all of them.
            hint: as for all of them.
            retry_after: seconds for which it wants to be left alone.
            is_certain: False where it may be for the question, which took too long.
        """
        super().__init__(message, hint, kind="silent")
        self.retry_after = retry_after
        self.is_certain = is_certain
