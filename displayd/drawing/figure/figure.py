"""A figure with its unit or currency smaller beside it."""

from __future__ import annotations

from collections.abc import Sequence

from displayd.scene.operations import Align, Color, Op, Text, Weight
from displayd.text.direction import is_right_to_left
from displayd.text.numbers import Quantity
from displayd.text.units import unit_of
from displayd.tile.frame import Frame

__all__ = [
    "feet",
    "figure",
    "figure_forms",
    "figure_size",
    "figure_width",
    "fitting_figure",
    "fitting_text",
    "forms_of",
    "hanging",
    "hero",
]

# Unit and currency are read once, the figure all day. Half a size of the scale is a size of it.
AFFIX_SHARE = 0.5

# A unit that is hardly larger than a label is as large: two sizes that the eye cannot tell apart are one too many.
NEAR_LABEL = 1.1

# How far feet of letters reach below the line, in font sizes (Inter), and Latin letters that have them.
FEET, WITH_FEET = 0.21, frozenset("gjpqy")

# A unit of so many letters (`k`, `%`, ` ms`) is part of the figure; a longer one is a word, which may be left out.
LONGEST_SIGN = 3


def figure(
    frame: Frame,
    quantity: Quantity,
    x: float,
    baseline: float,
    size: float,
    color: Color,
    align: Align = "left",
    is_tabular: bool = False,
) -> list[Op]:
    """`quantity` on one line, its number `size` px and in `color`, what stands around it smaller and dim.

    Args:
        x: left, middle or right end of the whole, as `align` says.
        is_tabular: True for equally wide digits; a figure that stands still looks better with digits of their own
            widths.
    """
    width = figure_width(frame, quantity, size, is_tabular)
    x -= width * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    left = x
    ops: list[Op] = []
    for text, part_size, weight, is_number in _parts(frame, quantity, size):
        paint = color if is_number else frame.theme.dim
        ops.append(Text(x, baseline, text, part_size, paint, "left", weight, is_tabular=is_tabular))
        x += frame.fonts.width(text, part_size, weight, is_tabular)
    # The word of a unit in Hebrew or Arabic stands on the left of its number; signs and Latin units keep their side.
    return ops if is_right_to_left(quantity.prefix + quantity.suffix) else frame.kept(ops, left, left + width)


def figure_width(frame: Frame, quantity: Quantity, size: float, is_tabular: bool = False) -> float:
    """Width in px of `quantity` with a number of `size` px."""
    return sum(
        frame.fonts.width(text, part_size, weight, is_tabular)
        for text, part_size, weight, _ in _parts(frame, quantity, size)
    )


def hanging(frame: Frame, quantity: Quantity, size: float) -> float:
    """How far the word of the unit reaches below the baseline of a number of `size` px, in px; digits do not."""
    words = quantity.prefix + quantity.suffix
    has_feet = any(letter in WITH_FEET or (letter.isalpha() and not letter.isascii()) for letter in words)
    return feet(frame, size) if has_feet else 0.0


def feet(frame: Frame, size: float) -> float:
    """How far the word of any unit reaches below the baseline of a number of `size` px, at most, in px."""
    return FEET * _affix_size(frame, size)


def figure_size(frame: Frame, quantity: Quantity, largest: float, max_width: float, is_tabular: bool = False) -> float:
    """The largest size of the number, up to `largest` px, at which `quantity` fits in `max_width` px."""
    size = largest
    # What stands around the number shrinks more slowly than the number, so one step may not be enough.
    while size > 1 and (width := figure_width(frame, quantity, size, is_tabular)) > max_width:
        size *= max(0.5, max_width / width * 0.995)
    return size


def figure_forms(frame: Frame, value: float | None, unit: str, decimals: int | None = None) -> list[Quantity]:
    """The ways to write `value`: in full, and without the word of its unit.

    1,284 widgets is also 1,284. Signs such as `%`, `ms` and a currency always stay, and the number is the same in every
    room: two screens that show one metric must not say 91.1% and 91%. Where it has no room, letters get smaller.
    """
    return forms_of(frame.format.quantity(value, unit, decimals), unit)


def forms_of(full: Quantity, unit: str) -> list[Quantity]:
    """The ways to write `full`, a figure in `unit`; see `figure_forms`."""
    prefix, number, suffix = full
    kind = unit_of(unit)
    if len(kind.prefix) > LONGEST_SIGN:
        prefix = prefix.removesuffix(kind.prefix)
    if len(kind.suffix) > LONGEST_SIGN:
        suffix = suffix.removesuffix(kind.suffix)
    return list(dict.fromkeys([full, Quantity(prefix, number, suffix)]))


def fitting_figure(
    frame: Frame, forms: Sequence[Quantity], size: float, max_width: float, is_tabular: bool = False
) -> Quantity:
    """The first of `forms` that fits in `max_width` px with a number of `size` px; else the narrowest form.

    To leave out the word of a unit comes before shrinking: ask for the size that the figure should have at least, then
    let `figure_size` say how large the answer can be.

    Args:
        forms: of the figure, see `figure_forms`.
    """
    widths: list[float] = []
    for form in forms:
        widths.append(figure_width(frame, form, size, is_tabular))
        if widths[-1] <= max_width:
            return form
    return forms[widths.index(min(widths))]


def fitting_text(
    frame: Frame, forms: Sequence[Quantity], size: float, max_width: float, weight: Weight = "semibold"
) -> str:
    """As `fitting_figure`, for a figure that is set as one text of one size: in rows, at bars, in a legend."""
    texts = [form.text for form in forms]
    widths = [frame.fonts.width(text, size, weight) for text in texts]
    fitting = [text for text, width in zip(texts, widths, strict=True) if width <= max_width]
    return fitting[0] if fitting else texts[widths.index(min(widths))]


def hero(
    frame: Frame, forms: Sequence[Quantity], wanted: float, largest: float, max_width: float
) -> tuple[Quantity, float]:
    """The form of a main figure and its size: as large as there is room; its unit goes before it is below `wanted` px.

    Args:
        forms: of the figure, see `figure_forms`.
        largest: font size that the height allows, px.
    """
    quantity = fitting_figure(frame, forms, min(wanted, largest), max_width)
    return quantity, figure_size(frame, quantity, largest, max_width)


def _parts(frame: Frame, quantity: Quantity, size: float) -> list[tuple[str, float, Weight, bool]]:
    """Text, font size in px, weight of each part, and whether it is the number."""
    affix, lead, number = _affix_size(frame, size), quantity.lead, quantity.digits
    if quantity.is_negative or lead.startswith((">", "<")):
        # A sign is part of the figure: it stands with its currency in one size, so that no gap tears them apart.
        lead, number = "", lead + number
    parts: list[tuple[str, float, Weight, bool]] = [
        (lead, affix, "semibold", False),
        (number, size, "bold", True),
        (quantity.suffix, affix, "semibold", False),
    ]
    return [part for part in parts if part[0]]


def _affix_size(frame: Frame, size: float) -> float:
    """Font size in px of what stands around a number of `size` px."""
    wanted = max(size * AFFIX_SHARE, min(size, frame.small))
    return frame.label if frame.label < wanted <= frame.label * NEAR_LABEL else wanted
