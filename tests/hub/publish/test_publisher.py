"""What screens are served, and when it changes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from displayd.document.model import decode
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Reading
from displayd.hub.publish.publisher import Publisher
from displayd.hub.wall.loader import Wall
from tests.hub.walls import HUB, NOON, TEAM, wall

LEAD = 2.0
WALL = wall({"hub.yaml": HUB.replace("mirror_lead_seconds: 0.2", f"mirror_lead_seconds: {LEAD}")})


class Office:
    """A publisher with its wall and metrics."""

    def __init__(self, found: Wall = WALL, effective: dict[str, tuple[str, float]] | None = None) -> None:
        self.wall = found
        self.metrics = Metrics()
        self.metrics.define(found.metrics)
        self.publisher = Publisher(effective)
        self.publisher.publish(found, self.metrics, NOON)

    def put(self, metric: str, value: float, at: float) -> frozenset[str]:
        """A value, published at once."""
        self.metrics.put(metric, Reading(value=value, as_of=at), at)
        return self.publish(at)

    def publish(self, at: float) -> frozenset[str]:
        """Screens that have something new."""
        return self.publisher.publish(self.wall, self.metrics, at).changed

    def tag(self, screen: str) -> str:
        """Entity tag of `screen`."""
        issue = self.publisher.issue(screen)
        assert issue is not None
        return issue.tag

    def plain(self, screen: str) -> dict[str, Any]:
        """The document of `screen`."""
        issue = self.publisher.issue(screen)
        assert issue is not None
        document: dict[str, Any] = json.loads(issue.body)
        return document

    def bodies(self) -> dict[str, bytes]:
        """What every screen is served."""
        found = {name: self.publisher.issue(name) for name in self.wall.screens}
        return {name: issue.body for name, issue in found.items() if issue is not None}


def test_only_screens_that_show_a_metric_change_with_it() -> None:
    office = Office()

    assert office.put("latency", 3, NOON + 10) == {"other"}
    assert office.put("orders", 3, NOON + 20) == {"left", "right"}


def test_two_tags_are_equal_exactly_where_the_bytes_are() -> None:
    tags: dict[bytes, set[str]] = {}
    for _ in range(2):
        office = Office()
        for number, value in enumerate((1.0, 2.0, 1.0)):
            office.put("latency", value, NOON + 10 * number)
            office.put("orders", value, NOON + 10 * number)
            for screen, body in office.bodies().items():
                tags.setdefault(body, set()).add(office.tag(screen))

    assert len(tags) > 6
    assert all(len(one) == 1 for one in tags.values())
    assert len(set.union(*tags.values())) == len(tags)


def test_the_same_value_again_changes_nothing() -> None:
    office = Office()
    office.put("latency", 3, NOON + 10)
    tag = office.tag("other")

    assert office.put("latency", 3, NOON + 20) == frozenset()
    assert office.tag("other") == tag


def test_every_document_is_one() -> None:
    office = Office()

    for name, body in office.bodies().items():
        assert decode(body).screen == name
        assert decode(body).revision


def test_members_of_a_group_are_served_the_same_but_for_name_and_rotation() -> None:
    office = Office()
    office.put("orders", 3, NOON + 10)

    left, right = office.plain("left"), office.plain("right")

    assert (left.pop("screen"), right.pop("screen")) == ("left", "right")
    assert (left.pop("rotate", 0), right.pop("rotate")) == (0, 90)
    assert left == right
    assert left["mirror"] == {"group": "left", "effective_at": NOON + 10 + LEAD}


def test_a_screen_without_mirrors_changes_at_once() -> None:
    office = Office()
    office.put("latency", 3, NOON + 10)

    assert "mirror" not in office.plain("other")


def test_a_group_changes_again_only_when_the_last_change_has_taken_effect() -> None:
    office = Office()
    office.put("orders", 1, NOON + 10)
    tag = office.tag("left")
    office.metrics.put("orders", Reading(value=2, as_of=NOON + 11), NOON + 11)

    too_early = office.publisher.publish(office.wall, office.metrics, NOON + 11)

    assert too_early.changed == frozenset()
    assert too_early.again_at == NOON + 10 + LEAD
    assert office.tag("left") == tag
    assert office.publish(NOON + 12) == {"left", "right"}
    assert office.plain("right")["mirror"]["effective_at"] == NOON + 12 + LEAD


def test_a_group_whose_members_are_fast_has_its_change_sooner() -> None:
    office = Office()
    office.metrics.put("orders", Reading(value=1, as_of=NOON + 10), NOON + 10)
    asked: list[str] = []

    def lead(group: str) -> float:
        asked.append(group)
        return 0.3

    office.publisher.publish(office.wall, office.metrics, NOON + 10, lead=lead)

    assert asked == ["left"]
    assert office.plain("left")["mirror"] == {"group": "left", "effective_at": NOON + 10.3}
    assert office.plain("right")["mirror"] == office.plain("left")["mirror"]


def test_mirrors_that_do_not_say_how_fast_they_are_have_two_seconds_unless_the_wall_says_otherwise() -> None:
    office = Office(wall({"hub.yaml": ""}))

    office.put("orders", 1, NOON + 10)

    assert office.plain("left")["mirror"]["effective_at"] == NOON + 12


def test_a_turned_tv_changes_alone_and_at_once() -> None:
    office = Office()
    before = office.plain("left")["mirror"]
    tag = office.tag("left")
    office.wall = wall(
        {
            "hub.yaml": WALL.files.own["hub.yaml"],
            "screens.yaml": WALL.files.own["screens.yaml"].replace(b"rotate: 90", b"rotate: 270"),
        }
    )

    assert office.publish(NOON + 1) == {"right"}
    assert office.plain("right")["rotate"] == 270
    assert office.plain("right")["mirror"] == before
    assert office.tag("left") == tag


def test_an_edit_of_a_layout_changes_its_screens_alone() -> None:
    office = Office()
    office.wall = wall(
        {"hub.yaml": WALL.files.own["hub.yaml"], "layouts/team.yaml": TEAM.replace("Failures", "Faults")}
    )

    assert office.publish(NOON + 100) == {"left", "right"}


def test_the_same_wall_read_again_changes_nothing() -> None:
    office = Office()
    before = office.bodies()
    office.wall = wall({"hub.yaml": WALL.files.own["hub.yaml"]})
    office.metrics.define(office.wall.metrics)

    assert office.publish(NOON + 100) == frozenset()
    assert office.bodies() == before


def test_a_screen_that_goes_has_nothing_any_more() -> None:
    office = Office()
    office.wall = wall({"screens.yaml": "screens: {left: {show: [team]}}"})

    assert {"right", "other"} <= office.publish(NOON + 100)
    assert office.publisher.issue("other") is None


def test_a_restart_with_the_same_content_changes_nothing() -> None:
    office = Office()
    again = Office(effective=office.publisher.effective())
    fresh = Office()
    fresh.publisher.publish(fresh.wall, fresh.metrics, NOON + 50)

    assert again.bodies() == office.bodies()


def test_a_change_planned_by_a_clock_that_was_wrong_is_planned_anew() -> None:
    office = Office()
    day = 86_400
    office.put("orders", 1, NOON + day)
    planned = office.plain("left")["mirror"]["effective_at"]

    assert office.publish(NOON + 1) == {"left", "right"}
    assert planned == NOON + day + LEAD
    assert office.plain("left")["mirror"]["effective_at"] == NOON + 1 + LEAD
    assert office.plain("left")["mirror"] == office.plain("right")["mirror"]


def test_a_plan_from_before_a_restart_by_a_wrong_clock_is_not_kept() -> None:
    office = Office()
    revision = office.plain("left")["revision"]

    again = Office(effective={"left": (revision, NOON + 86_400)})

    assert again.plain("left")["mirror"]["effective_at"] == NOON + LEAD


def test_a_revision_is_known_for_a_while_after_it_was_replaced() -> None:
    office = Office()
    first = office.plain("other")["revision"]
    office.put("latency", 3, NOON + 10)

    assert office.publisher.replaced_at("other", first) == NOON + 10
    assert office.publisher.replaced_at("other", office.plain("other")["revision"]) is None
    assert office.publisher.replaced_at("other", "never heard of") == 0.0


MANY = wall({"screens.yaml": "screens:\n" + "".join(f"  s{n}: {{show: [sales]}}\n" for n in range(200))})


def test_screens_that_show_the_same_are_one_group_and_are_served_their_own_name() -> None:
    office = Office(MANY)

    assert list(office.publisher.showing("latency")) == ["s0"]
    assert office.put("latency", 3, NOON + 10) == set(MANY.screens)
    assert all(json.loads(body)["screen"] == name for name, body in office.bodies().items())
    assert len({office.tag(name) for name in MANY.screens}) == 200


@pytest.mark.parametrize("more", ["title: Kitchen", "rotate: 90", "seconds: 7", "timezone: Asia/Tokyo", "theme: light"])
def test_a_screen_that_shows_anything_differently_is_a_group_of_its_own(more: str) -> None:
    lines = ["a: {show: [sales]}", f"b: {{show: [sales], {more}}}", "c: {show: [sales]}"]
    office = Office(wall({"screens.yaml": "screens:\n  " + "\n  ".join(lines) + "\n"}))

    assert list(office.publisher.showing("latency")) == ["a", "b"]
    a, b, c = (office.plain(name) for name in "abc")
    assert {**a, "screen": "c"} == c
    assert {**a, "screen": "b"} != b


def test_only_the_groups_that_are_asked_for_are_looked_at() -> None:
    office = Office()
    office.metrics.put("latency", Reading(value=3, as_of=NOON), NOON)
    office.metrics.put("orders", Reading(value=3, as_of=NOON), NOON)

    publish = office.publisher.publish
    some = publish(office.wall, office.metrics, NOON + 10, groups=office.publisher.showing("latency"))
    rest = publish(office.wall, office.metrics, NOON + 10)

    assert some.changed == {"other"}
    assert rest.changed == {"left", "right"}


@pytest.mark.expects_log
def test_a_screen_whose_new_dashboard_is_too_large_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    before = office.bodies()
    office.wall = wall({"hub.yaml": WALL.files.own["hub.yaml"], "layouts/sales.yaml": TEAM})
    with monkeypatch.context() as patch:
        patch.setattr("displayd.hub.publish.publisher.MAX_DOCUMENT_BYTES", len(before["left"]) // 2)
        assert "other" not in office.publish(NOON + 10)
        during = office.bodies()["other"]
    office.put("orders", 3, NOON + 20)

    assert during == before["other"]
    assert office.plain("other")["pages"][0]["widgets"].keys() == {"orders", "errors"}


def test_a_revision_of_before_an_edit_is_known_for_a_while() -> None:
    office = Office()
    first = office.plain("other")["revision"]
    office.put("latency", 3, NOON + 10)
    second = office.plain("other")["revision"]
    office.wall = wall(
        {"hub.yaml": WALL.files.own["hub.yaml"], "layouts/sales.yaml": TEAM.replace("Failures", "Faults")}
    )
    office.publish(NOON + 20)

    assert office.publisher.replaced_at("other", first) == NOON + 10
    assert office.publisher.replaced_at("other", second) == NOON + 20


def test_small_documents_are_not_compressed_and_large_ones_are() -> None:
    office = Office()
    issue = office.publisher.issue("left")
    assert issue is not None
    assert issue.gzipped is None

    for second in range(0, 120 * 720, 720):
        office.metrics.put("latency", Reading(value=second, as_of=NOON + second), NOON + second)
    office.publish(NOON + 120 * 720)

    large = office.publisher.issue("other")
    assert large is not None
    assert large.gzipped is not None
    assert len(large.gzipped) < len(large.body) / 2


@pytest.mark.expects_log
def test_a_document_that_no_screen_takes_is_not_served_and_said_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office()
    tag = office.tag("other")
    with monkeypatch.context() as patch:
        patch.setattr("displayd.hub.publish.publisher.MAX_DOCUMENT_BYTES", 10)

        assert office.put("latency", 3, NOON + 10) == frozenset()
        assert office.put("latency", 4, NOON + 20) == frozenset()
        assert office.tag("other") == tag
        assert "too large: 0.0 MB" in office.publisher.fault("other")
        assert office.publisher.fault("left") == ""
    assert [record.levelname for record in caplog.records] == ["WARNING"]

    assert office.put("latency", 5, NOON + 30) == {"other"}
    assert office.publisher.fault("other") == ""


STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(WALL.metrics)), st.sampled_from([0.0, 1.0, 2.5]), st.floats(0, 30)), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_laws_of_publishing(steps: list[tuple[str, float, float]]) -> None:
    office = Office()
    now = NOON
    previous = dict.fromkeys(office.wall.metrics, -1.0)
    for metric, value, pause in steps:
        now += pause
        before = office.bodies()
        changed = office.put(metric, value, now)
        after = office.bodies()

        # Told is who changed, and who changed is told.
        assert changed == {name for name in after if after[name] != before.get(name)}
        # A change touches the screens that show the metric, or those for which an earlier one had to wait.
        showing = {name for name in office.wall.screens if metric in office.wall.metrics_on(name)}
        assert changed <= showing | {"left", "right"}
        if "other" in changed:
            assert metric == "latency"
        # A group is of one mind, always.
        left, right = json.loads(after["left"]), json.loads(after["right"])
        assert left["revision"] == right["revision"]
        assert left["mirror"] == right["mirror"]
        assert left["pages"] == right["pages"]
        previous[metric] = value
    # When all has taken effect, everybody has the newest numbers.
    office.publish(now + LEAD + 1)
    orders = json.loads(office.bodies()["left"])["pages"][0]["widgets"]["orders"]
    assert orders.get("value") == (None if previous["orders"] < 0 else previous["orders"])
    # And nothing more to tell.
    assert office.publish(now + 2 * LEAD + 2) == frozenset()
