"""What a wall folder would do, found out without a Pi and without a running hub."""

from __future__ import annotations

import datetime
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from displayd.document.model import Document
from displayd.errors import ConfigError, DisplaydError, FetchError, Mistake, StoreError
from displayd.hub.layouts.layout import checked_layout
from displayd.hub.metrics.facts import DefinedOnly, Told
from displayd.hub.publish.document_diff import document_changes
from displayd.hub.publish.pages import bound_page
from displayd.hub.publish.plan_base import Base, ScreenBase, base_of
from displayd.hub.publish.publisher import Publisher
from displayd.hub.wall import folder as folders
from displayd.hub.wall.loader import Wall, load, wall_of
from displayd.text.formatter import Formatter
from displayd.tools.offline_values import computed_values, values_without_hub
from displayd.validation.faults import suggestion
from displayd.validation.yaml_source import YamlText, parse

__all__ = ["Difference", "check", "differences", "layout_document", "layout_documents", "plan", "show"]

MAX_ANSWER_BYTES = 50_000_000


OWN_HUB_SECONDS = 5
"""Patience with a hub that nobody named: it is on this machine, or not there."""


def check(folder: Path) -> Wall:
    """The wall in `folder`: the command `hub check`. Every screen is tried, as the hub would do.

    Raises:
        ConfigError: every mistake in it.
    """
    wall = load(folder, _today())
    now = time.time()
    try:
        publisher = Publisher()
        publisher.publish(wall, computed_values(wall, now), now)
    except Exception as exc:
        # Fence: the hub would refuse this wall for the same reason, whatever it is.
        mistake = Mistake(str(folder), f"cannot be used: {exc!r}"[:500], "this is a fault of displayd")
        raise ConfigError(str(folder), [mistake]) from exc
    troubles = {name: publisher.trouble(name) for name in wall.screens}
    if mistakes := [Mistake(f"screen `{name}`", why, "show fewer dashboards") for name, why in troubles.items() if why]:
        raise ConfigError(str(folder), mistakes)
    return wall


@dataclass(frozen=True)
class Difference:
    """What would change on one screen."""

    screen: str
    changes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([f"{self.screen}:", *(f"  {change}" for change in self.changes)])


def plan(
    folder: Path, hub: str | None = None, state: Path | None = None, usual_state: Path | None = None
) -> list[Difference]:
    """Which screens the wall in `folder` would change, and how.

    Args:
        hub: address of a running hub to compare with.
        state: state folder of a hub, for the wall that it served last; used if `hub` is None.
        usual_state: with neither, the hub at the wall's own `listen` is asked, and then this state folder.

    Raises:
        ConfigError: the folder has mistakes.
        FetchError: the hub gave no usable answer.
        DisplaydError: there is nothing to compare with.
    """
    wall = load(folder, _today())
    if hub is not None:
        before: Base | None = _fetched(hub)
    elif state is not None:
        before = _kept(state)
    else:
        before = _of_own_hub(wall) or (_kept(usual_state) if usual_state else None)
    if before is None:
        raise DisplaydError("nothing to compare with", "name a running hub with --hub URL")
    return differences(before, base_of(wall))


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
        DisplaydError: it has no such screen, or there are no values in `state`.
    """
    wall = load(folder, _today())
    if screen not in wall.screens:
        raise DisplaydError(f"{folder}: there is no screen `{screen}`", suggestion(screen, list(wall.screens)))
    now = time.time() if unix_time is None else unix_time
    publisher = Publisher()
    publisher.publish(wall, values_without_hub(wall, state, now), now)
    issue = publisher.issue(screen)
    if issue is None:
        raise DisplaydError(f"{screen}: the document is too large", "show fewer dashboards")
    return issue.body


def layout_document(source: Path, wall_folder: Path | None = None, unix_time: float | None = None) -> Document:
    """The document that a screen would get that shows the layout `source` alone.

    Args:
        wall_folder: the wall folder that has the metrics and pictures; without one, widgets with a metric have no
            data, and pictures are looked for where `source` lies, as if in a wall folder's `layouts/`.
        unix_time: the moment whose values are wanted; now if None.

    Raises:
        ConfigError: the layout, or the wall folder, has mistakes.
        StoreError: the layout cannot be read.
    """
    return layout_documents([source], wall_folder, unix_time)[0]


def layout_documents(
    sources: Sequence[Path], wall_folder: Path | None = None, unix_time: float | None = None
) -> list[Document]:
    """As `layout_document`, for several layouts with the values of the same moment."""
    texts = [_read(source) for source in sources]
    wall = load(wall_folder) if wall_folder else None
    now = time.time() if unix_time is None else unix_time
    values: Told = values_without_hub(wall, None, now) if wall else DefinedOnly({})
    metrics = wall.metrics if wall else None
    return [
        _bound_layout(source, text, wall_folder, values, metrics) for source, text in zip(sources, texts, strict=True)
    ]


def _read(source: Path) -> YamlText:
    try:
        return parse(source.name, source.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise StoreError(f"cannot read {source}: {exc}") from exc


def _bound_layout(
    source: Path, text: YamlText, wall_folder: Path | None, values: Told, metrics: Collection[str] | None
) -> Document:
    folder = (wall_folder or source.absolute().parent.parent) / "pictures"
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.glob("**/*")) if path.is_file()]
    pictures = {name: name for name in [*names, *(path.name for path in source.parent.glob("*.*"))]}
    layout, mistakes = checked_layout(text, source.stem, metrics, pictures)
    if layout is None:
        raise ConfigError(str(source), mistakes)
    formatter = Formatter()
    numbers = range(len(layout.pages))
    pages = [bound_page(layout, number, values.facts, pictures, formatter) for number in numbers]
    return Document(format=1, screen="preview", title=layout.title[:200], pages=pages)


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


def _kept(state: Path) -> Base | None:
    """The wall that the hub with this state folder served last, if that is known."""
    found = folders.kept(state / folders.KEPT_NAME)
    if found is None:
        return None
    try:
        return base_of(wall_of(found[0], "the wall served last"))
    except ConfigError:
        # Kept by a version with other rules; what it showed cannot be said any more.
        return None


def _of_own_hub(wall: Wall) -> Base | None:
    """What the hub at the wall's own `listen` serves; None if there is none."""
    host, _, port = wall.settings.listen.rpartition(":")
    host = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - nothing is bound here
    try:
        return _fetched(f"http://{host}:{port}", OWN_HUB_SECONDS)
    except FetchError:
        return None


def _fetched(hub: str, patience_seconds: float = 20) -> Base:
    address = f"{hub.rstrip('/')}/v1/plan-base"
    if not address.startswith(("http://", "https://")):
        raise FetchError(f"{hub}: not an address", "for example http://hub.example:8070")
    try:
        with urllib.request.urlopen(address, timeout=patience_seconds) as answer:  # the address is the admin's own
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
