"""All widgets. A new one is a file beside this, and a line in each of the two lists."""

from __future__ import annotations

import typing

from displayd.widgets.bar import BarChart
from displayd.widgets.base import Widget
from displayd.widgets.clock import Clock
from displayd.widgets.donut import Donut
from displayd.widgets.gauge import Gauge
from displayd.widgets.leaderboard import Leaderboard
from displayd.widgets.line import LineChart
from displayd.widgets.number import Number
from displayd.widgets.picture import PictureTile
from displayd.widgets.status import Status
from displayd.widgets.table import Table
from displayd.widgets.text import Words

__all__ = ["WIDGETS", "AnyWidget"]

AnyWidget = (
    BarChart
    | Clock
    | Donut
    | Gauge
    | Leaderboard
    | LineChart
    | Number
    | PictureTile
    | Status
    | Table
    | Words
)  # fmt: skip
"""One of the widgets, told apart by the field `type`."""

WIDGETS: tuple[type[Widget], ...] = typing.get_args(AnyWidget)
