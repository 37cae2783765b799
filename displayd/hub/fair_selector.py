"""What the hub's event loop waits with: fair to whoever asks, however many others ask at the same time."""

from __future__ import annotations

import contextlib
import math
import select
import selectors
from collections.abc import Mapping
from typing import Any, Protocol

__all__ = ["EVENTS_AT_ONCE", "FairSelector"]

EVENTS_AT_ONCE = 8
"""Connections that are seen to in one turn of the event loop: about a millisecond and a half. By itself asyncio sees to
all that have something, and an answer that takes eight turns takes eight times as long as all of them."""


class _HasFileno(Protocol):
    def fileno(self) -> int: ...


_FileObject = int | _HasFileno


class FairSelector(selectors.BaseSelector):
    """Tells of a few descriptors at a time; the kernel tells first of those that have waited longest.

    Source: epoll_wait(2), of which a ready descriptor that did not fit comes in the next calls, in turn.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._keys: dict[int, selectors.SelectorKey] = {}

    def register(self, fileobj: _FileObject, events: int, data: Any = None) -> selectors.SelectorKey:
        """Wait for `events` of `fileobj`."""
        descriptor = _descriptor(fileobj)
        if descriptor in self._keys:
            raise KeyError(f"{fileobj!r} is registered already")
        self._epoll.register(descriptor, _mask(events))
        return self._noted(fileobj, descriptor, events, data)

    def unregister(self, fileobj: _FileObject) -> selectors.SelectorKey:
        """Wait for nothing of `fileobj` any more."""
        key = self._keys.pop(self._known(fileobj))
        with contextlib.suppress(OSError):  # closed meanwhile, and with that gone by itself
            self._epoll.unregister(key.fd)
        return key

    def modify(self, fileobj: _FileObject, events: int, data: Any = None) -> selectors.SelectorKey:
        """Wait for other `events`."""
        descriptor = self._known(fileobj)
        if self._keys[descriptor].events != events:
            self._epoll.modify(descriptor, _mask(events))
        return self._noted(fileobj, descriptor, events, data)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What has happened; at most `EVENTS_AT_ONCE`.

        Args:
            timeout: seconds to wait for something; None for as long as it takes.
        """
        # The kernel counts in milliseconds; rounded up, so that nothing is looked at too early again and again.
        seconds = -1 if timeout is None else 0 if timeout <= 0 else math.ceil(timeout * 1000) / 1000
        try:
            found = self._epoll.poll(seconds, EVENTS_AT_ONCE)
        except InterruptedError:
            return []
        ready = []
        for descriptor, event in found:
            key = self._keys.get(descriptor)
            if key is not None:
                writes = selectors.EVENT_WRITE if event & ~select.EPOLLIN else 0
                reads = selectors.EVENT_READ if event & ~select.EPOLLOUT else 0
                ready.append((key, (writes | reads) & key.events))
        return ready

    def get_map(self) -> Mapping[_FileObject, selectors.SelectorKey]:
        """All that is waited for, by descriptor."""
        return dict[_FileObject, selectors.SelectorKey](self._keys.items())

    def get_key(self, fileobj: _FileObject) -> selectors.SelectorKey:
        """How `fileobj` is waited for.

        Raises:
            KeyError: it is not.
        """
        return self._keys[self._known(fileobj)]

    def close(self) -> None:
        """End; nothing is waited for any more."""
        self._epoll.close()
        self._keys.clear()

    def _noted(self, fileobj: _FileObject, descriptor: int, events: int, data: Any) -> selectors.SelectorKey:
        key = self._keys[descriptor] = selectors.SelectorKey(fileobj, descriptor, events, data)
        return key

    def _known(self, fileobj: _FileObject) -> int:
        """The descriptor of `fileobj`, also when it is closed already."""
        try:
            descriptor = _descriptor(fileobj)
        except ValueError:
            descriptor = next((one.fd for one in self._keys.values() if one.fileobj is fileobj), -1)
        if descriptor not in self._keys:
            raise KeyError(f"{fileobj!r} is not registered")
        return descriptor


def _descriptor(fileobj: _FileObject) -> int:
    descriptor = fileobj if isinstance(fileobj, int) else fileobj.fileno()
    if descriptor < 0:
        raise ValueError(f"{fileobj!r} is closed")
    return descriptor


def _mask(events: int) -> int:
    return (select.EPOLLIN if events & selectors.EVENT_READ else 0) | (
        select.EPOLLOUT if events & selectors.EVENT_WRITE else 0
    )
