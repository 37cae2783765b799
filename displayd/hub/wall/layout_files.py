"""`layouts/`, and the layouts that come with displayd as far as a screen shows them."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from displayd.errors import Mistake
from displayd.hub.layouts.layout import Layout, checked_layout
from displayd.hub.wall.screens_file import ALL
from displayd.hub.wall.texts import WallTexts

__all__ = ["layouts_of", "own_layouts"]


def own_layouts(texts: WallTexts) -> list[str]:
    """Names of the layouts in the wall's own folder."""
    paths = (path for path in texts.files.own if path.startswith("layouts/"))
    return [path.removeprefix("layouts/").rpartition(".")[0] for path in paths]


def layouts_of(
    texts: WallTexts,
    shown: Collection[str],
    metrics: Collection[str] | None,
    pictures: Collection[str],
    today: datetime.date | None,
) -> dict[str, Layout | None]:
    """Every layout by name, None for one with mistakes: the wall's own by name, then the shipped ones in use.

    Args:
        shown: names of the dashboards that screens name.
        metrics, pictures, today: as for `checked_layout`.
    """
    layouts: dict[str, Layout | None] = {}

    def add(name: str, path: str, data: bytes) -> None:
        text = texts.text(path, data)
        layouts[name], mistakes = checked_layout(text, name, metrics, pictures, today) if text else (None, [])
        texts.mistakes += mistakes

    for name, path, data in texts.named_files("layouts"):
        if name == ALL:
            texts.mistakes.append(Mistake(path, "`all` already means every dashboard", "give it another name"))
        add(name, path, data)
    for name in sorted(set(shown) - set(layouts)):
        if (ready := texts.files.shipped.get(f"{name}.yaml")) is not None:
            add(name, f"displayd/layouts/{name}.yaml", ready)
    return layouts
