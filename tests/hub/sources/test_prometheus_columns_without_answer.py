"""Tables of a Prometheus server of which some queries have no answer: the other columns are there all the same."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.document.freshness import freshness_at
from displayd.errors import PartnerError, SourceError
from displayd.hub.catalogue import view_of
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.tools.offline_documents import OfflineDocuments
from displayd.tools.offline_values import values_without_hub
from displayd.widgets.table.widget import Table
from tests.hub.outgoing.strangers import Asked, Said, stranger
from tests.hub.sources.prometheus_server import Office, needs_prometheus, prometheus_office
from tests.hub.sources.test_prometheus import asking, found_of
from tests.hub.sources.test_prometheus_table import CPU, MEMORY, NAMESPACE, _query_of, asked, table
from tests.hub.walls import HUB, eventually, serving, wall, write_wall

pytestmark = [needs_prometheus, pytest.mark.slow]

BROKEN = "{query: 'sum(', title: Quota}"
# As written, and refused by the server when it is asked.
TWO_SIDES = "{query: 'up * on (job) {__name__=~\"up|scrape_samples_scraped\"}', title: Pods}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with prometheus_office(tmp_path_factory.mktemp("prometheus")) as found:
        assert eventually(lambda: table(found, "{query: 'up{job=\"node\"} offset 6s'}").rows == [[1.0]], 60)
        yield found


@pytest.mark.parametrize(
    ("column", "words"),
    [
        (BROKEN, "column `Quota`: does not understand the query at letter 5: "),
        (TWO_SIDES, "column `Pods`: "),
        ("{query: 'up[5m]', title: Wide}", "column `Wide`: the query gives a matrix"),
        ("{query: \"'it is so'\", title: Words}", "column `Words`: the query gives a text, and a table shows numbers"),
    ],
)
def test_a_column_without_answer_is_empty_and_told_and_the_others_are_there(
    office: Office, column: str, words: str
) -> None:
    found = table(office, NAMESPACE, CPU, column, MEMORY)

    assert found.rows == [["build", None, None, 100.0], ["mail", 0.25, None, 300.0], ["shop", 0.5, None, None]]
    assert found.fault.startswith(words)


def test_several_columns_are_told_together_where_it_is_for_the_same_reason(office: Office) -> None:
    found = table(office, NAMESPACE, CPU, BROKEN, "{query: 'sum(', title: Limits}", TWO_SIDES)

    assert found.fault.startswith("columns `Quota`, `Limits`: does not understand")
    assert "; column `Pods`: " in found.fault


def test_a_table_whose_columns_all_have_an_answer_has_no_fault(office: Office) -> None:
    assert table(office, NAMESPACE, CPU, MEMORY).fault == ""


def test_without_any_answer_there_is_no_table(office: Office) -> None:
    answer = asked(office, NAMESPACE, BROKEN, "{query: 'sum(', title: Limits}")

    assert isinstance(answer, SourceError)
    assert answer.message.startswith("columns `Quota`, `Limits`: does not understand")


def test_there_is_no_table_where_the_query_has_no_answer_that_says_which_rows_it_has(office: Office) -> None:
    labels = asking(office.hub_yaml, "{query: 'sum(', columns: [{label: job}, {label: instance}]}").now()
    top = asked(office, NAMESPACE, "{query: 'topk(2, up * on (job) {__name__=~\".+\"})', title: Top}", CPU)
    first = asked(office, NAMESPACE, CPU, MEMORY, BROKEN, more=", order_by: Quota, most: 2")
    every = asked(office, NAMESPACE, CPU, MEMORY, BROKEN, more=", order_by: Quota, most: 3")

    for answer in (labels, top, first):
        assert isinstance(answer, SourceError)
    # Nothing is cut: the order alone is unknown.
    assert [row[0] for row in found_of(every).rows or ()] == ["build", "mail", "shop"]


def answering(question: Asked) -> Said:
    """A server that cannot answer `broken` (as a proxy says it), and for which `slow` takes too long."""
    text = _query_of(question)
    if text == "broken":
        return Said(b"upstream", status=504)
    if text == "busy":
        return Said(b"", status=429, headers={"Retry-After": "60"})
    if text == "slow":
        time.sleep(3)
    result = [{"metric": {"job": "a"}, "value": [time.time(), "7"]}]
    return Said(json.dumps({"status": "success", "data": {"resultType": "vector", "result": result}}).encode())


@pytest.mark.parametrize(
    ("text", "words", "next_seconds"), [("broken", "not available (504)", 15.0), ("slow", "no answer", 30.0)]
)
def test_one_question_that_takes_the_server_too_long_leaves_the_other_columns(
    text: str, words: str, next_seconds: float
) -> None:
    """What is waited for in vain holds up the other metrics of the server, so it is asked for less often."""
    with stranger(answering) as server:
        hub = f"outgoing: [127.0.0.1]\nservers: {{prometheus: {{url: '{server.url}', timeout_seconds: 2.5}}}}\n"
        one = asking(hub, f"{{columns: [{{label: job}}, {{query: 'sum(x)', title: X}}, {{query: {text}, title: Y}}]}}")
        office, began = one.wall.office, time.time()
        orders = asked_of(SOURCES["prometheus"], one.wall.metrics)
        found = []
        for at in (began, began + 20):
            one.reader._shared.clear()
            found.append(found_of(one.reader.read(orders, office, at)["orders"]))
        due = one.reader.next_due(orders, office, began + 20) - began - 20

    assert [each.rows for each in found] == [[["a", 7.0, None]]] * 2
    assert found[0].fault == f"column `Y`: {words}"
    assert next_seconds <= due <= next_seconds * 1.15


def test_a_server_that_wants_to_be_left_alone_is_left_alone() -> None:
    with stranger(answering) as server:
        hub = f"outgoing: [127.0.0.1]\nservers: {{prometheus: {{url: '{server.url}'}}}}\n"
        answer = asking(hub, "{columns: [{label: job}, {query: 'sum(x)'}, {query: busy}]}").now()

    assert isinstance(answer, PartnerError)


def test_the_tile_and_the_list_of_metrics_tell_the_column_and_show_the_others(office: Office, tmp_path: Path) -> None:
    metrics = f"orders: {{title: Orders, prometheus: {{columns: [{NAMESPACE}, {CPU}, {BROKEN}]}}}}\n"
    layout = 'pages: [{landscape: ["orders"], widgets: {orders: {type: table, metric: orders}}}]\n'
    files = {
        "metrics.yaml": metrics,
        "hub.yaml": office.hub_yaml,
        "layouts/team.yaml": layout,
        "layouts/sales.yaml": None,
        "screens.yaml": "screens: {tv: {show: [team]}}\n",
    }
    one, now = wall(files), time.time()

    values = values_without_hub(one, None, now)
    document, _ = OfflineDocuments(one, values).of(one.screens["tv"])
    tile, listed = document.pages[0].widgets["orders"], view_of(values, "orders", one.office)

    assert isinstance(tile, Table)
    assert tile.rows == [["mail", 0.25, None], ["shop", 0.5, None]]
    assert tile.error.startswith("Prometheus: column `Quota`: does not understand the query at letter 5")
    assert freshness_at(tile, now).state == "unanswered"
    assert (listed.is_failing, listed.parts) == (True, 2)
    assert listed.error.startswith("Prometheus: column `Quota`: ")


@pytest.mark.expects_log
def test_a_running_hub_tells_the_column_until_it_is_mended(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def metrics(column: str) -> str:
        columns = f"[{NAMESPACE}, {CPU}, {column}]"
        return f"orders: {{title: Orders, prometheus: {{columns: {columns}}}}}\nerrors: {{}}\nlatency: {{}}\n"

    files = {"metrics.yaml": metrics(BROKEN), "hub.yaml": HUB + office.hub_yaml}
    folder = write_wall(tmp_path / "wall", files)
    with serving(folder, tmp_path / "state") as hub:
        assert eventually(lambda: bool(hub.get("/wall.json").json()["problems"]), 30)
        (problem,) = hub.get("/wall.json").json()["problems"]
        broken = hub.get("/v1/metrics").json()["metrics"][0]
        (folder / "metrics.yaml").write_text(metrics(MEMORY))
        mended = eventually(lambda: not hub.get("/v1/metrics").json()["metrics"][0]["is_failing"], 30)

    told = "Prometheus: column `Quota`: does not understand the query at letter 5: unclosed left parenthesis"
    assert problem.startswith(f"{told} since ")
    assert problem.endswith("(orders)")
    assert (broken["error"], broken["is_failing"], broken["parts"]) == (told, True, 2)
    assert mended
    said = [one for one in caplog.messages if "column `Quota`" in one]
    assert said == [f"Metric orders has no data in part: {told}"]
