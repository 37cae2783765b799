"""Words for values: what an admin types, what stands on the glass, and what is wrong with other forms."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from displayd.text.formatter import Formatter
from displayd.text.unit_words import words_mistake
from displayd.text.units import is_known_unit
from displayd.text.value_words import EXAMPLE
from displayd.validation.names import unit_faults
from tests.text.reading import AMOUNTS, UNIT_NAMES, spaced, text

STATES = "words:0=OK, 1=Warning, 2=Critical, 10..20=High, ..-1=off"


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        (0, STATES, "OK"),
        (2, STATES, "Critical"),
        (2.5, STATES, "2.5"),
        (3, STATES, "3"),
        (10, STATES, "High"),
        (14.5, STATES, "High"),
        (20, STATES, "High"),
        (20.1, STATES, "20.1"),
        (-1, STATES, "off"),
        (-1e12, STATES, "off"),
        (48_312, STATES, "48.3k"),
        (None, STATES, "–"),
        (None, EXAMPLE, "no answer"),
        (float("nan"), EXAMPLE, "no answer"),
        (7, EXAMPLE, "unknown"),
        (0, EXAMPLE, "OK"),
        (0, "words:0=OK, running; 1=No, stopped", "OK, running"),
        (1, "words:0=OK, running; 1=No, stopped", "No, stopped"),
        (0, "words:0=OK, running;", "OK, running"),
        (1, "words: 1 = a = b , 2=c", "a = b"),
        (5, "words:5..=many,0..=few", "many"),
        (4, "words:5..=many,0..=few", "few"),
        (1e-3, "words:1e-3=small, .5=half", "small"),
        (0.5, "words:1e-3=small, .5=half", "half"),
        (-1, "words:-1=no sensor, celsius", "no sensor"),
        (21.5, "words:-1=no sensor, celsius", "21.5 °C"),
        (0, "words:0=idle; suffix:req, all", "idle"),
        (7, "words:0=idle; suffix:req, all", "7 req, all"),
        (0.5, "words:1=all, percentunit", "50%"),
        (0, "words:0=never; dateTimeAsIso", "never"),
        (1_795_861_653_000, "words:0=never; dateTimeAsIso", "2026-11-28 10:27:33"),
    ],
)
def test_a_value_with_a_word_is_that_word_and_any_other_is_its_figure(
    value: float | None, unit: str, wanted: str
) -> None:
    assert is_known_unit(unit)
    assert text(value, unit) == wanted


@given(AMOUNTS.filter(lambda value: value not in (0, 1)), UNIT_NAMES)
def test_what_has_no_word_is_written_as_in_its_unit(value: float, unit: str) -> None:
    worded = f"words:0=no;1=yes;{unit}"

    # Units of two words have no figures.
    assert text(value, worded) == (text(value, unit) if is_known_unit(worded) else text(value))
    assert is_known_unit(worded) != unit.startswith("bool")


@given(st.lists(st.sampled_from([None, 0.0, 1.0, 12_345.0, 12.5, 99.75]), min_size=1, max_size=5))
def test_words_in_a_column_leave_its_figures_as_they_are(values: list[float | None]) -> None:
    formatter = Formatter()
    figures = formatter.column([value if value not in (0, 1) else None for value in values], "currencyEUR")
    column = formatter.column(values, "words:0=no;1=yes;currencyEUR")

    words = {0.0: "no", 1.0: "yes"}
    assert [one.text for one in column] == [
        words[value] if value in (0.0, 1.0) else figure.text for value, figure in zip(values, figures, strict=True)
    ]


def test_ticks_have_the_words_of_single_values() -> None:
    ticks = Formatter().ticks([0, 1, 2, 3, 4], "words:0=OK, 1=Warning, 2..9=Critical")

    assert ticks == ["OK", "Warning", "2", "3", "4"]


@pytest.mark.parametrize(
    ("value", "previous", "wanted"), [(1, 1, ""), (1, 0, ""), (5, 0, ""), (15, 12, ""), (6, 3, "+100%")]
)
def test_a_state_has_no_change_in_figures(value: float, previous: float, wanted: str) -> None:
    assert spaced(Formatter().change(value, previous, STATES)) == wanted


def test_words_are_taken_by_yaml_with_and_without_quotes() -> None:
    plain = yaml.safe_load(f"a: {EXAMPLE}\nb: '{EXAMPLE}'\nc: {{unit: {EXAMPLE.replace(',', ';')}}}")

    assert plain["a"] == plain["b"] == EXAMPLE
    assert is_known_unit(plain["c"]["unit"])


@pytest.mark.parametrize(
    ("unit", "said", "hint"),
    [
        ("words:", "there are no words", EXAMPLE),
        ("words:OK", "`OK` is no value and its word", EXAMPLE),
        ("words:0=OK, fine, 1=Bad", "`fine` is no value and its word", "`;`"),
        ("words:0:OK, 1=Bad", "`0:OK` has no `=`", "`0=OK`"),
        ("words:0=OK, 1: Bad", "`1: Bad` has no `=`", "`1=Bad`"),
        ("words:0=OK, 10-20=High", "`10-20` is no value", "write `10..20=High`"),
        ("words:0=OK, >=10=High", "`>=10` is no value", "write `10..=High`"),
        ("words:0=OK, 10+=High", "`10+` is no value", "write `10..=High`"),
        ("words:0=OK, null=gone", "`null` is no value", "write `none=gone`"),
        ("words:true=Up, false=Down", "`true` is no value", "write `1=Up`"),
        ("words:0=OK, else=gone", "`else` is no value", "write `*=gone`"),
        ("words:low=OK", "`low` is no value", "a value is a number"),
        ("words:20..10=High", "from 20 to 10 there is nothing", "write `10..20=High`"),
        ("words:0=, 1=Bad", "`0=` has no word", "leave the value out"),
        ("words:0=OK, 0=Bad", "`0` has a word already", "leave this one out"),
        ("words:*=OK, 1=Bad", "`1` has a word already", "leave this one out"),
        (f"words:0={'x' * 41}", "has 41 letters", "at most 40"),
        ("words:0=OK, celcius", "`celcius` is neither", "`celsius`"),
        ("words:0=OK, bool", "`bool` has words of its own", "leave it out"),
        ("words:0=OK,, 1=Bad", "nothing between two commas", EXAMPLE),
    ],
)
def test_what_is_wrong_with_words_is_told_with_what_to_write(unit: str, said: str, hint: str) -> None:
    (fault,) = unit_faults(("unit",), unit)

    assert not is_known_unit(unit)
    assert said in fault.reason
    assert hint in fault.hint
    assert text(3, unit) == "3"


@pytest.mark.parametrize("unit", ["states:0=OK, 1=Bad", "map:0=OK", "word:0=OK"])
def test_other_names_of_words_are_understood(unit: str) -> None:
    (fault,) = unit_faults(("unit",), unit)

    assert f"write `words:{unit.partition(':')[2]}`" in fault.hint


@given(st.text(max_size=60))
def test_whatever_stands_behind_words_is_a_unit_or_has_a_mistake(letters: str) -> None:
    unit = f"words:{letters}"

    assert is_known_unit(unit) or all(words_mistake(unit))


def test_only_words_may_be_long() -> None:
    (fault,) = unit_faults(("unit",), f"suffix:{'x' * 40}")

    assert "47 letters" in fault.reason
    assert is_known_unit("words:" + ", ".join(f"{number}=state number {number}" for number in range(15)))
