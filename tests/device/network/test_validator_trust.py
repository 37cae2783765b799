"""Validators are believed when they would change with the next change, and never before."""

from __future__ import annotations

import email.utils
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.edition import NOTHING_KNOWN, Validators
from displayd.device.network.validator_trust import OLD_SECONDS, ValidatorTrust
from tests.support.laws import law

NOON = 1_795_262_400
URL = "http://files/a.json"


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


def date(unix_time: float) -> str:
    return email.utils.formatdate(unix_time, usegmt=True)


def believed(headers: Mapping[str, str], knows_content: bool = False) -> bool:
    """Whether the validators of a first answer are believed."""
    return ValidatorTrust(knows_content, Clock()).validators_of(URL, headers, b"{}") != NOTHING_KNOWN


@pytest.mark.parametrize("tag", ["", '"abc"', 'W/"abc"'])
@pytest.mark.parametrize(("age", "is_old"), [(-5, False), (0, False), (1, False), (2, True), (86_400, True)])
def test_file_written_a_moment_before_the_answer_is_asked_for_without_condition(
    tag: str, age: int, is_old: bool
) -> None:
    headers = {"Last-Modified": date(NOON - age), "Date": date(NOON), **({"ETag": tag} if tag else {})}

    assert believed(headers) is is_old
    assert believed(headers, knows_content=True) is is_old


@pytest.mark.parametrize(("age", "is_old"), [(0, False), (1, False), (2, True)])
def test_tag_of_nginx_is_as_old_as_it_says(age: int, is_old: bool) -> None:
    for tag in (f'"{NOON - age:x}-4d"', f'W/"{NOON - age:x}-4d"'):
        assert believed({"ETag": tag, "Date": date(NOON)}) is is_old


def test_tags_without_a_time_are_believed_if_they_are_strong_or_a_hubs() -> None:
    assert believed({"ETag": '"abc"'})
    assert believed({"ETag": '"abc"', "Date": date(NOON)})
    assert not believed({"ETag": 'W/"abc"', "Date": date(NOON)})
    assert believed({"ETag": 'W/"abc"', "Date": date(NOON)}, knows_content=True)


@pytest.mark.parametrize("told", ["", "yesterday", "Sat, 99 Nov 2026 10:00:00 GMT", "0", "-1"])
def test_without_a_date_to_compare_with_nothing_is_believed_at_once(told: str) -> None:
    assert not believed({"Last-Modified": date(NOON - 999), "Date": told})
    assert not believed({"Last-Modified": told or "0", "ETag": '"abc"', "Date": date(NOON)})


def test_date_without_a_zone_is_that_of_greenwich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")

    assert not believed({"Last-Modified": date(NOON).removesuffix(" GMT"), "Date": date(NOON)})


@pytest.mark.parametrize(
    ("headers", "has_date"),
    [({"Last-Modified": date(NOON)}, False), ({"Last-Modified": date(NOON + 99)}, True), ({"ETag": 'W/"a"'}, True)],
)
def test_what_stayed_for_longer_than_the_clock_of_a_file_ticks_is_believed(
    headers: dict[str, str], has_date: bool
) -> None:
    clock = Clock()
    trust = ValidatorTrust(False, clock)
    found = []
    # When, what the date says, and the body; the sixth is the fifth once more where it has a date: a cache gave it.
    answers = [(0, 0, b"1"), (1, 1, b"1"), (3, 3, b"1"), (4, 4, b"2"), (5, 5, b"2"), (7, 5, b"2"), (8, 8, b"2")]
    for at, told, body in answers:
        clock.now = 100.0 + at
        stamped = {**headers, "Date": date(NOON + told)} if has_date else headers
        found.append(trust.validators_of(URL, stamped, body) != NOTHING_KNOWN)

    assert found == [False, False, True, False, False, not has_date, True]


def test_long_validators_are_not_kept() -> None:
    trust = ValidatorTrust(False, Clock())

    assert trust.validators_of(URL, {"ETag": '"' + "a" * 60_000 + '"'}, b"") == NOTHING_KNOWN
    assert (
        trust.validators_of(URL, {"ETag": '"a"', "Last-Modified": "x" * 100, "Date": date(NOON)}, b"") == NOTHING_KNOWN
    )
    assert trust.validators_of(URL, {"ETag": '"a"'}, b"") == Validators('"a"')


def test_many_addresses_leave_little_behind() -> None:
    trust = ValidatorTrust(False, Clock())
    for number in range(1000):
        trust.validators_of(f"{URL}{number}", {"ETag": 'W/"a"'}, b"")

    assert len(trust._sights) <= 100


class File:
    """A file that is written at some moments, always as long, and a server that gives it away."""

    def __init__(self, writes: list[float], kind: str, clock_error: float) -> None:
        self.writes = sorted(writes)
        self.kind = kind
        self.clock_error = clock_error

    def content(self, now: float) -> bytes:
        return b"%d" % sum(write <= now for write in self.writes)

    def ask(self, now: float, known: Validators) -> tuple[Mapping[str, str], bytes] | None:
        """Header and body; None for `not modified`."""
        written = int(max(write for write in self.writes if write <= now))
        tag = "" if self.kind == "python" else f'"{written:x}-1"'
        if self.kind == "weak":
            tag = f"W/{tag}"
        modified = "" if self.kind == "nginx without dates" else date(written)
        if known != NOTHING_KNOWN and known == Validators(tag, modified):
            return None
        stamp = {} if self.kind == "no clock" else {"Date": date(int(now + self.clock_error))}
        return {"ETag": tag, "Last-Modified": modified, **stamp}, self.content(now)


@law
@given(
    st.lists(st.integers(1, 200), max_size=6),
    st.lists(st.integers(200, 5000), min_size=1, max_size=12),
    st.sampled_from(["python", "nginx", "weak", "nginx without dates", "no clock"]),
    # The clock of a server that is behind its files cannot make it wrong; one that is ahead of them is another story.
    st.sampled_from([0.0, -1.0, -3600.0]),
    st.integers(0, 99),
)
def test_no_change_is_missed_whenever_a_file_is_written_and_asked_for(
    gaps: list[int], pauses: list[int], kind: str, clock_error: float, phase: int
) -> None:
    begin = NOON + phase / 100
    writes = [begin]
    for gap in gaps:
        writes.append(writes[-1] + gap / 100)
    file, clock, known, have = File(writes, kind, clock_error), Clock(), NOTHING_KNOWN, b""
    trust = ValidatorTrust(False, clock)
    now = begin
    for pause in pauses:
        now += pause / 100
        clock.now = now - NOON
        answer = file.ask(now, known)
        if answer is not None:
            have = answer[1]
            known = trust.validators_of(URL, *answer)

        assert have == file.content(now)

    # And what has come to rest is not sent for ever.
    now = max(now, writes[-1])
    for _ in range(4):
        now += OLD_SECONDS + 1
        clock.now = now - NOON
        answer = file.ask(now, known)
        known = known if answer is None else trust.validators_of(URL, *answer)
    assert answer is None
