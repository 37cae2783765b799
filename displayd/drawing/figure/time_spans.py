"""How long until something, or since when it is over: in words, and when the words change."""

from __future__ import annotations

import math
from typing import NamedTuple

from displayd.text.formatter import Formatter
from displayd.text.numbers import Quantity

__all__ = ["Span", "span_at"]

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400

# One day is long: 26 hours say more than a day and two hours.
_HOURS_UP_TO = 2 * _DAY

_DAYS_ALONE = 30 * _DAY


class Span(NamedTuple):
    """The time between now and a moment, as it is shown.

    Under an hour it is exact to the second, else to the minute. What is left is rounded up and what has passed
    rounded down, so that both are zero at the moment itself.
    """

    seconds: int
    """Length, as shown."""
    is_over: bool
    """True from the moment on."""
    until: float
    """Unix time at which the length changes; later than now."""

    def parts(self, formatter: Formatter) -> list[Quantity]:
        """The length in its largest unit and the one below (`27 days`, `3 h`), or as a clock under an hour.

        From thirty days on it is whole days: nobody counts the hours of a month.
        """
        whole = self.seconds
        if whole < _HOUR:
            return [Quantity("", formatter.quantity(whole, "dthms").number.removeprefix("00:"), "")]
        if whole >= _HOURS_UP_TO:
            steps = [(whole // _DAY, "d"), (whole % _DAY // _HOUR, "h")]
        else:
            steps = [(whole // _HOUR, "h"), (whole % _HOUR // _MINUTE, "m")]
        pieces = [formatter.quantity(count, unit) for count, unit in steps]
        # 30 hours have no name of their own in `quantity`, which would make days of them.
        if steps[0][1] == "h":
            pieces[0] = Quantity("", str(steps[0][0]), formatter.quantity(1, "h").suffix)
        return pieces if steps[1][0] and whole < _DAYS_ALONE else pieces[:1]

    def text(self, formatter: Formatter) -> str:
        """The length in one line."""
        return " ".join(part.text for part in self.parts(formatter))


def span_at(moment: float, unix_time: float) -> Span:
    """The time between `unix_time` and `moment`, both seconds since 1970."""
    left = moment - unix_time
    if left <= 0:
        step = 1 if -left < _HOUR else _MINUTE
        passed = math.floor(-left / step) * step
        return Span(passed, True, moment + passed + step)
    seconds = math.ceil(left)
    if seconds < _HOUR:
        return Span(seconds, False, moment - seconds + 1)
    minutes = math.ceil(left / _MINUTE)
    return Span(minutes * _MINUTE, False, moment - max((minutes - 1) * _MINUTE, _HOUR - 1))
