"""Metrics that are figures of this machine."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.host import HostReader
from displayd.hub.sources.host_figures import FIGURES
from displayd.hub.sources.metric_entry import entry_of
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.text.units import is_known_unit
from tests.hub.walls import wall


class Machine:
    """Figures as a test wants them."""

    def read(self, figures: Collection[str], unix_time: float) -> Mapping[str, float | SourceError]:
        """The same load, always."""
        return dict.fromkeys(figures, 1.5)


def test_a_metric_is_told_what_its_figure_is() -> None:
    entry, faults = entry_of({"host": "load1", "title": "Our load"})

    assert entry is not None
    assert not faults
    assert (entry.title, entry.unit, entry.direction) == ("Our load", "short", "down")
    assert all(is_known_unit(figure.unit) for figure in FIGURES.values())


def test_several_metrics_may_show_one_figure() -> None:
    found = wall({"metrics.yaml": "orders: {host: load1}\nerrors: {host: load1}\nlatency: {}\n"})
    asked = asked_of(SOURCES["host"], found.metrics)

    answers = HostReader(Machine()).read(asked, found.office, 1000.5)

    assert set(answers) == {"orders", "errors"}
    reading = answers["orders"]
    assert isinstance(reading, Reading)
    assert (reading.as_of, reading.expire_after) == (1000.0, 60.0)


def test_the_second_reading_comes_soon_and_the_others_as_hub_yaml_says() -> None:
    found = wall({"metrics.yaml": "orders: {host: load1}\nerrors: {}\nlatency: {}\n", "hub.yaml": "host_seconds: 7\n"})
    asked, reader = asked_of(SOURCES["host"], found.metrics), HostReader(Machine())

    reader.read(asked, found.office, 1000.0)
    second = reader.next_due(asked, found.office, 1000.0)
    reader.read(asked, found.office, second)

    assert second == 1001.0
    assert reader.next_due(asked, found.office, second) == 1008.0
    assert reader.next_due({}, found.office, second) == float("inf")
