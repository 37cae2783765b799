"""Numbers as digits: how many, rounded how, grouped how."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from displayd.text.locales import Locale

__all__ = ["MINUS", "SIGNIFICANT_DIGITS", "decimals_of", "exact", "grouped", "power_of_ten", "rounded"]

MINUS = "\N{MINUS SIGN}"

# Three digits are what one reads at a glance; a fourth is invisible movement.
SIGNIFICANT_DIGITS = 3

# Python's floats have 15 sure decimal digits; what comes after them is noise such as 0.1 + 0.2 leaves.
_SURE_DIGITS = 15

# Room for the largest float with as many decimals as the smallest has: ticks of one axis have equally many.
_CONTEXT = Context(prec=700, rounding=ROUND_HALF_UP)
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def exact(value: float) -> Decimal:
    """`value` as a person would write it, without the noise of binary fractions; -0 is 0."""
    if value == int(value):
        return Decimal(int(value))
    return Decimal(f"{value:.{_SURE_DIGITS}g}")


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` with `decimals` digits after the decimal mark, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)


def decimals_of(value: Decimal, significant: int = SIGNIFICANT_DIGITS) -> int:
    """Digits after the decimal mark at which `value` shows `significant` digits, or all it has when they are fewer.

    12.345 has 1 and 0.5 has 1, but 12.003 has 1 as well: its zero says that more was rounded away.
    """
    if not value:
        return 0
    own = max(0, -_lowest_power(value))
    wanted = max(0, significant - 1 - value.adjusted())
    if rounded(value, wanted).adjusted() > value.adjusted():
        # 9.996 became 10.00, which has a digit more before the mark.
        wanted = max(0, wanted - 1)
    return min(own, wanted)


def power_of_ten(value: Decimal, decimals: int = SIGNIFICANT_DIGITS - 1) -> tuple[Decimal, str]:
    """`value` as a number from 1 to 10 and the power it is multiplied by, for example 4.2 and `×10⁻⁵`.

    Args:
        decimals: with how many the number is shown at most: 9.996 is 1 and `×10¹` with two, and 9.996 with three.
    """
    power = value.adjusted()
    short = value.scaleb(-power)
    if abs(rounded(short, decimals)) >= 10:
        power += 1
        short = value.scaleb(-power)
    return short, "×10" + str(power).translate(_SUPERSCRIPTS)


def grouped(value: Decimal, decimals: int, locale: Locale, is_grouped: bool = True) -> str:
    """`value` with `decimals` digits after the mark as `locale` writes it; U+2212 for minus, none before zero."""
    number = rounded(value, decimals)
    whole, _, fraction = f"{abs(number):f}".partition(".")
    if is_grouped and len(whole) >= 3 + locale.minimum_grouping:
        head, groups = whole[:-3], [whole[-3:]]
        while head:
            groups.append(head[-locale.secondary_group :])
            head = head[: -locale.secondary_group]
        whole = locale.group.join(reversed(groups))
    sign = MINUS if number < 0 else ""
    return f"{sign}{whole}{locale.decimal}{fraction}" if fraction else f"{sign}{whole}"


def _lowest_power(value: Decimal) -> int:
    """The power of ten of the last digit of `value` that is not zero."""
    exponent = value.normalize(_CONTEXT).as_tuple().exponent
    assert isinstance(exponent, int), "NaN and infinity were kept out by the document's types"
    return exponent
