"""The hub's time: right within its bound, steady, and honest about where it comes from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.system.hub_clock import (
    FINE_SECONDS,
    FINE_SLEW,
    STEP_SECONDS,
    HubClock,
    monotonic,
)
from displayd.device.system.hub_offset import DRIFT
from displayd.device.system.time_sample import TimeSample, coarse_sample
from tests.device.rig import exchange

NOON = 1795262400.0


class Machine:
    """A machine's clocks, moved by hand."""

    def __init__(self, system: float = NOON, system_error: float | None = None) -> None:
        self.monotonic = 100.0
        self.system = system
        self.system_error = system_error
        self.clock = HubClock(lambda: self.monotonic, lambda: self.system, lambda: self.system_error)

    def pass_time(self, seconds: float) -> None:
        self.monotonic += seconds
        self.system += seconds

    def hear(self, unix_time: float, delay: float = 0.01) -> None:
        """The hub says that it is `unix_time`."""
        self.clock.add(exchange(unix_time, self.monotonic, delay))


@pytest.mark.parametrize("system", [0.0, 1_000_000_000.0, NOON - 86_400, NOON + 86_400, NOON * 2])
def test_the_hub_is_right_whatever_the_system_clock_says(system: float) -> None:
    machine = Machine(system)
    machine.hear(NOON)

    assert machine.clock.now() == pytest.approx(NOON)
    assert machine.clock.source == "hub"
    assert machine.clock.offset_seconds == pytest.approx(NOON - system)


def test_steps_of_the_system_clock_do_not_matter() -> None:
    machine = Machine()
    machine.hear(NOON)
    before = machine.clock.now()
    machine.system += 86_400

    assert machine.clock.now() == before


def test_a_hub_whose_clock_was_set_is_followed() -> None:
    machine = Machine()
    machine.hear(NOON, delay=0.001)
    machine.clock.now()
    machine.pass_time(1)
    machine.hear(NOON + 3601, delay=0.2)

    assert machine.clock.now() == pytest.approx(NOON + 3601)


def test_small_corrections_do_not_turn_time_back() -> None:
    machine = Machine()
    machine.hear(NOON, delay=0.2)
    told = [machine.clock.now()]
    machine.hear(NOON - 0.08, delay=0.001)
    for _ in range(2000):
        machine.pass_time(0.001)
        told.append(machine.clock.now())

    assert told == sorted(told)
    assert told[-1] == pytest.approx(NOON - 0.08 + 2, abs=1e-6)


def test_a_correction_of_less_than_a_frame_shows_nowhere() -> None:
    machine = Machine()
    machine.hear(NOON, delay=0.2)
    machine.clock.now()
    machine.hear(NOON + 0.016, delay=0.001)
    steps = []
    for _ in range(1000):
        before = machine.clock.now()
        machine.pass_time(0.001)
        steps.append(machine.clock.now() - before)

    assert FINE_SECONDS > 0.016
    assert max(steps) <= 0.001 * (1 + FINE_SLEW) + 1e-6
    assert machine.clock.now() == pytest.approx(NOON + 1.016, abs=1e-4)


def test_large_corrections_are_made_at_once() -> None:
    machine = Machine(NOON + 86_400)
    machine.clock.now()
    machine.hear(NOON)

    assert machine.clock.now() == pytest.approx(NOON)


def test_without_anybody_to_vouch_for_it_time_goes_on_and_says_so() -> None:
    machine = Machine(system=1000.0)
    before = machine.clock.now()
    machine.pass_time(20)

    assert machine.clock.now() == before + 20
    assert machine.clock.source == "none"
    assert machine.clock.error_seconds is None


def test_a_disciplined_system_clock_is_trusted_without_a_hub() -> None:
    machine = Machine(system_error=0.005)

    assert machine.clock.source == "system"
    assert machine.clock.now() == NOON
    assert machine.clock.error_seconds == pytest.approx(0.015)


def test_a_system_clock_before_this_software_existed_is_not_trusted() -> None:
    machine = Machine(system=946_684_800.0, system_error=0.005)

    assert machine.clock.source == "none"


def test_the_system_clock_is_followed_when_ntp_sets_it() -> None:
    machine = Machine(system=1000.0)
    machine.clock.now()
    machine.system, machine.system_error = NOON, 0.005
    machine.monotonic += 30

    assert machine.clock.now() == NOON
    assert machine.clock.source == "system"


def test_the_hub_goes_before_a_disciplined_system_clock_until_it_has_been_away_for_hours() -> None:
    machine = Machine(system=NOON + 0.5, system_error=0.005)
    machine.hear(NOON)
    young = machine.clock.source
    machine.pass_time(4 * 3600)

    assert young == "hub"
    assert machine.clock.source == "system"


def test_an_old_word_of_the_hub_is_better_than_nobodys() -> None:
    machine = Machine(system=1000.0)
    machine.hear(NOON)
    machine.pass_time(30 * 86_400)

    assert machine.clock.source == "hub"
    assert machine.clock.now() == pytest.approx(NOON + 30 * 86_400)
    assert machine.clock.error_seconds == pytest.approx(259.2, rel=0.01)


def test_a_date_is_used_only_when_there_is_nothing_better() -> None:
    machine = Machine(system=1000.0)
    machine.clock.add(coarse_sample(machine.monotonic, NOON, machine.monotonic))
    source, *coarse = machine.clock.source, machine.clock.now(), machine.clock.error_seconds
    machine.hear(NOON + 0.2)

    assert source == "date"
    assert coarse == [NOON + 0.5, pytest.approx(0.5)]
    assert machine.clock.source == "hub"


def over_a_slow_network(machine: Machine, hub_error: float | None, wrong: float = 0.0, one_way: float = 0.03) -> None:
    """The hub says what time it is, with the same delay each way, and how good its own clock is."""
    stamp = machine.system + wrong - one_way
    machine.clock.add(TimeSample(machine.monotonic - 2 * one_way, stamp, stamp, machine.monotonic, hub_error=hub_error))


def test_two_clocks_that_ntp_disciplines_are_gone_by_where_the_network_says_less() -> None:
    machine = Machine(system_error=0.001)
    over_a_slow_network(machine, 0.002, wrong=0.02)

    assert machine.clock.source == "system"
    assert machine.clock.now() == NOON
    assert machine.clock.error_seconds == pytest.approx(0.013)


@pytest.mark.parametrize(
    ("system_error", "hub_error", "wrong"),
    [
        (None, 0.002, 0.0),  # nobody disciplines ours
        (0.001, None, 0.0),  # nor the hub's
        (0.009, 0.009, 0.0),  # not clearly better than the network
        (0.001, 0.002, 0.05),  # the network says that one of them is wrong
        (0.001, 0.002, -3600.0),
    ],
)
def test_the_hubs_own_word_wins_over_ntp(system_error: float | None, hub_error: float | None, wrong: float) -> None:
    machine = Machine(system_error=system_error)
    over_a_slow_network(machine, hub_error, wrong)

    assert machine.clock.source == "hub"
    assert machine.clock.now() == pytest.approx(NOON + wrong)


def test_a_good_network_is_better_than_ntp() -> None:
    machine = Machine(system_error=0.001)
    machine.clock.add(exchange(NOON + 0.004, machine.monotonic, delay=0.001)._replace(hub_error=0.001))

    assert machine.clock.source == "hub"


def test_ntp_is_not_left_for_a_little_and_is_left_when_the_hub_no_longer_vouches_for_its_clock() -> None:
    machine = Machine(system_error=0.001)
    over_a_slow_network(machine, 0.002)
    machine.clock.now()
    machine.system_error = 0.015
    machine.pass_time(11)
    little_worse = machine.clock.source
    machine.pass_time(60)

    assert little_worse == "system"
    assert machine.clock.source == "hub"


def test_going_over_to_ntp_shows_in_no_step() -> None:
    machine = Machine()
    over_a_slow_network(machine, None, wrong=0.015, one_way=0.1)
    before = machine.clock.now()
    machine.system_error = 0.001
    machine.pass_time(11)
    machine.clock.now()
    over_a_slow_network(machine, 0.001, one_way=0.1)
    steps = []
    for _ in range(50):
        told = machine.clock.now()
        machine.pass_time(0.02)
        steps.append(machine.clock.now() - told)

    assert machine.clock.source == "system"
    assert before == pytest.approx(NOON + 0.015)
    assert machine.clock.now() == pytest.approx(machine.system, abs=1e-6)
    assert all(0.02 * (1 - FINE_SLEW) - 1e-6 <= step <= 0.02 * (1 + FINE_SLEW) + 1e-6 for step in steps)


def test_the_monotonic_clock_goes_forward() -> None:
    assert monotonic() <= monotonic()


trips = st.lists(
    st.tuples(
        st.floats(0.0, 0.3),  # way there, s
        st.floats(0.0, 30.0),  # parked, s
        st.floats(0.0, 0.3),  # way back, s
        st.floats(0.0, 300.0),  # pause before the next, s
    ),
    min_size=1,
    max_size=12,
)


@given(st.floats(-1e6, 1e6), st.floats(-DRIFT, DRIFT), trips)
def test_the_error_is_never_larger_than_its_bound(
    offset: float, drift: float, exchanges: list[tuple[float, float, float, float]]
) -> None:
    machine = Machine()

    def truth() -> float:
        return NOON + offset + machine.monotonic * (1 + drift)

    for there, parked, back, pause in exchanges:
        sent = machine.monotonic
        machine.pass_time(there)
        received = truth()
        machine.pass_time(parked)
        answered = truth()
        machine.pass_time(back)
        machine.clock.add(TimeSample(sent, received, answered, machine.monotonic))
        for _ in range(3):
            machine.pass_time(pause / 3)
            bound = machine.clock.error_seconds
            assert bound is not None
            assert abs(machine.clock.now() - truth()) <= bound + 1e-5


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(-0.3, 0.3), st.floats(0.0, 1.0)), max_size=30))
def test_time_never_runs_backwards_for_small_corrections(steps: list[tuple[float, float, float]]) -> None:
    machine = Machine()
    machine.hear(NOON, delay=0.0)
    last = machine.clock.now()
    for seconds, jitter, delay in steps:
        machine.pass_time(seconds)
        machine.hear(NOON + machine.monotonic - 100.0 + jitter, delay)

        now = machine.clock.now()

        assert now >= last
        assert abs(now - machine.monotonic - NOON + 100.0) <= STEP_SECONDS
        last = now
