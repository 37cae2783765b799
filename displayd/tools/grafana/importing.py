"""A dashboard of Grafana as two files of a wall folder: a layout and its metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from displayd.errors import DisplaydError
from displayd.tools.grafana.dashboard import Dashboard, Section, read_dashboard
from displayd.tools.grafana.fields import Json, number, text
from displayd.tools.grafana.pages import pages_of
from displayd.tools.grafana.parts import Metric, Refused, Tile
from displayd.tools.grafana.tiles import Converter
from displayd.tools.grafana.variables import Variables
from displayd.tools.grafana.words import Names, one_line, plain_text, slug
from displayd.tools.grafana.writing import Page, layout_text, metrics_text

__all__ = ["Imported", "imported"]

MAX_PAGES = 100

# What the head of a page has room for beside clock and dots.
MOST_HEAD_LETTERS = 46

# A longer text is no heading.
MAX_HEADING_LETTERS = 60


class Imported(NamedTuple):
    """What a dashboard became."""

    name: str
    """Of both files, without their ending."""
    layout: str
    metrics: str
    shown: int
    """How many panels have a tile."""
    notes: list[str]
    """What is not shown, and why; what had to be assumed."""


def imported(
    data: bytes, *, name: str = "", values: Mapping[str, str] | None = None, server: str = "prometheus"
) -> Imported:
    """The dashboard in `data` as files.

    Args:
        name: of the files; made of the title when empty.
        values: of variables, in place of those in the file.
        server: what `hub.yaml` calls the Prometheus that is asked.

    Raises:
        DisplaydError: it is none that is read, or nothing of it can be shown.
    """
    dashboard = read_dashboard(data)
    variables = Variables(dashboard, values or {})
    converter = Converter(dashboard, variables, server)
    title = converter.title_of(dashboard.title) or "Dashboard"
    name = name or slug(title, "dashboard")[:40].strip("-")
    # `show: all` is every dashboard.
    name = "all-of-it" if name == "all" else name
    pages = _pages(dashboard, converter, title)
    refused = [one for page in pages for one in page.refused]
    pages = [page for page in pages if page.tiles]
    notes = _notes(refused, pages, converter, variables)
    if not pages:
        raise DisplaydError("nothing of this dashboard can be shown", "\n".join(notes[:20]))
    left_over = pages[MAX_PAGES:]
    notes += [f"page `{page.title}` is left out: a layout has {MAX_PAGES} pages at most" for page in left_over]
    pages = pages[:MAX_PAGES]
    metrics = _named(pages, name)
    shown = sum(len(page.tiles) for page in pages)
    head = [f"Imported from the Grafana dashboard `{title}`: {shown} of {shown + len(refused)} panels."]
    head += _assumed_head(converter)
    layout_head = [*head, f"`metric:` names an entry of metrics/{name}.yaml: title, unit, thresholds and query."]
    metrics_head = [
        *head,
        f"What the tiles of layouts/{name}.yaml show; `servers` in hub.yaml says where `{server}` is.",
    ]
    about = one_line(dashboard.description, 300)
    return Imported(
        name,
        layout_text(title, about, layout_head, pages),
        metrics_text(metrics_head, metrics) if metrics else "",
        shown,
        notes,
    )


def _pages(dashboard: Dashboard, converter: Converter, title: str) -> list[Page]:
    """A page or more for each row of the dashboard; empty ones, for what is said of their panels, too."""
    pages: list[Page] = []
    for section in dashboard.sections:
        tiles, refused = _section(section, converter)
        heading = converter.title_of(section.title) or title
        parts = pages_of(tiles)
        for place, part in enumerate(parts, 1):
            suffix = f" ({place} of {len(parts)})" if len(parts) > 1 else ""
            pages.append(Page(_short(heading, suffix) + suffix, part, refused if place == 1 else []))
        if not parts:
            pages.append(Page(heading, [], refused))
    return pages


def _short(heading: str, suffix: str) -> str:
    """`heading` without the first of its parts (`Kubernetes / Compute / Pods`) where the head has no room for all."""
    while len(heading) + len(suffix) > MOST_HEAD_LETTERS and " / " in heading:
        heading = heading.partition(" / ")[2].strip() or heading.replace(" / ", " ")
    return heading


def _section(section: Section, converter: Converter) -> tuple[list[Tile], list[Refused]]:
    tiles: list[Tile] = []
    refused: list[Refused] = []
    headings = dict(_headings(section))
    for index, panel in enumerate(section.panels):
        made = converter.tile_of(panel, index, headings.get(_corner(panel, 0.0), ""))
        if isinstance(made, Tile):
            repeat = text(panel, "repeat") or section.repeat
            if repeat and made.metric is not None:
                made.metric.remarks.append(f"Grafana shows it again for each value of `{one_line(repeat, 60)}`")
            tiles.append(made)
        else:
            refused.append(made)
    return tiles, refused


def _headings(section: Section) -> Iterator[tuple[tuple[float, float], str]]:
    """Where the panels stand that have a heading, and that: a short text above them, or the row that they fill."""
    if len(section.panels) == 1:
        yield _corner(section.panels[0], 0.0), section.title
    for panel in section.panels:
        if text(panel, "type") == "text":
            heading = text(panel, "title") or plain_text(text(panel, "options", "content") or text(panel, "content"))
            height = number(panel, "gridPos", "h") or 0.0
            if height > 0 and "\n" not in heading.strip() and len(heading) <= MAX_HEADING_LETTERS:
                yield _corner(panel, height), heading.strip("#* ")


def _corner(panel: Json, below: float) -> tuple[float, float]:
    """Where its left edge meets the grid's row so far below its top."""
    return number(panel, "gridPos", "x") or 0.0, (number(panel, "gridPos", "y") or 0.0) + below


def _named(pages: Sequence[Page], name: str) -> list[Metric]:
    """Names for all tiles, on each page their own, and ids for all metrics; the metrics."""
    ids, metrics = Names(), []
    for page in pages:
        areas = Names()
        for tile in page.tiles:
            tile.name = areas.of(tile.wanted_name, 24)
            for metric in tile.metrics:
                metric.id = ids.of(f"{name}.{metric.wanted_id}", 100)
                metrics.append(metric)
    return metrics


def _assumed_head(converter: Converter) -> list[str]:
    if not converter.assumed:
        return []
    names = ", ".join(f"`{name}`" for name in sorted(converter.assumed))
    return [f"The file has no values for {names}: the queries take all there are."]


def _notes(refused: Sequence[Refused], pages: Sequence[Page], converter: Converter, variables: Variables) -> list[str]:
    notes = [f"not shown: {one.title or 'a panel without a title'} ({one.kind}): {one.reason}" for one in refused]
    remarks: dict[str, list[str]] = {}
    for tile in (tile for page in pages for tile in page.tiles):
        for metric in tile.metrics:
            for remark in metric.remarks:
                remarks.setdefault(remark, []).append(metric.fields.get("title") or tile.wanted_name)
    for remark, titles in remarks.items():
        others = f" and {len(titles) - 3} more" if len(titles) > 4 else ""
        notes.append(f"not kept: {', '.join(titles[: 3 if others else 4])}{others}: {remark}")
    notes += [
        f"variable `{name}` has no value in the file: all are taken; --var {name}=VALUE takes one"
        for name in sorted(converter.assumed)
    ]
    return notes + [f"--var {name}: the dashboard has no such variable" for name in variables.unused]
