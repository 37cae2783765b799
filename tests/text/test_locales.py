"""The table of locales, and Babel beside it."""

from __future__ import annotations

import json
import re

import pytest
from msgspec.structs import fields

from displayd.text.dates import age_text
from displayd.text.direction import RIGHT_TO_LEFT_MARK
from displayd.text.formatter import Formatter
from displayd.text.locales import Locale, locale_names, locale_of
from displayd.text.numbers import quantity_of
from displayd.text.units import CURRENCIES
from tests.fixtures import make_locales

EVERY_LOCALE = pytest.mark.parametrize("name", locale_names())

# What has not changed in CLDR for years; names and abbreviations are polished in every release.
LASTING = (
    *("decimal", "secondary_group", "percent", "weekdays", "months", "time", "date_long"),
    *("days", "plural", "years", "years_plural"),
)


@pytest.mark.parametrize("name", ["de", "fr", "it", "nl", "pl", "ru", "ja", "hi", "ar", "en-US", "de-CH", "sr-Latn"])
def test_table_is_what_babel_says(name: str) -> None:
    said = json.loads(json.dumps(make_locales.locale_fields(name)))
    kept = locale_of(name)

    for field in LASTING:
        value = getattr(kept, field)
        assert (list(value) if isinstance(value, tuple) else value) == said[field], field


def test_table_is_one_json_object_with_one_locale_a_line() -> None:
    lines = make_locales.TABLE.read_text(encoding="utf-8").splitlines()
    whole = json.loads("\n".join(lines))

    assert (lines[0], lines[-1]) == ("{", "}")
    assert [json.loads("{" + line.rstrip(",") + "}") for line in lines[1:-1]] == [{k: v} for k, v in whole.items()]


def test_table_is_small_enough_for_every_screen() -> None:
    assert make_locales.TABLE.stat().st_size < 80_000
    assert len(locale_names()) >= 45


def test_european_languages_are_all_there() -> None:
    languages = """bg bs ca cs cy da de el en es et eu fi fo fr ga gl hr hu is it lb lt lv mk mt nb nl nn pl pt ro ru
        sk sl sq sr sv tr uk"""

    assert set(languages.split()) <= set(locale_names())


@EVERY_LOCALE
def test_every_line_can_write_everything(name: str) -> None:
    formatter = Formatter(name)
    moment = 1_795_291_683.5

    locale = locale_of(name)

    assert len(locale.weekdays) == len(locale.weekdays_short) == 7
    assert len(locale.months) == len(locale.months_short) == 12
    assert [power for power, _ in locale.compact] == sorted({power for power, _ in locale.compact})
    assert all(days.count("{}") <= 1 for days in locale.days)
    assert "{}" in locale.days[-1]
    assert "{}" in locale.years[-1]
    assert re.search(r"\d", formatter.time(moment, with_seconds=True))
    assert formatter.date(moment) != formatter.date(moment + 86_400)
    assert formatter.date(moment, "short") != formatter.date(moment + 40 * 86_400, "short")
    assert all(age_text(days * 86_400, locale) for days in range(500))
    assert all(formatter.text(years * 31_556_952, "s") for years in range(2, 300))
    assert set(locale.symbols) <= CURRENCIES


@EVERY_LOCALE
def test_digits_are_latin_and_marks_are_visible(name: str) -> None:
    words = [
        Formatter(name).text(value, unit) for value in (-1_234_567.8, 0.5, 48_312) for unit in ("short", "percent")
    ]

    for text in words:
        assert re.search(r"[0-9]", text)
        assert not re.search(r"[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]", text)
        assert not re.search(r"[\u200e\u200f\u061c]", text), "marks of direction would be drawn as boxes in parts"


@EVERY_LOCALE
def test_money_has_its_symbol_on_one_side(name: str) -> None:
    quantity = quantity_of(5, "currencyEUR", None, locale_of(name))

    around = quantity.prefix + quantity.suffix
    assert "¤" not in around
    assert around.strip().removeprefix(RIGHT_TO_LEFT_MARK) in ("€", "EUR")


@pytest.mark.parametrize(
    ("asked", "like"),
    [
        ("de-LU", "de"),
        ("de_AT", "de-AT"),
        ("DE-at", "de-AT"),
        ("pt-BR", "pt"),
        ("no", "nb"),
        ("nb-NO", "nb"),
        ("zh-CN", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("en-JM", "en"),
        ("sr-Latn-RS", "sr-Latn"),
    ],
)
def test_locale_that_is_not_in_the_table_is_written_like_its_nearest(asked: str, like: str) -> None:
    assert locale_of(asked) == locale_of(like)


@pytest.mark.parametrize("name", ["xx", "tlh-KL", "", "-", "de\n", '"', "en-"])
def test_unknown_locale_is_english_or_its_language_and_never_an_error(name: str) -> None:
    assert locale_of(name) in (Locale(), locale_of("en"))


def test_variant_has_the_fields_of_its_language_where_it_says_nothing() -> None:
    german, swiss = locale_of("de"), locale_of("de-CH")

    assert (german.decimal, swiss.decimal) == (",", ".")
    assert swiss.weekdays == german.weekdays


def test_table_has_no_field_that_nobody_reads() -> None:
    known = {field.name for field in fields(Locale)} | {"like"}

    assert all(set(line) <= known for line in json.loads(make_locales.TABLE.read_text(encoding="utf-8")).values())


def test_only_what_was_asked_for_is_kept() -> None:
    locale_of.cache_clear()

    for name in locale_names():
        locale_of(name)

    assert locale_of.cache_info().currsize <= 4


# Narrow signs of a day, and short ones of a billionth of a second, whose script is not Latin.
@pytest.mark.parametrize(
    ("name", "long", "short"),
    [
        ("ar", "4 ي 15 س", "3 ن.ث."),
        ("he", "4 י׳ 15 שע׳", "3 ns"),  # noqa: RUF001 - Hebrew letters
        ("hi", "4 दि 15 घं॰", "3 नैनो से॰"),
        ("ja", "4 日 15 時間", "3 ns"),
        ("ko", "4 일 15 시간", "3 ns"),
        ("th", "4 วัน 15 ชม.", "3 นาโนวิ"),
        ("zh", "4 天 15 小时", "3 纳秒"),
        ("zh-Hant", "4 天 15 小時", "3 奈秒"),
        ("fi", "4 d 15 h", "3 ns"),
    ],
)
def test_lengths_of_time_are_written_in_the_letters_of_the_locale(name: str, long: str, short: str) -> None:
    formatter = Formatter(name)

    assert formatter.text(400_000, "dtdurations").replace("\u202f", " ") == long
    assert formatter.text(3e-9, "s").replace("\u202f", " ") == short
