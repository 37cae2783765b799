"""All widgets. A new one is a file beside this, and a line in each of the two lists."""

from __future__ import annotations

import typing

from displayd.tile.widget import Widget
from displayd.widgets.bar.widget import BarChart
from displayd.widgets.bullet import BulletGraph
from displayd.widgets.clock import Clock
from displayd.widgets.cohort import Cohort
from displayd.widgets.countdown import Countdown
from displayd.widgets.donut.widget import Donut
from displayd.widgets.funnel.widget import Funnel
from displayd.widgets.gauge.widget import Gauge
from displayd.widgets.health import Health
from displayd.widgets.heatmap import Heatmap
from displayd.widgets.leaderboard.widget import Leaderboard
from displayd.widgets.line.widget import LineChart
from displayd.widgets.list.widget import RowList
from displayd.widgets.map.widget import WorldMap
from displayd.widgets.number import Number
from displayd.widgets.numbers.widget import Numbers
from displayd.widgets.picture import PictureTile
from displayd.widgets.progress import Progress
from displayd.widgets.qr import QrCode
from displayd.widgets.sla import Sla
from displayd.widgets.sparkline import Sparkline
from displayd.widgets.status.widget import Status
from displayd.widgets.table.widget import Table
from displayd.widgets.text.widget import Words
from displayd.widgets.ticker import Ticker

__all__ = ["WIDGETS", "AnyWidget"]

AnyWidget = (
    BarChart
    | BulletGraph
    | Clock
    | Cohort
    | Countdown
    | Donut
    | Funnel
    | Gauge
    | Health
    | Heatmap
    | Leaderboard
    | LineChart
    | Number
    | Numbers
    | PictureTile
    | Progress
    | QrCode
    | RowList
    | Sla
    | Sparkline
    | Status
    | Table
    | Ticker
    | Words
    | WorldMap
)  # fmt: skip
"""One of the widgets, told apart by the field `type`."""

WIDGETS: tuple[type[Widget], ...] = typing.get_args(AnyWidget)
