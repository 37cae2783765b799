"""What must not be repeated: passwords, in structs and in messages about mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from msgspec import Struct

from displayd.errors import Mistake

__all__ = ["Secretive", "told"]

# Shorter ones cannot be told from the words around them; no password of a network is as short.
_SHORTEST = 4

_PASSWORD = re.compile(r"(?:^|[\s{,])\w*password\b[\"']?\s*:?\s*(.*)", re.IGNORECASE)

# What may stand before the host of a proxy: user and password.
_PROXY_USER = re.compile(r"proxy\b[\"']?\s*:\s*(?:[\"']?\w+://)?(.*)@", re.IGNORECASE)


class Secretive(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Settings of which some are secret: these print as `***`."""

    SECRETS: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        shown = ("***" if name in self.SECRETS and value else repr(value) for name, value in values.items())
        words = ", ".join(f"{name}={value}" for name, value in zip(values, shown, strict=True))
        return f"{type(self).__name__}({words})"


def told(mistakes: Iterable[Mistake], text: str) -> list[Mistake]:
    """`mistakes` without any of the passwords that `text`, the file that they are in, has.

    A message may repeat what was written, and a password is easily written where another thing is expected.
    """
    secrets = sorted(_secrets(text), key=len, reverse=True)
    return [Mistake(one.where, _without(secrets, one.reason), _without(secrets, one.hint)) for one in mistakes]


def _without(secrets: list[str], message: str) -> str:
    for secret in secrets:
        message = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", "***", message)
    return message


def _secrets(text: str) -> set[str]:
    """Everything that may be a password in `text`, as written and without the signs that YAML knows."""
    found: set[str] = set()
    for line in text.split("\n"):
        if line.lstrip().startswith("#"):
            continue
        if match := _PASSWORD.search(line):
            found |= _readings(match[1].strip())
        if match := _PROXY_USER.search(line):
            found |= {match[1], match[1].partition(":")[2]}
    return {secret for secret in found if len(secret) >= _SHORTEST}


def _readings(value: str) -> set[str]:
    """What `value` may mean: with or without what seems to be a comment, or the rest of a mapping."""
    if value[:1] in ('"', "'"):
        return {value[1:].rpartition(value[0])[0] or value[1:]}
    parts = {value, value.split(" #", maxsplit=1)[0], value.split(",", maxsplit=1)[0], value.split(" ", maxsplit=1)[0]}
    return parts | {part.strip("\"'*&!{}[]|>%@`, ") for part in parts}
