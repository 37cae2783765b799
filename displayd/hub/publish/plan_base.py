"""A wall without its numbers: what another wall is compared with."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from displayd.hub.metrics.facts import DefinedOnly
from displayd.hub.publish.document_diff import TOLD
from displayd.hub.publish.pages import Binder, document_of
from displayd.hub.publish.publisher import title_of
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec

__all__ = ["Base", "ScreenBase", "base_of", "plain_of"]


class ScreenBase(Struct, frozen=True):
    """One screen as far as the wall folder decides it."""

    device: Annotated[str | None, Meta(description="Fingerprint of its device; null for none.")]
    document: Annotated[dict[str, Any], Meta(description="Its document without numbers.")]


class Base(Struct, frozen=True):
    """All screens of a wall, to compare another wall with; the body of `GET /v1/plan-base`."""

    screens: Annotated[dict[str, ScreenBase], Meta(description="Every screen, by name.")]


def base_of(wall: Wall) -> Base:
    """`wall` without its numbers."""
    binder = Binder(wall, DefinedOnly(wall.metrics))
    screens = {}
    for name, spec in wall.screens.items():
        title = title_of(wall, wall.screens[spec.mirror or name])
        screens[name] = ScreenBase(spec.device, plain_of(spec, title, binder))
    return Base(screens)


def plain_of(spec: ScreenSpec, title: str, binder: Binder) -> dict[str, Any]:
    """The document of a screen as it is read from JSON, with settings and page times that are at their defaults too.

    What a running hub says comes as JSON, which knows no tuples: equal is only what is equal there.
    """
    document = document_of(spec, title, [bound.page for bound in binder.pages(spec)])
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(document))
    plain |= msgspec.json.decode(msgspec.json.encode({name: getattr(document, name) for name in TOLD}))
    for page, own in zip(plain["pages"], document.pages, strict=True):
        page["seconds"] = own.seconds
    return plain
