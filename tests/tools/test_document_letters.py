"""Whether a machine has fonts for the letters of a document, with the fonts of this one."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.paint.families import HAN
from displayd.paint.text import PangoFonts
from displayd.tools.document_letters import letters_told

# Letters that no font of a screen has: Khitan small script.
ODD = "\U00018b00\U00018b01"


@pytest.fixture(scope="module")
def fonts() -> PangoFonts:
    return PangoFonts()


def document(title: str, locale: str = "en-GB") -> bytes:
    page = {"title": title, "widgets": {"a": {"type": "number", "title": title, "value": 1}}}
    return msgspec.json.encode({"format": 1, "screen": "lobby", "locale": locale, "pages": [page]})


@pytest.mark.parametrize("title", ["Orders", "Umsätze", "Заказы", "Παραγγελίες", "طلبات", "הזמנות", "ऑर्डर", "คำสั่งซื้อ"])
def test_letters_that_have_fonts_are_well(fonts: PangoFonts, title: str) -> None:
    assert list(letters_told(document(title), fonts)) == [("ok", "fonts for every letter of its dashboard")]


def test_letters_without_a_font_are_named_by_their_script(fonts: PangoFonts) -> None:
    ((mark, text),) = letters_told(document(f"Orders {ODD}"), fonts)

    assert mark == "note"
    assert text.startswith("no font here has 2 Khitan letters of its dashboard: \U00018b00 \U00018b01 (install ")


@pytest.mark.parametrize(("locale", "title"), [("ja", "注文かカ"), ("ko", "주문"), ("zh", "订单"), ("en-GB", "注文")])
def test_chinese_japanese_and_korean_letters_of_a_font_that_stands_in_are_told(
    fonts: PangoFonts, monkeypatch: pytest.MonkeyPatch, locale: str, title: str
) -> None:
    monkeypatch.setattr(PangoFonts, "family_of", lambda self, text: "Droid Sans Fallback")
    monkeypatch.setattr(PangoFonts, "missing_glyphs", lambda self, text: 0)
    ((mark, text),) = letters_told(document(title, locale), fonts)

    wanted = HAN[locale if locale in HAN else "ja"][0]
    assert mark == "note"
    assert "Droid Sans Fallback" in text
    assert f"fonts-noto-cjk has {wanted}" in text


def test_a_machine_without_any_han_font_is_told_which_package_has_one(
    fonts: PangoFonts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PangoFonts, "missing_glyphs", lambda self, text: 1)
    told = dict(letters_told(document("注文か"), fonts))

    assert "3 Chinese, Japanese or Korean letters" in told["note"]
    assert told["note"].endswith("(install fonts-noto-cjk)")


@pytest.mark.parametrize("body", [b"[]", b'"x"', b"{}", b'{"locale": 7, "pages": [[[null, 1.5, "x"]]]}'])
def test_whatever_is_remembered_is_looked_at(fonts: PangoFonts, body: bytes) -> None:
    found: Any = list(letters_told(body, fonts))

    assert [mark for mark, _ in found] == ["ok"]
