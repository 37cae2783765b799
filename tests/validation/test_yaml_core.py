"""Scalars as YAML 1.2's core schema reads them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.validation.yaml_core import PlainValue, core_value, is_ordinary_number
from tests.support.laws import law


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, None) for text in ("", "~", "null", "Null", "NULL")),
        *((text, True) for text in ("true", "True", "TRUE")),
        *((text, False) for text in ("false", "False", "FALSE")),
        # Numbers, as in YAML 1.2.2, example 10.3.
        ("0", 0),
        ("0o7", 7),
        ("0o14", 12),
        ("0x3A", 58),
        ("-19", -19),
        ("+1", 1),
        ("0123", 123),
        ("0.", 0.0),
        ("-0.0", -0.0),
        (".5", 0.5),
        ("+12e03", 12000.0),
        ("-2E+05", -200000.0),
        ("1e1", 10.0),
        ("1.10", 1.1),
        (".inf", math.inf),
        ("-.Inf", -math.inf),
        ("+.INF", math.inf),
        # What YAML 1.1 made something else of.
        *(
            (text, text)
            for text in (
                *("yes", "Yes", "no", "No", "NO", "on", "off", "On", "OFF", "y", "n"),
                *("14:30", "1:30", "190:20:30", "1_000", "1_000.5", "0b101", "2026-01-02", "2026-01-02T03:04:05Z"),
                *("nULL", "tRue", "0o8", "0xG", "1.2.3", "1e", "e1", ".", "-", "+", "inf", "nan", "-.nan", "\u0661"),
            )
        ),
    ],
)
def test_plain_scalar_means_what_the_core_schema_says(text: str, value: PlainValue) -> None:
    found = core_value(text)

    assert (type(found), found) == (type(value), value)


def test_what_is_no_number_is_that() -> None:
    for text in (".nan", ".NaN", ".NAN"):
        value = core_value(text)
        assert isinstance(value, float)
        assert math.isnan(value)


def test_number_that_could_not_be_printed_is_refused() -> None:
    for text in ("9" * 5000, "0x" + "f" * 5000, "1." + "1" * 5000):
        with pytest.raises(ValueError, match="is too long for a number"):
            core_value(text)


@law
@given(st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15).map(lambda number: round(number, 4)))
def test_number_written_as_python_has_it_comes_back_unless_it_is_long(number: float) -> None:
    assert core_value(str(number)) == number


@pytest.mark.parametrize("text", ["0", "12", "-12", "0.5", "-0.05", "1234.5", "4711"])
def test_number_in_its_usual_form_is_ordinary(text: str) -> None:
    assert is_ordinary_number(text)


@pytest.mark.parametrize("text", ["0123", "007", "1.10", "2.0", "+1", ".5", "5.", "1e1", "0x1F", "0o14", "00", "true"])
def test_number_that_would_be_shown_in_another_form_is_not(text: str) -> None:
    assert not is_ordinary_number(text)
