"""How many connections the kernel lets the hub have."""

from __future__ import annotations

import contextlib
import resource

__all__ = ["most_connections", "raise_descriptor_limit"]

RESERVE = 256
"""Descriptors kept for files, the database, sources and what uploads need."""

ENOUGH = 65_536
"""What the hub's unit asks for. Some machines have no limit, and counting to it would take all memory."""


def raise_descriptor_limit() -> int:
    """Raise the soft limit of open descriptors as far as the hard one allows; the limit then in force."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return ENOUGH if soft == resource.RLIM_INFINITY else soft


def most_connections(descriptors: int) -> int:
    """How many connections may be open at the same time where so many descriptors are allowed."""
    return max(1, descriptors - min(RESERVE, descriptors // 4))
