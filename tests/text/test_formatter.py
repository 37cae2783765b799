"""Figures and moments as they are written in one place."""

from __future__ import annotations

import pytest

from displayd.text.formatter import Formatter
from tests.text.reading import spaced, text


@pytest.mark.parametrize(
    ("locale", "value", "unit", "wanted"),
    [
        ("de", 1234.5, "locale", "1.235"),
        ("de", 1_234_567, "currencyEUR", "1,23 Mio. €"),
        ("de-CH", 1_234_567, "locale", "1’234’567"),
        ("de-CH", 5, "currencyCHF", "CHF 5"),
        ("fr", 0.124, "percentunit", "12,4 %"),
        ("fr", 1_234_567, "locale", "1 234 567"),
        ("es", 1284, "short", "1284"),
        ("es", 1_500_000_000, "short", "1500 M"),
        ("pl", 12_345, "locale", "12 345"),
        ("tr", 0.5, "percentunit", "%50"),
        ("hi", 12_345_678, "locale", "1,23,45,678"),
        ("ja", 48_312, "short", "4.83万"),
        ("ja", 9_999.7, "short", "1.00万"),
        ("zh-Hant", 1.5e9, "short", "15億"),
        ("ru", 90, "s", "1,5 мин"),
        ("ar", 1234.5, "locale", "1,235"),
        ("sv", -1284, "short", "-1 284"),
    ],
)
def test_figures_are_written_as_in_the_country(locale: str, value: float, unit: str, wanted: str) -> None:
    assert text(value, unit, locale=locale) == wanted


@pytest.mark.parametrize(
    ("locale", "seconds", "wanted"),
    [
        ("en-GB", 86_400 * 2, "2 days"),
        ("pl", 86_400 * 2, "2 dni"),
        ("ru", 86_400 * 5, "5 дней"),
        ("ru", 86_400 * 21, "21 день"),
        ("ru", 86_400 * 122, "122 дня"),
        ("ar", 86_400 * 2, "يومان"),
        ("ja", 86_400 * 2, "2 日"),
        ("fr", 3 * 3600, "3 h"),
        ("sw", 86_400 * 3, "siku 3"),
    ],
)
def test_ages_are_counted_as_in_the_country(locale: str, seconds: float, wanted: str) -> None:
    assert spaced(Formatter(locale).age(seconds)) == wanted


def test_formatters_of_one_place_are_equal() -> None:
    assert Formatter("de", "Europe/Berlin") == Formatter("de", "Europe/Berlin")
    assert hash(Formatter("de")) == hash(Formatter("de"))
    assert Formatter("de") != Formatter("fr")


@pytest.mark.parametrize(
    ("locale", "change", "told"),
    [
        ("en-GB", 0.01, "+1 point"),
        ("en-GB", 0.004, "+0.4 points"),
        ("de-DE", 0.01, "+1 Punkt"),
        ("de-DE", -0.02, "−2 Punkte"),
        ("fr-FR", 0.05, "+5 pts"),
        ("fi-FI", 0.05, "+5 pistettä"),
        ("tr-TR", 0.05, "+5 puan"),
    ],
)
def test_percentages_differ_in_points_that_anybody_can_read(locale: str, change: float, told: str) -> None:
    text = Formatter(locale).change(0.5 + change, 0.5, "percentunit")

    assert " ".join(text.split()) == told
