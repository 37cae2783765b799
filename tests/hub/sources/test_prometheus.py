"""Metrics of a Prometheus server: Debian's own, with its node exporter."""

from __future__ import annotations

import dataclasses
import itertools
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.prometheus import PrometheusReader
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.wall.loader import Wall
from tests.hub.outgoing.strangers import Asked, Said, stranger
from tests.hub.sources.prometheus_server import Office, needs_prometheus, prometheus_office
from tests.hub.walls import eventually, mistakes, wall

pytestmark = [needs_prometheus, pytest.mark.slow]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all tests that do not end it; it has watched for some seconds."""
    with prometheus_office(tmp_path_factory.mktemp("prometheus")) as found:
        assert eventually(
            lambda: (found_of(asked(found, "count_over_time(up{job='node'}[1m]) > 5"))).value is not None, 60
        )
        yield found


@dataclasses.dataclass
class Asking:
    """A reader, and the wall that it reads for."""

    reader: PrometheusReader
    wall: Wall

    def now(self, unix_time: float | None = None) -> Reading | SourceError:
        """What it says of the metric `orders`."""
        self.reader._known.clear()
        self.reader._shared.clear()
        self.reader._rests_until = 0.0
        asked_for = asked_of(SOURCES["prometheus"], self.wall.metrics)
        return self.reader.read(asked_for, self.wall.office, unix_time or time.time())["orders"]


def asking(hub_yaml: str, origin: str, more: str = "") -> Asking:
    """Somebody who asks for a metric with this `prometheus:`."""
    metrics = f"orders: {{prometheus: {origin}{more}}}\nerrors: {{}}\nlatency: {{}}\n"
    return Asking(PrometheusReader(), wall({"metrics.yaml": metrics, "hub.yaml": hub_yaml}))


def asked(office: Office, query: str, more: str = "", wishes: str = "") -> Reading | SourceError:
    """What the server says of a query."""
    return asking(office.hub_yaml, f'{{query: "{query}"{wishes}}}', more).now()


def found_of(answer: Reading | SourceError) -> Reading:
    """A reading, and no error."""
    assert isinstance(answer, Reading), answer
    return answer


def test_a_single_series_is_a_figure(office: Office) -> None:
    now = time.time()
    reading = found_of(asked(office, "up{job='node'}"))

    assert reading.value == 1.0
    assert reading.items is None
    assert now - 10 < reading.as_of <= time.time()
    assert found_of(asked(office, "scalar(up{job='node'}) + 1")).value == 2.0
    assert found_of(asked(office, "'it is so'")).text == "it is so"


def test_several_series_are_a_list_called_by_what_differs(office: Office) -> None:
    reading = found_of(asked(office, "up"))
    named = found_of(asked(office, "up", wishes=", legend: '{{job}} at {{ instance }}!'"))

    assert reading.value is None
    assert sorted((item.label, item.value) for item in reading.items or ()) == sorted(
        (f"127.0.0.1:{port} · {job}", value)
        for port, job, value in (
            (office.away_port, "away", 0.0),
            (office.node_port, "node", 1.0),
            (office.port, "prometheus", 1.0),
        )
    )
    assert f"node at 127.0.0.1:{office.node_port}!" in [item.label for item in named.items or ()]


@pytest.mark.parametrize(("how", "value"), [("sum", 2.0), ("mean", 2 / 3), ("min", 0.0), ("max", 1.0), ("count", 3.0)])
def test_several_series_are_one_figure_where_that_is_wanted(office: Office, how: str, value: float) -> None:
    assert found_of(asked(office, "up", wishes=f", combine: {how}")).value == pytest.approx(value)


@pytest.mark.parametrize("query", ["up{job='nobody'}", "sum(up{job='nobody'})", "up > 5"])
def test_no_series_is_no_data_and_never_nought(office: Office, query: str) -> None:
    reading = found_of(asked(office, query))

    assert (reading.value, reading.items) == (None, None)
    assert found_of(asked(office, query, wishes=", combine: sum")).value is None
    assert found_of(asked(office, query, wishes=", combine: count")).value is None


@pytest.mark.parametrize("query", ["vector(0) / 0", "vector(1) / 0", "vector(-1) / 0", "scalar(vector(0)) / 0"])
def test_what_is_no_number_is_no_data(office: Office, query: str) -> None:
    assert found_of(asked(office, query)).value is None


def test_a_line_is_the_servers_own_with_gaps_where_there_was_nothing(office: Office) -> None:
    reading = found_of(asked(office, "up{job='node'}", wishes=", range: 60s, step: 1s"))
    many = found_of(asked(office, "up", wishes=", range: 60s, step: 1s"))
    after = found_of(asked(office, "up{job='node'}", wishes=", range: 60s, step: 1s"))

    points = reading.history or []
    assert 5 <= len(points) <= 61
    assert all(value in (1.0, None) for _, value in points)
    assert {round(later[0] - before[0], 3) for before, later in itertools.pairwise(points)} == {1.0}
    assert [len(item.history or ()) for item in many.items or ()] == [61, 61, 61]
    assert (many.items or [])[0].history is not None
    assert None in ((many.items or [])[0].history or ())
    lines = {item.label.rpartition(" · ")[2]: item.points or [] for item in many.items or ()}
    assert {value for _, value in lines["away"]} == {0.0}
    assert all(later[0] - before[0] == 1.0 for line in lines.values() for before, later in itertools.pairwise(line))
    assert points[-1][0] <= lines["node"][-1][0] <= (after.history or [])[-1][0]
    total = found_of(asked(office, "up", wishes=", range: 60s, step: 1s, combine: sum"))
    assert [item.points for item in total.items or ()] == [None, None, None]


@pytest.mark.parametrize(("reduce", "value"), [("max", 1.0), ("min", 1.0), ("mean", 1.0), ("first", 1.0)])
def test_a_line_is_reduced_to_the_figure_that_is_wanted(office: Office, reduce: str, value: float) -> None:
    assert found_of(asked(office, "up{job='node'}", wishes=f", range: 60s, step: 1s, reduce: {reduce}")).value == value


def test_a_series_without_labels_is_called_as_its_metric(office: Office) -> None:
    (item,) = found_of(asked(office, "sum(up)", wishes=', legend: "{{nobody}}"', more=", title: Targets")).items or []

    assert item.label == "Targets"


def test_each_series_of_a_list_is_reduced_to_the_figure_that_is_wanted(office: Office) -> None:
    wishes = ", range: 60s, step: 1s, reduce: first"
    items = found_of(asked(office, "time() + 0 * up", wishes=wishes)).items or []

    firsts = [next(value for value in item.history or () if value is not None) for item in items]
    assert [item.value for item in items] == firsts
    assert all(item.value != list(item.history or ())[-1] for item in items)


def test_a_line_is_asked_for_again_only_when_it_has_a_new_point(office: Office) -> None:
    found = asking(office.hub_yaml, "{query: up, range: 1h, step: 30m, combine: sum}", ", compare_hours: 0")
    found.now()
    lines = dict(found.reader._lines)
    found.now()

    (before,), (after,) = lines.values(), found.reader._lines.values()
    assert before is after


def test_a_long_query_is_asked_as_a_form(office: Office) -> None:
    query = " or ".join(f"up{{job='nobody-{number}'}}" for number in range(200)) + " or up{job='node'}"

    assert found_of(asked(office, query)).value == 1.0


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sum(", "does not understand the query at letter 5: "),
        ("rate(up)", "does not understand the query at letter 6: expected type range vector"),
        ("up[5m]", "the query gives a matrix"),
        ("up + on() group_left() (up)", "cannot answer the query: "),
        ("nobody(up)", "does not understand the query at letter 1: unknown function"),
    ],
)
def test_a_query_that_cannot_be_answered_is_told_with_its_place(office: Office, query: str, words: str) -> None:
    answer = asked(office, query)

    assert isinstance(answer, SourceError)
    assert not isinstance(answer, PartnerError)
    assert answer.message.startswith(words), answer.message


def test_more_series_than_a_tile_shows_are_told(office: Office) -> None:
    answer = asked(office, "{__name__=~'.+'}")

    assert isinstance(answer, SourceError)
    assert "series, and a tile shows 200" in answer.message


def test_a_target_that_dies_ages_and_then_is_no_data(tmp_path: Path) -> None:
    with prometheus_office(tmp_path) as office:
        plain = asking(office.hub_yaml, "{query: \"node_load1{job='node'}\"}")
        assert eventually(lambda: found_of(plain.now()).value is not None, 60)
        office.node.stop()
        # Its series end with the next scrape that fails; nothing of it is carried on.
        assert eventually(lambda: found_of(plain.now()).value is None, 60)
        up = asking(office.hub_yaml, "{query: \"up{job='node'}\"}")
        assert eventually(lambda: found_of(up.now()).value == 0.0, 60)


def test_the_age_is_that_of_the_sample_and_not_of_the_question(office: Office) -> None:
    now = time.time()
    reading = found_of(asked(office, "up{job='node'} offset 5s"))
    computed = found_of(asked(office, "sum(up offset 5s)"))

    assert reading.as_of <= now - 3.9
    assert computed.as_of >= now


def test_a_clock_of_the_server_that_is_wrong_makes_nothing_old(office: Office) -> None:
    later = time.time() + 7200
    found = asking(office.hub_yaml, "{query: \"up{job='node'}\", range: 60s, step: 1s}")
    reading = found_of(found.now(later))

    assert later - 60 < reading.as_of <= later
    assert all(later - 120 < at < later + 60 for at, _ in reading.history or ())


def test_a_server_that_is_away_is_told_and_is_asked_again(tmp_path: Path) -> None:
    with prometheus_office(tmp_path) as office:
        found = asking(office.hub_yaml, '{query: "count(up)"}')
        assert eventually(lambda: found_of(found.now()).value is not None, 60)
        office.server.stop()
        away = found.now()
        office.server.start()
        is_back = eventually(lambda: isinstance(found.now(), Reading), 60)

    assert isinstance(away, PartnerError)
    assert away.message == f"nobody answers at port {office.port}"
    assert is_back


def test_a_server_that_hangs_is_left_when_its_time_is_up(tmp_path: Path) -> None:
    with prometheus_office(tmp_path) as office:
        hub = office.hub_yaml.replace("title: Prometheus", "timeout_seconds: 0.5")
        found = asking(hub, '{query: "vector(1)"}')
        # A busy machine may take longer than that for any answer.
        assert eventually(lambda: isinstance(found.now(), Reading), 60)
        office.server.freeze(True)
        away = found.now()
        office.server.freeze(False)
        assert eventually(lambda: isinstance(found.now(), Reading), 60)

    # It was asked and left while the server hung.
    assert isinstance(away, PartnerError)
    assert away.message == "no answer"


PAGE = Path(__file__).parents[3] / "docs" / "data" / "prometheus.md"


def test_the_queries_of_the_page_are_answered(office: Office) -> None:
    (metrics,) = re.findall(r"```yaml\n# metrics\.yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    shown = wall({"metrics.yaml": f"{metrics}orders: {{}}\nerrors: {{}}\nlatency: {{}}\n", "hub.yaml": office.hub_yaml})
    reader = PrometheusReader()
    asked_for = asked_of(SOURCES["prometheus"], shown.metrics)
    answers: dict[str, Reading | SourceError] = {}
    assert eventually(lambda: len(answers.update(reader.read(asked_for, shown.office, time.time())) or answers) == 12)

    readings = {name: found_of(answer) for name, answer in answers.items()}
    assert {name for name, one in readings.items() if one.value is None} <= {
        "service.slowest",
        "service.targets",
        # Rates need more seconds than there were yet.
        "machine.cpu",
        "machine.network-in",
        "machine.network-out",
        "service.requests",
        "service.error-rate",
    }
    assert [item.label for item in readings["service.targets"].items or ()] == ["away", "node", "prometheus"]


# Answers that Debian's server does not give when it is asked to.


def answered(says: Callable[[Asked], Said], origin: str = "{query: x}") -> Reading | SourceError:
    """What becomes of an answer."""
    with stranger(says) as server:
        hub = f"outgoing: [127.0.0.1]\nservers: {{prometheus: {{url: '{server.url}'}}}}\n"
        return asking(hub, origin).now()


BAD_DATA = b'{"status":"error","errorType":"bad_data","error":"2:7: parse error: no\\u0007"}'


@pytest.mark.expects_log
def test_warnings_are_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    body = b'{"status":"success","data":{"resultType":"scalar","result":[1,"1"]},"warnings":["half is missing"]}'
    with stranger(lambda _: Said(body)) as server:
        hub = f"outgoing: [127.0.0.1]\nservers: {{prometheus: {{url: '{server.url}', title: Office}}}}\n"
        found = asking(hub, "{query: x}")
        assert [found_of(found.now()).value for _ in range(3)] == [1.0] * 3

    assert [record.getMessage() for record in caplog.records] == ["Office warns: half is missing"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(b"<html>Grafana</html>"), "its answer is not that of Prometheus"),
        (Said(b'{"status":"success"}'), "its answer is not that of Prometheus"),
        (Said(b'{"status":"success","data":{"resultType":"vector","result":[[1]]}}'), "is not that of Prometheus"),
        (Said(b'{"status":"error","errorType":"timeout","error":"x"}', 503), "the query takes too long for it"),
        (
            Said(b'{"status":"error","errorType":"bad_data","error":"2:7: parse error: no\\u0007"}', 400),
            "in line 2 at letter 7: no",
        ),
        (Said(b'{"status":"error","errorType":"odd","error":""}', 422), "cannot answer (odd)"),
        (Said(b"no", 403), "refused (403)"),
    ],
)
def test_what_is_no_answer_is_told(said: Said, words: str) -> None:
    answer = answered(lambda _: said)

    assert isinstance(answer, SourceError)
    assert words in answer.message


def test_a_native_histogram_is_no_number() -> None:
    body = b'{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{"count":"1"}]}]}}'

    assert found_of(answered(lambda _: Said(body))).value is None


def test_a_server_that_is_not_named_is_a_mistake_with_the_lines_to_add() -> None:
    text = "orders:\n  title: Orders\n  prometheus: up\nerrors: {}\nlatency: {}\n"
    (said,) = mistakes({"metrics.yaml": text, "hub.yaml": ""})

    assert said.startswith("metrics.yaml:3: hub.yaml has no server `prometheus` (hub.yaml: `servers: {prometheus: ")


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ("step: 1m", "there is no line without `range`"),
        ("reduce: max", "there is nothing to reduce without `range`"),
        ("range: 24h, step: 15s", "that is 5,760 points, and a line has 600"),
        ("range: 1m, step: 1h", "a step is no longer than `range`"),
        ("range: yesterday", "a length of time is written `30s`"),
    ],
)
def test_a_line_that_cannot_be_is_a_mistake(wishes: str, words: str) -> None:
    text = f"orders: {{prometheus: {{query: up, {wishes}}}}}\nerrors: {{}}\nlatency: {{}}\n"
    hub = "outgoing: [a.example.org]\nservers: {prometheus: {url: 'http://a.example.org'}}\n"
    (said,) = mistakes({"metrics.yaml": text, "hub.yaml": hub})

    assert words in said
