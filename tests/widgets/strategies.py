"""Widget data of every kind that the types allow."""

from __future__ import annotations

import math
import types
import typing
from typing import Annotated, Any, Literal, NamedTuple, Union

import msgspec
from hypothesis import strategies as st
from msgspec import Meta, Struct

from displayd import widgets
from displayd.protocol.vocabulary import Amount, UnixTime
from displayd.scene.geometry import Rect
from displayd.scene.operations import Fonts
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from displayd.tile.roles import Kind, fields_of
from displayd.tile.widget import Widget
from tests.support.fakes_fonts import FixedFonts

NOW = 1_795_291_683.25
"""Saturday 21 November 2026, 20:08:03 in London: the moment at which everything is drawn."""

# Numbers, money, days and clocks are written differently in each of them.
LOCALES = ["en-GB", "en-US", "de", "fr", "hi-IN", "ar", "zh-CN"]

SIXTY = "A label of sixty letters is longer than most tiles can hold."
PEOPLE_WRITE = [
    "", "x", "Amelia Fairweather", SIXTY, "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenkasse",
    "Ångström, Çelik & Ðorđe (Qaqortoq)", "新規のお客様", "الطلبات المفتوحة", "खुले टिकट", "🌷 tulips", "two\nlines",
]  # fmt: skip
"""Labels of all kinds, up to the longest that are expected."""
WORDS = st.sampled_from(PEOPLE_WRITE)
LABELS = WORDS | st.text(max_size=60)
AMOUNTS = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 0.5, -0.000012, 42.0, 9_999_999_999.0, -9_999_999_999.0, 1e18, -1e18, 5e-324]),
    st.integers(-200, 2000).map(float),
    st.floats(-1e18, 1e18, allow_nan=False),
)
MAYBE = st.none() | AMOUNTS
TIMES = st.one_of(st.floats(1.79e9, 1.8e9), st.floats(0, 253_370_764_799), st.sampled_from([0.0, 1_795_291_683.0]))
UNITS = st.sampled_from(
    ["short", "none", "percent", "percentunit", "ms", "s", "d", "bytes", "reqps", "currencyEUR", "suffix: widgets",
     "prefix:no. ", "dtdurations", "dthms", "bool", "dateTimeAsIso", "dateTimeFromNow", "time:ddd D MMMM", "clockms",
     "sci", "hex0x", "string", "si:mW", "unheard of"]
)  # fmt: skip
ZONES = st.sampled_from(["", "America/New_York", "Pacific/Chatham"])
MARKDOWN = st.lists(
    st.sampled_from(["# ", "### ", "- ", "12. ", "\n", "**", "*", "_", "bold words", "x", " ", "Donaudampfschiff" * 8]),
    max_size=60,
).map("".join)
PICTURES = st.sampled_from(["logo.png", "missing.png", "a/very/long/name/" * 15 + ".png"])
MOMENTS = st.sampled_from(["2026-11-21 20:09", "2026-12-18", "2126-01-01T00:00:00+14:00"])

LONGEST = 300
"""Most items of a list that are tried."""

MAIN: frozenset[Kind] = frozenset({"figure", "state", "past", "parts"})
"""What an item without would have nothing to show."""

DEEP = 60
"""Most items of a list inside another one."""


def _many(one: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[list[Any]]:
    # Hypothesis likes short lists; long ones are what tears layouts.
    copies = st.tuples(st.lists(one, min_size=1, max_size=min(4, most)), st.integers(1, most))
    return st.lists(one, max_size=min(12, most)) | copies.map(lambda pair: (pair[0] * pair[1])[: pair[1]])


@st.composite
def _series(draw: st.DrawFn) -> list[list[float | None]]:
    """1 to 300 points at equal distances, few different values, often with gaps or all equal."""
    values = draw(st.lists(MAYBE, min_size=1, max_size=5))
    count, step = draw(st.integers(1, 300)), draw(st.sampled_from([1.0, 60.0, 3_600.0, 86_400.0, 2_629_800.0]))
    return [[NOW - (count - n) * step, values[n % len(values)]] for n in range(count)]


class Limits(NamedTuple):
    """What the annotations of a type allow."""

    least: float | None = None
    most: float | None = None
    longest: int | None = None
    """Of a text or a list."""
    shortest: int = 0

    def narrowed(self, note: object) -> Limits:
        if not isinstance(note, Meta):
            return self
        return Limits(
            self.least if note.ge is None else note.ge,
            self.most if note.le is None else note.le,
            self.longest if note.max_length is None else note.max_length,
            self.shortest if note.min_length is None else note.min_length,
        )


ANYTHING = Limits()
AMOUNT, MOMENT = (ANYTHING.narrowed(typing.get_args(one)[1]) for one in (Amount, UnixTime))


def _words(kind: Kind, limits: Limits) -> st.SearchStrategy[str]:
    """Texts that stand for what `kind` says."""
    if kind == "unit":
        return UNITS
    if kind == "timezone":
        return ZONES.filter(bool) if limits.shortest else ZONES
    if kind == "picture":
        return PICTURES
    if kind == "moment":
        return MOMENTS
    words = LABELS
    if kind == "text":
        addresses = LABELS.map(lambda label: f"https://example.com/{label}")
        words = st.text(max_size=400) | LABELS.map(lambda label: label * 20) | MARKDOWN | addresses
    return words.map(lambda text: text[: limits.longest])


def _numbers(limits: Limits) -> st.SearchStrategy[float]:
    if limits.most == AMOUNT.most:
        return AMOUNTS
    if limits.most == MOMENT.most:
        return TIMES
    least, most = limits.least or 0.0, limits.most if limits.most is not None else 1e6
    return st.floats(least, most) | st.sampled_from([float(least), float(most), (least + most) / 2])


def _values(hint: Any, kind: Kind, depth: int, limits: Limits = ANYTHING) -> st.SearchStrategy[Any]:
    """Values of the type `hint`, as they stand in JSON.

    Args:
        kind: what the field means; it decides which words are likely.
        depth: in how many lists they stand.
    """
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        for note in parts[1:]:
            limits = limits.narrowed(note)
        return _values(parts[0], kind, depth, limits)
    if origin in (Union, types.UnionType):
        return st.one_of(*(_values(part, kind, depth, limits) for part in parts))
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is list:
        most = min(limits.longest or LONGEST, DEEP if depth else LONGEST)
        many = _many(_values(parts[0], kind, depth + 1), most)
        return _series() | many if typing.get_origin(parts[0]) is tuple else many
    if origin is tuple:
        return st.tuples(*(_values(part, kind, depth) for part in parts)).map(list)
    if hint is type(None):
        return st.none()
    if hint is bool:
        return st.booleans()
    if hint is int:
        return st.integers(int(limits.least or 0), int(limits.most or 1_000))
    if hint is float:
        return _numbers(limits)
    if hint is str:
        return _words(kind, limits)
    return _fields(hint, depth)


def _fields(struct: type[Struct], depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of a widget, or of an item inside one, but for those that all widgets have."""
    own = [field for field in fields_of(struct) if field.name not in Widget.__struct_fields__]
    values = {field.name: _values(field.hint, field.role.kind, depth) for field in own}
    main = _main_fields(struct) if issubclass(struct, Widget) else {one.name for one in own if one.role.kind in MAIN}
    main |= {field.name for field in msgspec.structs.fields(struct) if field.required}
    return st.fixed_dictionaries(
        {name: one for name, one in values.items() if name in main},
        optional={name: one for name, one in values.items() if name not in main},
    )


def _main_fields(widget: type[Widget]) -> set[str]:
    """The fields that more than three of four examples have: without them there would be little to see."""
    examples = widget.examples().values()
    every = {name for example in examples for name in example} - set(Widget.__struct_fields__)
    return {name for name in every if sum(name in example for example in examples) > 0.75 * len(examples)}


def tag_of(widget: type[Widget]) -> str:
    """The `type` of a widget."""
    return str(widget.__struct_config__.tag)


def _forward(fields: dict[str, Any]) -> dict[str, Any]:
    """`fields` with an end only where it comes after the start."""
    starts, ends = fields.get("starts"), fields.get("ends")
    is_backward = starts is not None and ends is not None and (type(starts) is not type(ends) or starts >= ends)
    return {name: value for name, value in fields.items() if not (is_backward and name == "ends")}


WIDGETS = {tag_of(widget): _fields(widget).map(_forward) for widget in widgets.WIDGETS}
"""Fields of each widget by its `type`, made from their types and roles: a new widget is among them."""


HEADS = st.fixed_dictionaries(
    {},
    optional={
        "title": WORDS,
        "about": WORDS | st.just("Orders that were paid, mean of the last five minutes, all shops together"),
        "as_of": st.floats(NOW - 1_000, NOW),
        "expire_after": st.sampled_from([600.0, 1_200.0, 5_000.0]),
        "error": st.just("") | WORDS,
        "sample": st.booleans(),
        "changed_at": st.sampled_from([NOW - 60, NOW - 1e6]),
    },
)
"""What the card around any widget shows."""


@st.composite
def frames(draw: st.DrawFn, lines: tuple[float, float], fonts: Fonts | None = None) -> Frame:
    """Frames of tiles of all sizes, on TVs of 720p, 1080p and 4K that hang near and far.

    Args:
        lines: least width and height of the tile, in lines of the smallest text.
    """
    unit = draw(st.sampled_from([2 / 3, 1.0, 1.0, 2.0]))
    floor_px = unit * draw(st.sampled_from([0.0, 44.5]) | st.floats(28, 84))
    area, pictures = Rect(0, 0, 0, 0), {"logo.png": "0" * 64}
    frame = Frame(
        area,
        unit,
        THEMES["dark"],
        fonts or FixedFonts(),
        Formatter(draw(st.sampled_from(LOCALES)), "Europe/London"),
        NOW,
        pictures.get,
        floor_px=floor_px,
    )
    least = [math.ceil(share * frame.small) for share in lines]
    # Half of the tiles are small: that is where things get tight.
    width, height = (
        draw(st.integers(low, max(low, round(small * unit))) | st.integers(low, max(low, round(large * unit))))
        for low, small, large in zip(least, (600, 400), (1_860, 1_800), strict=True)
    )
    frame.area = Rect(draw(st.integers(0, 1000)), draw(st.integers(0, 1000)), width, height)
    return frame
