"""Tables of a Prometheus server: a column for each label and each query, joined on the labels."""

from __future__ import annotations

import json
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.reading import Reading
from tests.hub.outgoing.strangers import Asked, Said, stranger
from tests.hub.sources.prometheus_server import Office, needs_prometheus, prometheus_office
from tests.hub.sources.test_prometheus import asking, found_of
from tests.hub.walls import eventually, mistakes

pytestmark = [needs_prometheus, pytest.mark.slow]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all tests that do not end it."""
    with prometheus_office(tmp_path_factory.mktemp("prometheus")) as found:
        assert eventually(lambda: table(found, "{query: 'up{job=\"node\"} offset 6s'}").rows == [[1.0]], 60)
        yield found


def series(value: float, **labels: str) -> str:
    """A query that gives one series with these labels."""
    found = f"vector({value})"
    for name, text in labels.items():
        found = f'label_replace({found}, "{name}", "{text}", "", "")'
    return found


def asked(office: Office, *columns: str, more: str = "") -> Reading | SourceError:
    return asking(office.hub_yaml, f"{{columns: [{', '.join(columns)}]{more}}}").now()


def table(office: Office, *columns: str, more: str = "") -> Reading:
    return found_of(asked(office, *columns, more=more))


def query(title: str, *parts: str, more: str = "") -> str:
    return f"{{query: '{' or '.join(parts)}', title: {title}{more}}}"


CPU = query(
    "CPU", series(0.5, namespace="shop"), series(0.25, namespace="mail"), more=", unit: percentunit, decimals: 1"
)
MEMORY = query(
    "Memory", series(300, namespace="mail"), series(100, namespace="build"), more=", unit: bytes, amber: 200"
)
NAMESPACE = "{label: namespace, title: Namespace}"


def test_queries_are_columns_and_rows_are_joined_on_the_labels(office: Office) -> None:
    found = table(office, NAMESPACE, CPU, MEMORY)

    assert found.columns == ["Namespace", "CPU", "Memory"]
    assert found.rows == [["build", None, 100.0], ["mail", 0.25, 300.0], ["shop", 0.5, None]]
    manners = [(one.unit, one.decimals, one.amber) for one in found.column_manners or ()]
    assert manners == [(None, None, None), ("percentunit", 1, None), ("bytes", None, 200.0)]
    assert (found.value, found.items) == (None, None)


@pytest.mark.parametrize(
    ("more", "names"),
    [
        (", order_by: Memory", ["mail", "build", "shop"]),
        (", order_by: 3, ascending: true", ["build", "mail", "shop"]),
        (", order_by: CPU, most: 2", ["shop", "mail"]),
        (", order_by: namespace, ascending: false", ["shop", "mail", "build"]),
        (", most: 1", ["build"]),
    ],
)
def test_rows_have_the_order_that_is_wanted_and_unknown_figures_come_last(
    office: Office, more: str, names: list[str]
) -> None:
    assert [row[0] for row in table(office, NAMESPACE, CPU, MEMORY, more=more).rows or ()] == names


def test_a_table_is_about_the_figures_that_order_it(office: Office) -> None:
    for by, keys in (("Memory", [None, None, True]), ("Namespace", [None] * 3)):
        found = table(office, NAMESPACE, CPU, MEMORY, more=f", order_by: {by}")

        assert [one.key for one in found.column_manners or ()] == keys


def test_the_order_of_a_query_that_sorts_is_kept(office: Office) -> None:
    parts = " or ".join((series(1, pod="a"), series(3, pod="b"), series(2, pod="c")))

    found = table(
        office, "{label: pod}", f"{{query: 'topk(2, {parts})', title: Requests}}", query("Errors", series(9, pod="a"))
    )

    assert found.rows == [["b", 3.0, None], ["c", 2.0, None], ["a", None, 9.0]]


def test_a_table_of_real_series_has_their_labels(office: Office) -> None:
    found = table(
        office,
        "{label: job}",
        "{label: instance}",
        "{query: up, title: Up}",
        "{query: 'max by (job) (up)', title: Any}",
    )

    assert found.rows == [
        ["away", f"127.0.0.1:{office.away_port}", 0.0, 0.0],
        ["node", f"127.0.0.1:{office.node_port}", 1.0, 1.0],
        ["prometheus", f"127.0.0.1:{office.port}", 1.0, 1.0],
    ]


def test_a_query_by_fewer_labels_counts_for_all_rows_that_have_them(office: Office) -> None:
    by_both = query("Pods", series(1, namespace="shop", pod="a"), series(2, namespace="shop", pod="b"))
    by_one = query("Quota", series(9, namespace="shop"), series(5, namespace="mail"))

    rows = [["mail", None, 5.0], ["shop", "a", 9.0], ["shop", "b", 9.0]]
    found = table(office, "{label: namespace}", "{label: pod}", by_both, by_one).rows or []
    turned = table(office, "{label: namespace}", "{label: pod}", by_one, by_both).rows or []

    assert [[row[0], row[1], row[3]] for row in found] == [[row[0], row[1], row[2]] for row in turned] == rows


def test_labels_without_a_column_keep_rows_apart_and_tell_which_belong_together(office: Office) -> None:
    restarts = query("Restarts", series(1, app="web", pod="web-1"), series(2, app="web", pod="web-2"))
    memory = query("Memory", series(20, app="web", pod="web-2"), series(10, app="web", pod="web-1"))
    wanted = query("Wanted", series(2, app="web"))

    assert table(office, "{label: app}", restarts, memory, more=", order_by: Restarts").rows == [
        ["web", 2.0, 20.0],
        ["web", 1.0, 10.0],
    ]
    # A total beside its parts is said for each of them, whichever comes first.
    first = table(office, "{label: app}", wanted, restarts, memory, more=", order_by: Restarts").rows
    last = table(office, "{label: app}", restarts, memory, wanted, more=", order_by: Restarts").rows
    assert first == [["web", 2.0, 2.0, 20.0], ["web", 2.0, 1.0, 10.0]]
    assert last == [["web", 2.0, 20.0, 2.0], ["web", 1.0, 10.0, 2.0]]


def test_a_query_beside_labels_alone_makes_the_rows(office: Office) -> None:
    found = asking(office.hub_yaml, "{query: up, columns: [{label: job}, {label: instance, title: Where}]}").now()

    assert found_of(found).columns == ["job", "Where"]
    assert [row[0] for row in found_of(found).rows or ()] == ["away", "node", "prometheus"]


def test_series_without_the_label_have_a_row_of_their_own(office: Office) -> None:
    found = table(office, NAMESPACE, CPU, "{query: 'vector(7)', title: All}")

    assert found.rows == [[None, None, 7.0], ["mail", 0.25, None], ["shop", 0.5, None]]


def test_what_is_no_number_or_gives_nothing_is_no_data_and_never_nought(office: Office) -> None:
    nothing = "{query: 'up > 5', title: Nothing}"
    nan = query("NaN", f"0 * {series(1, namespace='mail')} / 0")

    assert table(office, NAMESPACE, CPU, nothing, nan).rows == [["mail", 0.25, None, None], ["shop", 0.5, None, None]]
    assert table(office, NAMESPACE, nothing).rows == []


def test_a_query_that_cannot_be_answered_is_named(office: Office) -> None:
    answer = asked(office, NAMESPACE, "{query: 'sum(', title: Memory}")
    words = asked(office, "{query: \"'it is so'\", title: Words}")

    assert isinstance(answer, SourceError)
    assert answer.message.startswith("column `Memory`: does not understand the query at letter 5: ")
    assert isinstance(words, SourceError)
    assert words.message == "column `Words`: the query gives a text, and a table shows numbers"


def test_more_rows_than_a_tile_shows_are_told_or_cut_where_that_is_wanted(office: Office) -> None:
    columns = ["{label: __name__}", "{query: '{__name__=~\".+\"}', title: Value}"]
    answer = asked(office, *columns)

    assert isinstance(answer, SourceError)
    assert "rows, and a tile shows 200" in answer.message
    assert len(table(office, *columns, more=", order_by: Value, most: 20").rows or ()) == 20


def test_the_age_is_that_of_the_oldest_sample(office: Office) -> None:
    now = time.time()
    old = table(office, "{label: job}", "{query: 'up offset 5s', title: Up}", "{query: up, title: Now}")
    computed = table(office, "{label: job}", "{query: 'sum by (job) (up offset 5s)', title: Up}")

    assert old.as_of <= now - 3.9
    assert computed.as_of >= now


def test_a_server_that_is_away_or_hangs_is_told(tmp_path: Path) -> None:
    with prometheus_office(tmp_path) as own:
        hub = own.hub_yaml.replace("title: Prometheus", "timeout_seconds: 1")
        found = asking(hub, f"{{columns: [{NAMESPACE}, {CPU}, {MEMORY}]}}")
        assert eventually(lambda: isinstance(found.now(), Reading), 60)
        own.server.freeze(True)
        silent = found.now()
        own.server.freeze(False)
        own.server.stop()
        away = found.now()

    assert isinstance(silent, PartnerError)
    assert silent.message == "no answer"
    assert isinstance(away, PartnerError)
    assert away.message == f"nobody answers at port {own.port}"


def _query_of(question: Asked) -> str:
    fields: Mapping[str, list[str]] = urllib.parse.parse_qs(question.path.partition("?")[2])
    return fields["query"][0]


def test_each_query_is_asked_once_and_none_waits_for_another() -> None:
    def says(question: Asked) -> Said:
        time.sleep(0.5)
        result = [{"metric": {"job": "a"}, "value": [time.time(), str(len(_query_of(question)))]}]
        return Said(json.dumps({"status": "success", "data": {"resultType": "vector", "result": result}}).encode())

    queries = [f"sum by (job) ({'x' * length})" for length in range(1, 9)]
    columns = [*(f"{{query: '{one}'}}" for one in queries), f"{{query: '{queries[0]}', title: Again}}"]
    with stranger(says) as server:
        hub = f"outgoing: [127.0.0.1]\nservers: {{prometheus: {{url: '{server.url}'}}}}\n"
        began = time.monotonic()
        found = found_of(asking(hub, f"{{columns: [{{label: job}}, {', '.join(columns)}]}}").now())
        seconds = time.monotonic() - began
        asked_for = sorted(_query_of(one) for one in server.asked)

    assert found.rows == [["a", *(float(len(one)) for one in queries), float(len(queries[0]))]]
    assert asked_for == sorted(queries)
    assert seconds < 0.5 * len(queries) / 2


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("{columns: [{label: job}]}", "labels alone say nothing of what is asked"),
        ("{columns: [{label: job, query: up}]}", "a column is a `label` or a `query`"),
        ("{columns: [{title: Up}]}", "a column is a `label` or a `query`"),
        ("{columns: [{label: job, unit: bytes}, {query: up}]}", "a label has words"),
        ("{columns: [{query: up, unit: byte}]}", "byte"),
        ("{columns: [{query: up, amber: 2, red: 1}]}", "`red` is better than `amber`"),
        ("{columns: [{query: up, title: Up}], order_by: Op}", "there is no column `Op`"),
        ("{columns: [{query: up}], order_by: 2}", "there is no column `2`"),
        ("{columns: [{query: up}], ascending: true}", "nothing is ordered without `order_by`"),
        ("{columns: [{query: up}], query: up}", "each column has a `query` of its own"),
        ("{columns: [{query: up}], range: 24h}", "does not go with `columns`"),
        ("{query: up, order_by: 1}", "there are no rows without `columns`"),
        ("{server: prometheus}", "asks nothing"),
    ],
)
def test_columns_that_cannot_be_are_told(origin: str, words: str) -> None:
    found = mistakes({"metrics.yaml": f"orders: {{prometheus: {origin}}}\nerrors: {{}}\nlatency: {{}}\n"})

    assert any(words in str(one) for one in found), found
