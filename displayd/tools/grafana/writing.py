"""A layout and its metrics as YAML that somebody goes on with: comments, and nothing that says itself."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from displayd.tools.grafana.pages import drawn, upright
from displayd.tools.grafana.parts import Metric, Refused, Tile
from displayd.tools.grafana.words import printable
from displayd.validation.yaml_source import dump

__all__ = ["Page", "layout_text", "metrics_text"]

WIDTH = 110

# For editors, see docs/editors.md.
_SCHEMA_LINE = "# yaml-language-server: $schema=http://127.0.0.1:8070/v1/schemas/{kind}"


class Page(NamedTuple):
    """A page of the layout."""

    title: str
    tiles: list[Tile]
    refused: list[Refused]
    """Panels that would have stood here."""


def layout_text(title: str, about: str, head: Sequence[str], pages: Sequence[Page]) -> str:
    """The file in `layouts/`.

    Args:
        head: paragraphs for whoever reads the file.
    """
    lines = [_SCHEMA_LINE.format(kind="layout"), *_comment("\n\n".join(head), ""), *_plain({"title": title}, "")]
    if about:
        lines += _plain({"about": about}, "")
    lines += ["", "pages:"]
    for number, page in enumerate(pages):
        lines += [*([""] if number else []), *_page(page)]
    return "\n".join(lines) + "\n"


def metrics_text(head: Sequence[str], metrics: Sequence[Metric]) -> str:
    """The file in `metrics/`."""
    lines = [_SCHEMA_LINE.format(kind="metrics"), *_comment("\n\n".join(head), "")]
    for metric in metrics:
        lines.append("")
        for remark in metric.remarks:
            lines += _comment(remark, "")
        lines.append(f"{metric.id}:")
        fields = dict(metric.fields)
        origin = fields.pop("prometheus")
        lines += _plain(fields, "  ") if fields else []
        lines += ["  prometheus:", *_origin(origin)]
    return "\n".join(lines) + "\n"


def _page(page: Page) -> Iterator[str]:
    for one in page.refused:
        yield from _comment(f"Not shown: {one.title or 'a panel without a title'} ({one.kind}): {one.reason}.", "  ")
    yield f"  - {''.join(_plain({'title': page.title}, ''))}"
    for orientation, plan in (("landscape", drawn(page.tiles)), ("portrait", upright(page.tiles))):
        if plan is None:
            continue
        yield f"    {orientation}:"
        yield from (f"      - {line}" for line in plan.template)
        for name, weights in (("rows", plan.rows), ("columns", plan.columns)):
            if weights:
                yield f"    {orientation}_{name}: [{', '.join(f'{weight:g}' for weight in weights)}]"
    yield "    widgets:"
    for tile in page.tiles:
        yield f"      {tile.name}:"
        yield from _tile(tile)


def _tile(tile: Tile) -> Iterator[str]:
    fields = dict(tile.fields)
    kind = {"type": fields.pop("type")}
    if tile.metric is None:
        words = fields.pop("text")
        yield from _plain(kind | fields, "        ")
        yield "        text: |-"
        yield from (f"          {line}".rstrip() for line in words.split("\n"))
        return
    if tile.right is None and not tile.parts:
        yield from _plain(kind | {"metric": tile.metric.id} | fields, "        ")
        return
    if tile.parts:
        items = [{"metric": part.id, "label": part.line_name} for part in tile.parts]
        yield from _plain(kind | fields | {"items": items}, "        ")
        return
    named = {"title": tile.metric.fields.get("title", "")}
    series = [{"metric": metric.id, "name": metric.line_name} for metric in tile.metrics]
    series[-1]["axis"] = "right"
    yield from _plain(kind | named | fields | {"series": series}, "        ")


def _origin(origin: dict[str, Any]) -> Iterator[str]:
    for name, value in origin.items():
        if name == "query":
            yield f"    query: {_query(value, '      ')}"
        elif name == "columns":
            yield "    columns:"
            for column in value:
                for place, (field, said) in enumerate(column.items()):
                    lines = [f"query: {_query(said, '          ')}"] if field == "query" else _plain({field: said}, "")
                    yield f"      {'  ' if place else '- '}{lines[0]}"
                    yield from (f"        {line}" for line in lines[1:])
        elif name == "legend":
            yield f"    legend: {_quoted(value)}"
        else:
            yield from _plain({name: value}, "    ")


def _query(expression: str, indent: str) -> str:
    """A query as a block where it has several lines, else in one line between quotes."""
    lines = [printable(line.replace("\t", "  ")).rstrip() for line in expression.strip().splitlines() if line.strip()]
    if len(lines) < 2:
        return _quoted("".join(lines))
    rest = textwrap.dedent("\n".join(lines[1:])).split("\n")
    return "|-\n" + "\n".join(f"{indent}{line}" for line in [lines[0].strip(), *rest])


def _quoted(text: str) -> str:
    """`text` in one line between single quotes, in which PromQL stays as it is."""
    escaped = printable(text).replace("'", "''")
    return f"'{escaped}'"


def _plain(fields: dict[str, Any], indent: str) -> list[str]:
    return [f"{indent}{line}" if line else "" for line in dump(fields).rstrip("\n").split("\n")]


def _comment(text: str, indent: str) -> list[str]:
    lines = []
    for paragraph in text.split("\n"):
        lines += textwrap.wrap(printable(paragraph), WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    return [f"{indent}# {line}".rstrip() for line in lines]
