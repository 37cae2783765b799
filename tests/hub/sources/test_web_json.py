"""JSON of other systems: where its figures are, and what is said when they are not there."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.source import Answers
from displayd.hub.sources.web_json import JsonReader
from tests.hub.outgoing.strangers import Asked, Said, Stranger, stranger
from tests.hub.walls import mistakes, wall

NOW = 1_795_788_000.0
DAY = "2026-11-27"

BODY = {
    "open": "41",
    "rate": 0.93,
    "nothing": None,
    "at": 1_795_787_000_000,
    "regions": [{"name": "North", "total": "12.5", "x": 1}, {"name": "South", "total": None, "x": 2}],
    "by_name": {"a": 1, "b": "2"},
    "days": [[DAY, 3], ["2026-11-26T00:00:00Z", "2"], ["2026-11-25", None]],
    "objects": [{"date": DAY, "count": 5}, {"date": "2026-11-26", "count": 4}],
}


def answers_of(shop: Stranger, metrics: str, unix_time: float = NOW) -> Answers:
    """What becomes of the metrics of a wall whose server `shop` is."""
    rest = "".join(f"{name}: {{}}\n" for name in ("orders", "errors", "latency") if f"\n{name}:" not in f"\n{metrics}")
    hub = f"outgoing: [127.0.0.1]\nservers: {{shop: {{url: '{shop.url}/api', title: Shop}}}}\n"
    found = wall({"metrics.yaml": metrics + rest, "hub.yaml": hub})
    return JsonReader().read(asked_of(SOURCES["json"], found.metrics), found.office, unix_time)


def read(wishes: str, body: Any = None) -> Reading | SourceError:
    """What becomes of one metric of a server that answers `body`."""
    text = json.dumps(BODY if body is None else body).encode() if not isinstance(body, bytes) else body
    with stranger(lambda _: Said(text)) as shop:
        return answers_of(shop, f"orders: {{json: {{server: shop, url: /x, {wishes}}}}}\n")["orders"]


def good(answer: Reading | SourceError) -> Reading:
    assert isinstance(answer, Reading), answer
    return answer


def test_a_figure_with_what_it_is_compared_with_and_its_time() -> None:
    reading = good(read("value: open, previous: '`40`', target: rate, as_of: at"))

    assert (reading.value, reading.previous, reading.target, reading.as_of) == (41.0, 40.0, 0.93, 1_795_787_000.0)


@pytest.mark.parametrize("path", ["nothing", "no.such.path", "regions[?x > `5`].total | [0]", "`[]`"])
def test_nothing_there_is_no_data_and_never_nought(path: str) -> None:
    assert good(read(f"value: '{path}'")).value is None


def test_paths_compute() -> None:
    assert good(read("value: 'length(regions)'")).value == 2.0
    assert good(read("value: 'days[0][1]'")).value == 3.0


@pytest.mark.parametrize(
    ("path", "items"),
    [
        (
            "regions[].{label: name, value: total}",
            [Item(label="North", value=12.5), Item(label="South")],
        ),
        ("by_name", [Item(label="a", value=1.0), Item(label="b", value=2.0)]),
        ("regions[].[name, total]", [Item(label="North", value=12.5), Item(label="South")]),
        ("regions[].name", [Item(label="North"), Item(label="South")]),
        ("`[]`", []),
    ],
)
def test_a_list_in_the_shapes_that_services_have(path: str, items: list[Item]) -> None:
    assert good(read(f'items: "{path}"')).items == items


def test_a_table_of_lists_or_objects() -> None:
    assert good(read("rows: 'regions[].[name, total]'")).rows == [["North", "12.5"], ["South", None]]
    assert good(read("rows: 'objects'")).rows == [[DAY, 5.0], ["2026-11-26", 4.0]]


@pytest.mark.parametrize("path", ["days", "objects", "objects[].{t: date, v: count}"])
def test_a_line_in_the_shapes_that_services_have(path: str) -> None:
    reading = good(read(f"history: '{path}'"))

    times = [at for at, _ in reading.history or ()]
    assert times == sorted(times)
    assert reading.value == (reading.history or [(0, None)])[-1][1]
    assert reading.value_at == times[-1]
    assert reading.as_of == NOW


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ("value: regions", "`value` is a list of 2, and a figure is a number"),
        ("value: by_name", "`value` is an object"),
        ("value: 'regions[0].name'", "`value` is `North`"),
        ("items: open", "`items` is `41`, and not a list"),
        ("items: regions", "`items[0]` has `name`"),
        ("rows: open", "`rows` is `41`"),
        ("history: by_name", "`history[0] time` is `a`, and no time"),
        ("history: 'regions[].name'", "`history[0]` is no pair"),
        ("value: open, as_of: regions", "`as_of` is a list of 2, and no time"),
        ("value: open, as_of: '`1895788000`'", "s ahead"),
        ("value: 'sum(by_name)'", "invalid type"),
    ],
)
def test_what_is_not_what_was_said_is_told(wishes: str, words: str) -> None:
    answer = read(wishes)

    assert isinstance(answer, SourceError)
    assert words in answer.message


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<!DOCTYPE html>", "its answer is a page"),
        (b"", "its answer is no JSON"),
        (b'{"a": NaN}', "its answer is no JSON"),
        (b'{"open": 1', "its answer is no JSON"),
        (b"[" * 100_000, "no JSON|nested too deeply"),
        (b'\xef\xbb\xbf{"open": 1}', ""),
        (b'{"open": "\xff"}', "its answer is no JSON"),
    ],
)
def test_what_is_no_json_is_told(body: bytes, words: str) -> None:
    answer = read("value: open", body)

    assert re.search(words, answer.message) if isinstance(answer, SourceError) else not words


def test_a_list_longer_than_a_tile_is_told() -> None:
    answer = read("items: '@'", [["a", 1]] * 300)

    assert isinstance(answer, SourceError)
    assert answer.message == "`items` has 300 lines, and a tile shows 200"


def test_an_address_that_answers_as_geckoboard_asks_for_needs_no_paths() -> None:
    number = good(read("format: geckoboard", {"item": [{"value": "142", "text": "Orders"}, {"value": 200}]}))
    board = good(read("format: geckoboard", {"items": [{"label": "Peter", "value": 3}, {"label": "Jon", "value": 2}]}))
    wrong = read("format: geckoboard", {"orders": 1})
    paths = mistakes({"metrics.yaml": "orders: {json: {url: 'http://a.org', format: geckoboard, value: a}}\n"})

    assert (number.value, number.previous) == (142.0, 200.0)
    assert [item.label for item in board.items or ()] == ["Peter", "Jon"]
    assert isinstance(wrong, SourceError)
    assert wrong.message.startswith("its answer is no payload of Geckoboard: ")
    assert any("a payload of Geckoboard has no paths" in line for line in paths)


def test_ten_metrics_of_one_address_ask_once() -> None:
    metrics = "".join(f"m{number}: {{json: {{server: shop, url: /x, value: open}}}}\n" for number in range(10))
    with stranger(lambda _: Said(json.dumps(BODY).encode())) as shop:
        answers = answers_of(shop, metrics)

    assert {good(answer).value for answer in answers.values()} == {41.0}
    assert [asked.path for asked in shop.asked] == ["/api/x"]


def test_whatever_a_service_answers_is_a_reading_or_told() -> None:
    odd: list[Any] = [None, True, 0, "", "x", [], {}, [[]], [{}], {"a": {}}, [None], [[1, 2, 3]], 1e300, -1, "9" * 400]
    for one in odd:
        for wishes in ("value: '@'", "items: '@'", "rows: '@'", "history: '@'", "value: '@', as_of: '@'"):
            assert isinstance(read(wishes, one), Reading | SourceError)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("{url: 'https://crm.example.org/x', value: a}", "the hub may not ask crm.example.org"),
        ("{url: /x, value: a}", "an address begins with"),
        ("{url: 'https://ok.example.org/x?token=hunter2', value: a}", "`token` in an address"),
        ("{url: 'https://ok.example.org/x'}", "says nothing of where the figures are"),
        ("{url: 'https://ok.example.org/x', value: 'a['}", "this is no path"),
        ("{url: 'https://ok.example.org/x', value: 'a b'}", "this is no path: letter 3"),
        ("{url: 'https://ok.example.org/x', value: 'nosuch(@'}", "this is no path"),
        ("{server: crm, url: /x, value: a}", "hub.yaml has no server `crm`"),
        ("{server: ok, url: 'https://ok.example.org/x', value: a}", "the address of the server stands in hub.yaml"),
    ],
)
def test_what_cannot_be_is_a_mistake_with_its_line(origin: str, words: str) -> None:
    text = f"orders:\n  json: {origin}\nerrors: {{}}\nlatency: {{}}\n"
    hub = "outgoing: [ok.example.org]\nservers: {ok: {url: 'https://ok.example.org'}}\n"
    said = mistakes({"metrics.yaml": text, "hub.yaml": hub})

    assert len(said) == 1
    assert said[0].startswith("metrics.yaml:2: ")
    assert words in said[0]
    assert "hunter2" not in said[0]


PAGE = Path(__file__).parents[3] / "docs" / "data" / "json-and-csv.md"


def test_the_example_of_the_page_is_read() -> None:
    page = PAGE.read_text()
    (metrics,) = re.findall(r"```yaml\n# metrics\.yaml: JSON\n(.*?)```", page, re.DOTALL)
    (body,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)

    def says(asked: Asked) -> Said:
        return Said(body.encode())

    with stranger(says) as shop:
        answers = answers_of(shop, metrics, time.time())

    assert good(answers["shop.open-orders"]).value == 41.0
    assert [item.label for item in good(answers["shop.by-region"]).items or ()] == ["North", "South"]
    assert len(good(answers["shop.by-day"]).history or ()) == 3
    assert good(answers["shop.latest"]).rows == [["A-17", 120.5], ["A-16", 80.0]]


def test_two_values_of_one_moment_are_the_last_of_them() -> None:
    reading = good(read("history: days", {"days": [[DAY, None], [DAY, 2], ["2026-11-26", 3], [DAY, None], [DAY, 1]]}))

    assert [value for _, value in reading.history or ()] == [3.0, 1.0]


def test_a_number_of_hundreds_of_digits_is_no_value() -> None:
    assert good(read("value: open", b'{"open": 1%s}' % (b"0" * 400))).value is None
