"""What a new document brings is told: new pages by name, and nothing where only values are new."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from displayd.document.layout_news import layout_news, layout_of
from displayd.document.model import decode
from displayd.widgets import WIDGETS
from tests.document.example import EXAMPLE

Edit = Callable[[dict[str, Any]], object]


def news(edit: Edit, before: dict[str, Any] = EXAMPLE) -> list[str]:
    after = json.loads(json.dumps(before))
    edit(after)
    return layout_news(*(layout_of(decode(json.dumps(one).encode())) for one in (before, after)))


def tile(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = data["pages"][0]["widgets"][name]
    return found


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: tile(data, "uptime").update(value=0.5, as_of=1795291601),
        lambda data: tile(data, "conns").update(value=None),
        lambda data: tile(data, "errors").update(previous=0.1, history=[1, 2]),
        lambda data: tile(data, "load")["series"][0].update(points=[[1795290120, 1.0]]),
        lambda data: data.update(revision="another"),
        lambda data: data["mirror"].update(effective_at=5.0),
    ],
)
def test_new_values_are_no_news(edit: Edit) -> None:
    assert news(edit) == []


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda data: data["pages"].append({**data["pages"][0], "title": "Night"}), ["page Night comes"]),
        (lambda data: data["pages"][0].update(title="Live"), ["page Production goes", "page Live comes"]),
        (lambda data: data["pages"][0].update(seconds=5), ["page Production is changed"]),
        (lambda data: data["pages"][0].update(portrait_rows=[1, 1, 1, 2]), ["page Production is changed"]),
        (lambda data: tile(data, "conns").update(title="Open"), ["page Production is changed"]),
        (lambda data: tile(data, "uptime").update(red=0.5), ["page Production is changed"]),
        (lambda data: tile(data, "load")["series"].append({"name": "db"}), ["page Production is changed"]),
        (lambda data: tile(data, "conns").update(type="gauge"), ["page Production is changed"]),
        (lambda data: data.update(theme="light"), ["theme is another one"]),
        (lambda data: data.pop("mirror"), ["mirror is another one"]),
    ],
)
def test_what_an_edit_changes_is_told(edit: Edit, told: list[str]) -> None:
    assert news(edit) == told


def test_pages_without_and_with_equal_titles_are_told_apart() -> None:
    pages = [{"title": title, "widgets": {"a": {"type": "text", "text": title}}} for title in ("A", "B", "A", "")]
    before = {"format": 1, "screen": "a", "pages": pages}

    assert news(lambda data: data["pages"].reverse(), before) == ["pages come in another order"]
    assert news(lambda data: data["pages"].pop(2), before) == ["page A (2) goes"]
    assert news(lambda data: data["pages"].pop(3), before) == ["page without a title goes"]


@pytest.mark.parametrize("kind", WIDGETS)
def test_every_example_of_every_widget_has_a_layout(kind: Any) -> None:
    tag = kind.__struct_config__.tag
    for example in kind.EXAMPLES.values():
        data = {"format": 1, "screen": "a", "pages": [{"widgets": {"a": {"type": tag, **example}}}]}

        assert news(lambda _: None, data) == []
