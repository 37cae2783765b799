"""What is different between two walls, screen by screen, in words for the admin."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from displayd.hub.metrics.facts import DefinedOnly
from displayd.hub.publish.document_diff import Plain, document_changes
from displayd.hub.publish.pages import Binder
from displayd.hub.publish.plan_base import Base, ScreenBase, plain_of
from displayd.hub.publish.publisher import title_of
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec

__all__ = ["Difference", "differences", "told", "wall_differences"]

MOST_LINES = 20
MOST_NAMES = 6
MOST_CHANGES = 3


@dataclass(frozen=True)
class Difference:
    """What changes on one screen."""

    screen: str
    changes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.screen}:", *(f"  {change}" for change in self.changes)])


def differences(before: Base, after: Base) -> list[Difference]:
    """What changes from `before` to `after`, screen by screen; screens that stay as they are left out.

    What is the same to the byte, as screens are served it, is not looked at any further.
    """
    found = []
    for name in [*before.screens, *(name for name in after.screens if name not in before.screens)]:
        old, new = before.screens.get(name), after.screens.get(name)
        if new is None:
            found.append(Difference(name, (_GOES,)))
        elif old is None:
            found.append(Difference(name, (_comes(new.document),)))
        elif _served(old) == _served(new):
            continue
        elif changes := [*_device_changes(old.device, new.device), *document_changes(old.document, new.document)]:
            found.append(Difference(name, tuple(changes)))
    return found


def wall_differences(before: Wall, after: Wall) -> list[Difference]:
    """The same for two walls of one hub. What many screens have in common is compared once."""
    old_walls, new_walls = _Plains(before), _Plains(after)
    known: dict[tuple[ScreenSpec, ScreenSpec], tuple[str, ...]] = {}
    found = []
    for name in [*before.screens, *(name for name in after.screens if name not in before.screens)]:
        old, new = before.screens.get(name), after.screens.get(name)
        if old is None or new is None:
            found.append(Difference(name, (_GOES if new is None else _comes(new_walls.plain(new)),)))
            continue
        pair = (_common(old), _common(new))
        if pair not in known:
            known[pair] = tuple(document_changes(old_walls.plain(pair[0]), new_walls.plain(pair[1])))
        titles = [{"title": one.title(spec), "pages": []} for one, spec in ((old_walls, old), (new_walls, new))]
        changes = [*_device_changes(old.device, new.device), *document_changes(*titles), *known[pair]]
        if changes:
            found.append(Difference(name, tuple(changes)))
    return found


def told(found: list[Difference], screens: int) -> str:
    """`found` for the log, in as few lines as will do.

    Args:
        screens: how many there are now; those that go count as well.
    """
    alike: dict[str, list[str]] = {}
    for one in found:
        alike.setdefault(_short(one.changes), []).append(one.screen)
    lines = [f"  {_names(names)}: {changes}" for changes, names in alike.items()]
    if len(lines) > MOST_LINES:
        rest = sum(len(names) for names in list(alike.values())[MOST_LINES - 1 :])
        lines = [*lines[: MOST_LINES - 1], f"  and {rest} more; `displayd hub plan` says how before an edit is saved"]
    gone = sum(one.changes == (_GOES,) for one in found)
    return "\n".join([f"{len(found)} of {screens + gone} screens change", *lines])


def _served(screen: ScreenBase) -> bytes:
    return msgspec.json.encode(screen, order="deterministic")


_GOES = "this screen goes"


def _comes(document: Plain) -> str:
    dashboards = dict.fromkeys(page.get("dashboard", "") for page in document["pages"])
    return f"this screen is new and shows {', '.join(dashboards)}"


def _device_changes(before: str | None, after: str | None) -> list[str]:
    if before == after:
        return []
    if after is None:
        return [f"is no longer the TV `{before}`"]
    return [f"becomes the TV `{after}`" + (f" (was `{before}`)" if before else "")]


def _common(spec: ScreenSpec) -> ScreenSpec:
    """`spec` without what is its own and changes nothing in its document but name and title."""
    return dataclasses.replace(spec, name="-", title="-", device=None, mirror=None)


class _Plains:
    """The documents of a wall without numbers, made as they are asked for."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self._binder = Binder(wall, DefinedOnly(wall.metrics))

    def title(self, spec: ScreenSpec) -> str:
        return title_of(self._wall, self._wall.screens[spec.mirror or spec.name])

    def plain(self, spec: ScreenSpec) -> Mapping[str, object]:
        return plain_of(spec, spec.title, self._binder)


def _short(changes: tuple[str, ...]) -> str:
    """`changes` in one line: pages that come and go, and others of one page, by their number."""
    lines = list(_counted(changes))
    more = f", and {len(lines) - MOST_CHANGES} more" if len(lines) > MOST_CHANGES else ""
    return "; ".join(lines[:MOST_CHANGES]) + more


def _counted(changes: tuple[str, ...]) -> Iterator[str]:
    kinds: dict[str, list[str]] = {}
    for change in changes:
        what = change.rpartition("`")[2] if change.startswith("page `") else ""
        kind = what if what in (" comes", " goes") else "page" if change.startswith("page `") else change
        kinds.setdefault(kind, []).append(change)
    for kind, alike in kinds.items():
        if len(alike) == 1:
            yield alike[0]
        elif kind == "page":
            pages = len({change.partition("`: ")[0] for change in alike})
            yield f"{len(alike)} changes on {'one page' if pages == 1 else f'{pages} pages'}"
        else:
            yield f"{len(alike)} pages {kind.strip().removesuffix('s')}"


def _names(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{', '.join(names[: MOST_NAMES - 1])} and {len(names) - MOST_NAMES + 1} more"
