"""What a tile says of a change: how much, whether it is good, and when it is nothing."""

from __future__ import annotations

import pytest

from displayd.drawing.figure.notes import Note, change_note
from displayd.protocol.vocabulary import ChangeAs, Direction
from displayd.tile.measure import Measure
from tests.widgets.drawing import frame_of


def note(
    value: float,
    previous: float,
    unit: str = "short",
    *,
    direction: Direction = "up",
    amber: float | None = 0.5,
    noise: float | None = None,
    change_as: ChangeAs = "percent",
) -> Note:
    measure = Measure(unit, None, direction, amber, None, noise, change_as)
    found = change_note(frame_of(), measure, value, previous)
    assert found is not None
    return found._replace(text=found.text.replace("\N{MINUS SIGN}", "-").replace("\N{NARROW NO-BREAK SPACE}", " "))


@pytest.mark.parametrize(
    ("value", "previous", "unit"),
    [
        (489_040, 489_480, "currencyEUR"),
        (0.4612, 0.4613, "percentunit"),
        (12_341, 12_344, "short"),
        (3.601, 3.599, "h"),
    ],
)
def test_a_change_that_the_digits_do_not_show_is_steady_and_nobody_is_blamed(
    value: float, previous: float, unit: str
) -> None:
    assert note(value, previous, unit)[:2] == ("level", "steady")


def test_a_change_within_the_noise_of_a_metric_is_steady_and_one_beyond_it_is_told() -> None:
    assert note(103, 100, noise=3)[:2] == ("level", "steady")
    assert note(97, 100, noise=3)[:2] == ("level", "steady")
    assert note(104, 100, noise=3)[:2] == ("good up", "+4%")
    # Nobody but the metric knows its noise: none means that each digit counts.
    assert note(489_040, 489_480, "currencyEUR", noise=0)[:2] == ("bad down", "-0.09%")


def test_no_change_is_said_in_words() -> None:
    for unit in ("short", "percentunit", "currencyEUR", "ms"):
        assert note(0.96, 0.96, unit)[:2] == ("level", "no change")


def test_the_change_of_a_score_is_told_in_points() -> None:
    assert note(47, 45, change_as="points").text == "+2"
    assert note(-3, 4, change_as="points").text == "-7"
    assert note(47, 40).text == "+17.5%"
    rounded = Measure("short", 0, "up", 75, 50, None, "points")
    assert change_note(frame_of(), rounded, 69.9, 69.45) == Note("level", "steady", frame_of().theme.dim)
    # Of percentages it always is.
    assert (
        note(0.47, 0.45, "percentunit").text == note(0.47, 0.45, "percentunit", change_as="points").text == "+2 points"
    )


def test_only_where_somebody_said_what_is_good_a_change_is_praised_or_blamed() -> None:
    frame = frame_of()
    unjudged = Measure("short", None, "up", None, None)
    bare, judged = change_note(frame, unjudged, 120, 100), change_note(frame, unjudged, 120, 100, is_judged=True)

    assert bare is not None
    assert judged is not None
    assert (bare.mark, bare.color) == ("up", frame.theme.dim)
    assert (judged.mark, judged.color) == ("good up", frame.theme.good)
    assert note(120, 100, direction="none").mark == "up"
    assert note(80, 100, direction="down").mark == "good down"
