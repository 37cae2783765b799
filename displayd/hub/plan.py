"""What a wall folder would do, found out without a Pi and without a running hub."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import msgspec

from displayd.checking import suggestion
from displayd.document import Document
from displayd.errors import ConfigError, DisplaydError, FetchError, StoreError
from displayd.hub import folder as folders
from displayd.hub.base import Base, ScreenBase, base_of
from displayd.hub.binding import bound_page
from displayd.hub.difference import document_changes
from displayd.hub.layout import checked_layout
from displayd.hub.metrics import Metrics
from displayd.hub.publish import Publisher
from displayd.hub.values import values_without_hub
from displayd.hub.wall import load, wall_of
from displayd.units import Formatter
from displayd.yamltext import parse

__all__ = ["Difference", "check", "differences", "layout_document", "plan", "show"]

check = load
"""The wall in a folder, or every mistake in it: the command `hub check`."""

MAX_ANSWER_BYTES = 50_000_000


@dataclass(frozen=True)
class Difference:
    """What would change on one screen."""

    screen: str
    changes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.screen}:", *(f"  {change}" for change in self.changes)])


def plan(folder: Path, hub: str | None = None, state: Path | None = None) -> list[Difference]:
    """Which screens the wall in `folder` would change, and how.

    Args:
        hub: address of a running hub to compare with.
        state: state folder of a hub, for the wall that it served last; used if `hub` is None. Where there is
            neither, every screen is new.

    Raises:
        ConfigError: the folder has mistakes.
        FetchError: the hub gave no usable answer.
    """
    wall = load(folder)
    return differences(_served(hub, state), base_of(wall))


def differences(before: Base, after: Base) -> list[Difference]:
    """What changes from `before` to `after`, screen by screen; screens that stay as they are left out."""
    found = []
    for name in [*before.screens, *(name for name in after.screens if name not in before.screens)]:
        old, new = before.screens.get(name), after.screens.get(name)
        if new is None:
            found.append(Difference(name, ("this screen goes",)))
        elif old is None:
            dashboards = dict.fromkeys(page.get("dashboard", "") for page in new.document["pages"])
            found.append(Difference(name, (f"this screen is new and shows {', '.join(dashboards)}",)))
        elif changes := [*_device_changes(old, new), *document_changes(old.document, new.document)]:
            found.append(Difference(name, tuple(changes)))
    return found


def show(folder: Path, screen: str, state: Path | None = None, unix_time: float | None = None) -> bytes:
    """The document of one screen of the wall in `folder`, with the numbers that can be had.

    Args:
        state: state folder of a hub; values that were pushed come from there.
        unix_time: the moment, now if None.

    Raises:
        ConfigError: the folder has mistakes.
        DisplaydError: it has no such screen.
    """
    wall = load(folder)
    if screen not in wall.screens:
        raise DisplaydError(f"{folder}: there is no screen `{screen}`", suggestion(screen, list(wall.screens)))
    now = time.time() if unix_time is None else unix_time
    publisher = Publisher()
    publisher.publish(wall, values_without_hub(wall, state, now), now)
    issue = publisher.issue(screen)
    if issue is None:
        raise DisplaydError(f"{screen}: the document is too large", "show fewer dashboards")
    return issue.body


def layout_document(source: Path, wall_folder: Path | None = None) -> Document:
    """The document that a screen would get that shows the layout `source` alone.

    Args:
        wall_folder: the wall folder that has the metrics; without one, widgets with a metric have no data.

    Raises:
        ConfigError: the layout, or the wall folder, has mistakes.
        StoreError: the layout cannot be read.
    """
    try:
        text = parse(source.name, source.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise StoreError(f"cannot read {source}: {exc}") from exc
    wall = load(wall_folder) if wall_folder else None
    metrics = values_without_hub(wall, None, time.time()) if wall else Metrics()
    facts = {name: metrics.facts(name) or {} for name in metrics.names()} if wall else None
    folder = source.parent.parent / "pictures"
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.glob("**/*")) if path.is_file()]
    pictures = {name: name for name in [*names, *(path.name for path in source.parent.glob("*.*"))]}
    layout, mistakes = checked_layout(text, source.stem, facts, pictures)
    if layout is None:
        raise ConfigError(str(source), mistakes)
    formatter = Formatter()
    numbers = range(len(layout.pages))
    pages = [bound_page(layout, number, metrics.facts, pictures, formatter) for number in numbers]
    return Document(format=1, screen="preview", title=layout.title[:200], pages=pages)


def _served(hub: str | None, state: Path | None) -> Base:
    if hub is not None:
        return _fetched(hub)
    found = folders.kept(state / folders.KEPT_NAME) if state is not None else None
    if found is None:
        return Base({})
    try:
        return base_of(wall_of(found[0], "the wall served last"))
    except ConfigError:
        # Kept by a version with other rules; what it showed cannot be said any more.
        return Base({})


def _fetched(hub: str) -> Base:
    address = f"{hub.rstrip('/')}/v1/plan-base"
    if not address.startswith(("http://", "https://")):
        raise FetchError(f"{hub}: not an address", "for example http://hub.example:8070")
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # the address is the admin's own
            body = answer.read(MAX_ANSWER_BYTES)
        return msgspec.json.decode(body, type=Base)
    except urllib.error.HTTPError as exc:
        hint = "the hub has no good wall folder yet" if exc.code == 503 else "is this a displayd hub?"
        raise FetchError(f"{address}: {exc}", hint) from exc
    except (OSError, ValueError, msgspec.DecodeError) as exc:
        raise FetchError(f"{address}: {getattr(exc, 'reason', exc)}", "is the hub running?") from exc


def _device_changes(before: ScreenBase, after: ScreenBase) -> list[str]:
    if before.device == after.device:
        return []
    if after.device is None:
        return [f"is no longer the TV `{before.device}`"]
    return [f"becomes the TV `{after.device}`" + (f" (was `{before.device}`)" if before.device else "")]
