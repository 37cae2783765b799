"""A source is one class and one line: whatever else has to know of it asks the registry."""

from __future__ import annotations

import itertools
import math
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar

import pytest
from msgspec import Meta

from displayd.document.model import decode
from displayd.errors import ConfigError, SourceError
from displayd.hub.metrics.definition import MetricFields
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.origin import Origin, Push
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.metric_entry import entry_of
from displayd.hub.sources.registry import SOURCES, source_of
from displayd.hub.sources.source import Answers, Asked, Office, Source
from displayd.hub.wall.json_schema import schemas
from displayd.tools import offline_documents, wall_check
from displayd.validation.faults import Fault
from tests.hub.walls import NOON, eventually, serving, wall, write_wall
from tests.support.imports import MODULES, imports

COUNTED = {"metrics.yaml": "orders: {title: Orders, counting: {start: 41}}\nerrors: {}\nlatency: {}\n"}


class Counting(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Counts how often it is asked."""

    kind: ClassVar[str] = "counting"
    start: Annotated[float, Meta(description="Where it begins.")] = 0.0


class CountingReader:
    """Counts on."""

    def __init__(self) -> None:
        self.count = 0

    def read(
        self, asked: Mapping[str, Asked[Counting]], office: Office, unix_time: float, since: float = -math.inf
    ) -> Answers:
        """One more than last time."""
        self.count += 1
        return {
            name: Reading(value=one.origin.start + self.count, as_of=unix_time)
            if one.origin.start < 1000
            else SourceError("too far")
            for name, one in asked.items()
        }

    def next_due(self, asked: Mapping[str, Asked[Counting]], office: Office, unix_time: float) -> float:
        """Soon."""
        return unix_time + 0.05 if asked else math.inf


class CountingSource(Source[Counting]):
    """A source that no file of the package knows."""

    origin_type = Counting
    field: ClassVar[str] = "counting"
    field_type: ClassVar[Any] = Annotated[Counting, Meta(description="Counts how often it is asked.", examples=[{}])]
    offline_readings: ClassVar[int] = 1
    push_refusal: ClassVar[str] = "`{metric}` counts by itself"

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, Counting) else None

    def faults(self, value: Any) -> Iterator[Fault]:
        """A count below nothing."""
        if value.start < 0:
            yield Fault(("start",), "nothing counts from below zero", "for example 0")

    def reader(self) -> CountingReader:
        """One that begins."""
        return CountingReader()


@pytest.fixture(autouse=True)
def counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more source: the line in the registry."""
    source = CountingSource()
    monkeypatch.setitem(SOURCES, source.kind, source)


def test_a_new_source_is_checked_with_file_and_line(tmp_path: Path) -> None:
    wrong = {"metrics.yaml": "orders: {}\nerrors:\n  counting: {start: -1}\nlatency: {counting: {stat: 1}}\n"}

    with pytest.raises(ConfigError) as failure:
        wall(wrong)

    assert [(mistake.where, mistake.hint) for mistake in failure.value.mistakes] == [
        ("metrics.yaml:3", "for example 0"),
        ("metrics.yaml:4", "did you mean `start`?"),
    ]
    assert wall_check.check(write_wall(tmp_path, COUNTED)).metrics["orders"].origin == Counting(start=41)


def test_the_values_of_a_new_source_reach_the_screens_and_none_can_be_pushed(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", COUNTED)

    with serving(folder, tmp_path / "state") as caller:
        has_moved = eventually(lambda: caller.screen("left").json()["pages"][0]["widgets"]["orders"]["value"] > 43)
        refused = caller.push("orders", value=1)
        taken = caller.push("errors", value=1)

    assert has_moved
    assert (refused.status_code, refused.json()["message"]) == (409, "`orders` counts by itself")
    assert taken.status_code == 204


def test_the_values_of_a_new_source_are_shown_without_a_hub(tmp_path: Path) -> None:
    folder = write_wall(tmp_path, COUNTED)

    shown = decode(offline_documents.show(folder, "left", unix_time=NOON)).pages[0].widgets["orders"]

    assert getattr(shown, "value", None) == 42


@pytest.mark.expects_log
def test_what_a_new_source_cannot_say_is_on_its_tiles(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"metrics.yaml": COUNTED["metrics.yaml"].replace("41", "1000000")})

    offline = decode(offline_documents.show(folder, "left", unix_time=NOON)).pages[0].widgets["orders"]
    with serving(folder, tmp_path / "state") as caller:
        is_told = eventually(
            lambda: "too far" in caller.screen("left").json()["pages"][0]["widgets"]["orders"].get("error", "")
        )

    assert "too far" in offline.error
    assert is_told


def test_a_command_waits_for_a_source_no_longer_than_a_tile_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    monkeypatch.setattr(CountingSource, "patience_seconds", 0.1)
    monkeypatch.setattr(CountingSource, "no_answer", "nobody counts")
    monkeypatch.setattr(CountingReader, "read", lambda *asked: goes_on.wait(20) and {})
    folder = write_wall(tmp_path, COUNTED)

    shown = decode(offline_documents.show(folder, "left", unix_time=NOON)).pages[0].widgets["orders"]
    goes_on.set()

    assert "nobody counts" in shown.error


def test_editors_know_a_new_source() -> None:
    definitions = schemas()["metrics"]["$defs"]

    assert definitions["MetricEntry"]["properties"]["counting"]["description"] == "Counts how often it is asked."
    assert definitions["Counting"]["properties"]["start"]["description"] == "Where it begins."


def test_a_metric_that_goes_over_to_a_new_source_begins_anew() -> None:
    metrics = Metrics()
    before, _ = entry_of({"title": "Orders"})
    after, _ = entry_of({"title": "Orders", "counting": {}})
    assert before is not None
    assert after is not None
    metrics.define({"orders": before})
    metrics.put("orders", Reading(value=7, as_of=NOON), NOON)

    metrics.define({"orders": after})

    assert metrics.reading("orders") is None


FIELDS = [*(source.field for source in SOURCES.values() if source.field), CountingSource.field]


def example_of(field: str) -> Any:
    """The example that the source itself gives for its field."""
    (source,) = (source for source in SOURCES.values() if source.field == field)
    (meta,) = source.field_type.__metadata__
    return meta.examples[0]


def test_every_source_has_its_place() -> None:
    fields = [source.field for source in SOURCES.values() if source.field]

    assert all(kind == source.kind == source.origin_type.kind for kind, source in SOURCES.items())
    assert len(set(fields)) == len(fields)
    assert set(fields) == set(FIELDS)
    assert not set(fields) & set(MetricFields.__struct_fields__)
    pushed = entry_of({})[0]
    assert pushed is not None
    assert source_of(pushed).origin_type is Push
    assert [kind for kind, source in SOURCES.items() if not source.push_refusal] == ["push"]


@pytest.mark.parametrize("field", FIELDS)
def test_the_field_of_a_source_chooses_it(field: str) -> None:
    entry, faults = entry_of({field: example_of(field)})

    assert entry is not None
    assert not faults
    assert source_of(entry).field == field
    assert isinstance(entry.origin, source_of(entry).origin_type)
    assert entry_of({field: None})[0] == entry_of({})[0]


@pytest.mark.parametrize("pair", list(itertools.combinations(FIELDS, 2)))
def test_a_metric_has_one_source(pair: tuple[str, str]) -> None:
    _, (fault,) = entry_of({field: example_of(field) for field in pair})

    first, second = (source.field for source in SOURCES.values() if source.field in pair)
    assert fault == Fault((second,), f"`{first}` and `{second}` cannot stand together", "leave out one of the two")


def test_true_marks_pushed_values_as_made_up_and_false_says_nothing() -> None:
    marked, unmarked = entry_of({"sample": True})[0], entry_of({"sample": False})[0]

    assert marked is not None
    assert unmarked is not None
    assert (marked.origin, marked.origin.is_made_up) == (Push(is_marked=True), True)
    assert (unmarked.origin, unmarked.origin.is_made_up) == (Push(), False)
    assert entry_of({"sample": True, "host": "load1"})[1]


def test_nobody_but_the_sources_knows_which_ones_there_are() -> None:
    outside = [module for module in MODULES if not module.startswith("hub.sources.")]
    doors = {"displayd.hub.sources"} | {
        f"displayd.hub.sources.{name}" for name in ("registry", "source", "metric_entry")
    }

    for module in outside:
        found = {name for name, _ in imports(MODULES[module]) if name.startswith("displayd.hub.sources")}
        # The commands about KPIs run them as their source does.
        more = {"displayd.hub.sources.query_reader"} if module.startswith("tools.kpi_") else set[str]()
        assert found <= doors | more, module
