"""The messages that the other threads send to the drawing thread, and the box they arrive in.

The drawing thread waits on the box's file descriptor together with its other ones, so that it sleeps until something
happens.
"""

from __future__ import annotations

import contextlib
import os
import select
from collections import deque
from typing import Literal

from msgspec import Struct

from displayd.device.edition import Edition
from displayd.device.settings import Settings
from displayd.device.system.time_sample import TimeSample
from displayd.device.trouble import Message as TroubleMessage
from displayd.device.trouble import Trouble, TroubleFacts, message_for
from displayd.errors import Mistake
from displayd.text.language import Language

__all__ = [
    "CacheState",
    "DocumentRefused",
    "LinkState",
    "MachineFacts",
    "Mailbox",
    "Message",
    "NewPicture",
    "NewTimeSample",
]


# Structs rather than dataclasses, as everywhere on the device: making a dataclass takes a millisecond of the start.


class DocumentRefused(Struct, frozen=True):
    """The hub sent a document with mistakes; the one on show stays until the next `Edition`.

    It is over when a `LinkState` of kind `ok` follows.
    """

    summary: str
    """The first mistake, and how many more there are."""
    mistakes: tuple[Mistake, ...]


class NewPicture(Struct, frozen=True):
    """A picture that the document on show names, when it first arrives and when it changes."""

    source: str
    """What documents call it."""
    digest: str
    """SHA-256 of the file, hexadecimal."""
    data: bytes
    """The file; empty for a large one that is in the cache, and is read when it is drawn."""
    is_on_disk: bool = False
    """True when the cache has it."""


class LinkState(Struct, frozen=True):
    """How the screen and its hub get on; sent when that changes."""

    kind: Literal["connecting", "ok"] | Trouble
    heading: str
    """What is the matter, in two or three words."""
    sentence: str
    """The same in a sentence."""
    advice: str
    """What to do about it; empty when nothing is the matter."""
    since: float
    """When this began, by `hub_clock.monotonic`."""
    hub_says: str = ""
    """The hub's own words, where it had any."""
    hub: str = ""
    """Address of the hub that asks for a claim, as this screen reaches it, without a slash at the end."""
    facts: TroubleFacts | None = None
    """What the words are filled with, for saying them in another language; None where they have no places."""

    def message(self, language: Language) -> TroubleMessage:
        """Heading, sentence and advice in `language`."""
        if self.facts is None:
            return TroubleMessage(*(language.say(text) for text in (self.heading, self.sentence, self.advice)))
        match self.kind:
            case "connecting" | "ok":
                asking = language.say("Asking {server}.", server=self.facts.url)
                return TroubleMessage(language.say(self.heading), asking, "")
            case trouble:
                return message_for(trouble, *self.facts, language=language)

    @property
    def is_trouble(self) -> bool:
        """True when the hub's content is neither on show nor about to be."""
        return self.kind not in ("connecting", "ok")


class NewTimeSample(Struct, frozen=True):
    """A measurement for the drawing thread's `HubClock`."""

    sample: TimeSample


class CacheState(Struct, frozen=True):
    """Whether the screen can remember its document over a restart; sent when that changes."""

    fault: str
    """What is wrong and what to do; empty when it works again."""


class MachineFacts(Struct, frozen=True):
    """What whoever looks after the network asks for; sent when it changes, while there is no dashboard."""

    rows: tuple[tuple[str, str], ...]
    """A name and a value each."""


Message = Edition | DocumentRefused | NewPicture | LinkState | NewTimeSample | CacheState | MachineFacts | Settings


class Mailbox:
    """A box that any thread, and a signal handler, may put messages in and one thread empties.

    `fileno()` becomes readable when there is something to see to. `wake_fd` is for `signal.set_wakeup_fd`.
    """

    def __init__(self) -> None:
        # A deque's append and popleft are atomic: no lock, so a signal handler cannot meet one held.
        self._messages: deque[Message] = deque()
        self._read_fd, self.wake_fd = os.pipe()
        for descriptor in (self._read_fd, self.wake_fd):
            os.set_blocking(descriptor, False)

    def fileno(self) -> int:
        """The descriptor to wait on."""
        return self._read_fd

    def wait(self, seconds: float) -> None:
        """Sleep until there is something to see to, at most `seconds`."""
        select.select([self._read_fd], [], [], seconds)

    def put(self, message: Message) -> None:
        """Add a message and wake the reader."""
        self._messages.append(message)
        self.wake()

    def wake(self) -> None:
        """Wake the reader without a message; safe in a signal handler."""
        # A full pipe means that the reader is about to be woken anyway.
        with contextlib.suppress(BlockingIOError):
            os.write(self.wake_fd, b"\0")

    def take_all(self) -> list[Message]:
        """All messages in the order they came; makes the descriptor quiet again."""
        # The pipe first: a message that comes in between leaves a byte behind and is seen next time.
        with contextlib.suppress(BlockingIOError):
            while os.read(self._read_fd, 4096):
                pass
        messages = []
        while self._messages:
            messages.append(self._messages.popleft())
        return messages

    def __del__(self) -> None:
        # Not earlier: a thread that still holds the mailbox must not write into a descriptor with a new owner.
        os.close(self._read_fd)
        os.close(self.wake_fd)
