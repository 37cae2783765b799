"""Whose turn it is: changes go out at once, floods in their rhythm, and the large give way to the small."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.publish.turns import PORTION, Turn, Turns

NOW = 1000.0


def looked_at(turns: Turns, now: float) -> list[str]:
    """The groups that are looked at now."""
    return [turn.group for turn in iter(lambda: turns.take(now), None) if not turn.screens]


def change(turns: Turns, group: str, now: float) -> bool:
    """Whether `group`, asked for now, changes now."""
    turns.ask([group], now)
    changes = group in looked_at(turns, now)
    if changes:
        turns.tell(group, ["screen"], now)
        assert turns.take(now) == Turn(group, ("screen",))
    return changes


def test_a_change_after_a_pause_goes_out_at_once_however_long_the_rhythm_is() -> None:
    turns = Turns(pause_seconds=60)

    assert change(turns, "a", NOW)
    assert change(turns, "b", NOW)
    assert change(turns, "a", NOW + 61)


def test_a_group_that_changes_all_the_time_keeps_to_its_rhythm_and_nobody_else_does() -> None:
    turns = Turns(pause_seconds=0.1)
    moments = [NOW + step / 100 for step in range(1000)]

    changes = sum(change(turns, "busy", moment) for moment in moments)
    others = [change(turns, f"other {moment}", moment) for moment in moments]

    assert 95 <= changes <= 105
    assert all(others)


def test_what_had_to_wait_is_looked_at_when_the_rhythm_says_without_being_asked_again() -> None:
    turns = Turns(pause_seconds=1.0)
    while change(turns, "a", NOW):
        pass
    due = turns.next_at()

    assert due is not None
    assert NOW < due <= NOW + 1.0
    assert looked_at(turns, due - 0.001) == []
    assert looked_at(turns, due + 0.001) == ["a"]
    assert turns.next_at() is None


def test_many_screens_are_told_in_portions_and_a_small_change_comes_in_between() -> None:
    turns = Turns()
    everyone = [f"s{number}" for number in range(1000)]
    turns.tell("all", everyone, NOW)
    first = turns.take(NOW)
    turns.ask(["small"], NOW + 0.01)

    second = turns.take(NOW + 0.01)
    rest = [turn.screens for turn in iter(lambda: turns.take(NOW + 1), None)]

    assert first is not None
    assert first.group == "all"
    assert len(first.screens) == PORTION
    assert second == Turn("small", ())
    assert sorted([*first.screens, *(name for names in rest for name in names)]) == sorted(everyone)


def test_a_change_that_concerns_many_groups_lets_one_of_few_go_first() -> None:
    turns = Turns()
    turns.ask([f"g{number}" for number in range(1000)], NOW)
    turns.ask(["small"], NOW + 0.01)

    assert turns.take(NOW + 0.01) == Turn("small", ())


def test_small_changes_do_not_keep_a_large_one_waiting_for_ever() -> None:
    turns = Turns()
    turns.tell("all", [f"s{number}" for number in range(1000)], NOW)
    told = 0
    for step in range(1000):
        now = NOW + step / 100
        turns.ask([f"small {step}"], now)
        turn = turns.take(now)
        told += turn is not None and turn.group == "all"

    assert told == 1000 // PORTION


def test_a_group_changes_again_only_when_all_its_screens_were_told() -> None:
    turns = Turns(pause_seconds=0.0)
    turns.tell("a", [f"s{number}" for number in range(2 * PORTION)], NOW)
    turns.ask(["a"], NOW)

    taken = [turns.take(NOW) for _ in range(4)]

    assert [bool(turn and turn.screens) for turn in taken] == [True, True, False, False]
    assert taken[2] == Turn("a", ())


def test_a_group_that_has_to_wait_is_not_looked_at_before() -> None:
    turns = Turns()
    turns.ask_at("a", NOW + 5)
    turns.ask(["a"], NOW)

    assert turns.next_at() == NOW + 5
    assert turns.take(NOW + 4) is None
    assert looked_at(turns, NOW + 5) == ["a"]


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.floats(0, 0.3)),
        max_size=40,
    ),
    st.floats(0.05, 2.0),
)
def test_whatever_is_asked_for_is_looked_at_afterwards_and_soon(steps: list[tuple[str, float]], pause: float) -> None:
    turns, now = Turns(pause), NOW
    asked_at: dict[str, float] = {}
    for group, seconds in [*steps, *[("", pause + 1.0)]]:
        until = now + seconds
        while True:
            turn = turns.take(now)
            if turn is None:
                again = turns.next_at()
                if again is None or again > until:
                    break
                now = max(now, again)
                continue
            if not turn.screens:
                assert now - asked_at.pop(turn.group) <= pause + 1e-6
                turns.tell(turn.group, ["one", "two"], now)
        now = until
        if group:
            turns.ask([group], now)
            asked_at.setdefault(group, now)

    assert asked_at == {}
