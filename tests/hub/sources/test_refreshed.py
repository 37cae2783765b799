"""Each metric is asked for as often as it wants, and a partner who does not answer less often."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence

import pytest

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.refreshed import JITTER, LONGEST_REST_SECONDS
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.source import Answers
from displayd.hub.wall.loader import Wall
from tests.hub.sources.partners import Partners, ToldReader, partners
from tests.hub.walls import NOON, wall

NONE = "orders: {}\nerrors: {}\nlatency: {}\n"


@pytest.fixture
def crm(monkeypatch: pytest.MonkeyPatch) -> Iterator[Partners]:
    """Whom the metrics ask."""
    with partners(monkeypatch) as found:
        yield found


class Asking:
    """A reader, and a wall whose metrics it reads."""

    def __init__(self, crm: Partners, metrics: str) -> None:
        self.reader = ToldReader(crm.says)
        self.use(metrics)

    def use(self, metrics: str) -> None:
        """Another wall."""
        self.wall: Wall = wall({"metrics.yaml": metrics})
        self.asked = asked_of(SOURCES["told"], self.wall.metrics)

    def read(self, unix_time: float, since: float = -math.inf) -> Answers:
        """At a moment."""
        return self.reader.read(self.asked, self.wall.office, unix_time, since)

    def due(self, unix_time: float) -> float:
        """When it is asked again."""
        return self.reader.next_due(self.asked, self.wall.office, unix_time)


def test_each_metric_is_asked_for_as_often_as_it_wants(crm: Partners) -> None:
    asking = Asking(
        crm,
        "orders: {told: {whom: crm, what: a}, refresh_seconds: 5}\nerrors: {told: {whom: crm, what: b}}\nlatency: {}\n",
    )
    first = asking.read(NOON)
    early = asking.read(NOON + 4, NOON)
    later = asking.read(NOON + 5, NOON)

    assert (set(first), early, set(later)) == ({"orders", "errors"}, {}, {"orders"})
    assert asking.due(NOON + 5) == NOON + 10
    assert set(asking.read(NOON + 30, NOON + 25)) == {"orders", "errors"}


def test_the_same_question_is_asked_once(crm: Partners) -> None:
    answers = Asking(crm, NONE.replace("{}", "{told: {whom: crm}}")).read(NOON)

    assert len(answers) == 3
    assert crm.count("crm") == 1


def test_an_answer_that_gets_too_old_while_others_are_asked_is_still_one(crm: Partners) -> None:
    reader = Asking(crm, NONE.replace("{}", "{told: {whom: crm}}")).reader
    reader._shared_seconds = 0.05
    asked: list[str] = []

    def slowly(unknown: Sequence[str]) -> list[float | SourceError]:
        asked.extend(unknown)
        time.sleep(0.1)
        return [SourceError("no") if one == "c" else float(len(one)) for one in unknown]

    reader.shared("aa", lambda: 2.0)
    first, second, third, again = reader.all_shared(["aa", "bbb", "c", "bbb"], slowly)

    assert (first, second, again) == (2.0, 3.0, 3.0)
    assert isinstance(third, SourceError)
    assert asked == ["bbb", "c"]


def test_a_metric_that_wants_to_be_asked_every_second_is(crm: Partners) -> None:
    asking = Asking(crm, "orders: {told: {whom: crm}, refresh_seconds: 1}\nerrors: {told: {whom: crm}}\nlatency: {}\n")
    values = []
    for second in range(3):
        orders = asking.read(NOON + second, NOON)["orders"]
        assert isinstance(orders, Reading)
        values.append(orders.value)
        time.sleep(0.6)

    assert values == [1.0, 2.0, 3.0]


def test_a_new_wall_has_what_is_known_and_asks_for_what_is_new_alone(crm: Partners) -> None:
    asking = Asking(crm, "orders: {told: {whom: crm, what: a}}\nerrors: {}\nlatency: {}\n")
    before = asking.read(NOON)
    asking.use("orders: {told: {whom: crm, what: a}}\nerrors: {told: {whom: crm, what: b}}\nlatency: {}\n")
    after = asking.read(NOON + 1)

    assert after["orders"] == before["orders"]
    assert set(after) == {"orders", "errors"}
    assert [what for _, what in crm.asked] == ["a", "b"]


def test_other_settings_of_the_hub_are_a_reason_to_ask_again(crm: Partners) -> None:
    asking = Asking(crm, "orders: {told: {whom: crm}}\nerrors: {}\nlatency: {}\n")
    asking.read(NOON)
    asking.wall = wall({"hub.yaml": "title: Another\n"})
    asking.reader._shared.clear()
    asking.read(NOON + 1)

    assert crm.count("crm") == 2


def test_a_partner_that_is_away_is_asked_once_for_all_metrics_and_then_less_and_less_often(crm: Partners) -> None:
    crm.refuses["crm"] = PartnerError("no answer")
    asking = Asking(crm, "orders: {told: {whom: crm, what: a}}\nerrors: {told: {whom: crm, what: b}}\nlatency: {}\n")
    now, rests = NOON, []
    for _ in range(6):
        asking.reader._shared.clear()
        answers = asking.read(now, now - 1)
        rests.append(asking.due(now) - now)
        now = asking.due(now)

    assert {str(answer) for answer in answers.values()} == {"no answer"}
    assert set(answers) == {"orders", "errors"}
    assert crm.count("crm") == 6
    assert 30 <= rests[0] < rests[1] < rests[2]
    assert max(rests) <= LONGEST_REST_SECONDS * (1 + JITTER) + 1


def test_a_partner_is_left_alone_for_as_long_as_it_asks_for(crm: Partners) -> None:
    crm.refuses["crm"] = PartnerError("asks to wait (429)", retry_after=600)
    asking = Asking(crm, "orders: {told: {whom: crm}}\nerrors: {}\nlatency: {}\n")
    asking.read(NOON)

    assert 600 <= asking.due(NOON) - NOON <= 601


def test_a_question_that_takes_too_long_costs_the_others_nothing(crm: Partners) -> None:
    slow = PartnerError("no answer in 10 s", is_certain=False)
    asking = Asking(crm, "orders: {told: {whom: crm, what: slow}}\nerrors: {told: {whom: crm, what: b}}\nlatency: {}\n")
    asking.reader._says = lambda told: _raised(slow) if told.what == "slow" else 7.0
    first, again = asking.read(NOON), asking.read(NOON + 40, NOON)

    assert isinstance(first["orders"], SourceError)
    assert isinstance(first["errors"], Reading)
    # Those that failed come last.
    assert list(again) == ["errors", "orders"]
    assert asking.due(NOON + 40) < NOON + 120


def test_one_wrong_question_does_not_stop_the_others_and_is_asked_less_often(crm: Partners) -> None:
    asking = Asking(crm, "orders: {told: {whom: crm, what: bad}}\nerrors: {told: {whom: crm, what: b}}\nlatency: {}\n")
    asking.reader._says = lambda told: _raised(SourceError("refused (400)")) if told.what == "bad" else 7.0
    seen = [set(asking.read(NOON + seconds, NOON)) for seconds in range(0, 300, 30)]

    assert all("errors" in one for one in seen)
    assert sum("orders" in one for one in seen) <= 5


@pytest.mark.expects_log
def test_a_fault_of_ours_costs_its_metric_alone_which_is_asked_less_often(
    crm: Partners, caplog: pytest.LogCaptureFixture
) -> None:
    asking = Asking(crm, "orders: {told: {whom: crm, what: odd}}\nerrors: {told: {whom: crm, what: b}}\nlatency: {}\n")
    asking.reader._says = lambda told: _raised(ZeroDivisionError("a fault")) if told.what == "odd" else 7.0
    answers = [asking.read(NOON + seconds, NOON) for seconds in range(0, 300, 30)]

    assert all(isinstance(one["errors"], Reading) for one in answers)
    assert 1 < sum("orders" in one for one in answers) <= 5
    assert str(answers[0]["orders"]) == "a fault of displayd; the hub's log says which"
    assert caplog.text.count("ZeroDivisionError: a fault") == 1


def test_a_clock_that_was_put_back_stops_nothing(crm: Partners) -> None:
    asking = Asking(crm, "orders: {told: {whom: crm}}\nerrors: {}\nlatency: {}\n")
    asking.read(NOON)

    assert set(asking.read(NOON - 3600, NOON - 3601)) == {"orders"}
    assert asking.due(NOON - 3600) == NOON - 3570


def _raised(exc: Exception) -> float:
    raise exc
