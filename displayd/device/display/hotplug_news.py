"""The kernel's word that something was plugged in, pulled out, or switched on or off."""

from __future__ import annotations

import contextlib
import logging
import socket

__all__ = ["HotplugNews"]

logger = logging.getLogger(__name__)

# linux/netlink.h: NETLINK_KOBJECT_UEVENT; group 1 is the kernel's own, the others are udev's.
_KERNEL_EVENTS = 15
_GROUP = 1

_LONGEST_EVENT = 8192


class HotplugNews:
    """Listens from when it is made until it is closed; looking takes one call of the kernel.

    Where there is nothing to listen to (another kernel, a container), there is never any news.
    """

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        try:
            # Everything that such a socket needs has a number on every system; the kind of it is Linux's.
            made = socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC, _KERNEL_EVENTS)
        except (AttributeError, OSError) as exc:
            logger.debug("The kernel does not tell of TVs that come and go: %s", exc)
            return
        made.setblocking(False)
        with contextlib.suppress(OSError):
            made.bind((0, _GROUP))
        self._socket = made

    def has_come(self) -> bool:
        """True when something has happened to a display since the last call."""
        found = False
        while self._socket is not None:
            try:
                event = self._socket.recv(_LONGEST_EVENT)
            except BlockingIOError:
                break
            except OSError:
                # So much has happened that the kernel has thrown some of it away.
                found = True
                continue
            found = found or is_hotplug(event)
        return found

    def close(self) -> None:
        """Listen no more."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


def is_hotplug(event: bytes) -> bool:
    """Whether an event of the kernel says that a display has come, gone or changed.

    Source: the kernel's drm_sysfs.c: a change of a card, with `HOTPLUG=1`.
    """
    fields = event.split(b"\0")
    return b"SUBSYSTEM=drm" in fields and b"HOTPLUG=1" in fields
