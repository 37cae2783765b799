"""All widgets. A new one is a file beside this, and a line in each of the two lists."""

from __future__ import annotations

import typing

from displayd.tile.widget import Widget
from displayd.widgets.bar.widget import BarChart
from displayd.widgets.bullet.widget import BulletGraph
from displayd.widgets.clock.widget import Clock
from displayd.widgets.cohort.widget import Cohort
from displayd.widgets.countdown.widget import Countdown
from displayd.widgets.donut.widget import Donut
from displayd.widgets.funnel.widget import Funnel
from displayd.widgets.gauge.widget import Gauge
from displayd.widgets.health.widget import Health
from displayd.widgets.heatmap.widget import Heatmap
from displayd.widgets.leaderboard.widget import Leaderboard
from displayd.widgets.line.widget import LineChart
from displayd.widgets.list.widget import RowList
from displayd.widgets.map.widget import WorldMap
from displayd.widgets.number.widget import Number
from displayd.widgets.numbers.widget import Numbers
from displayd.widgets.picture import PictureTile
from displayd.widgets.progress.widget import Progress
from displayd.widgets.qr.widget import QrCode
from displayd.widgets.sla.widget import Sla
from displayd.widgets.sparkline.widget import Sparkline
from displayd.widgets.status.widget import Status
from displayd.widgets.table.widget import Table
from displayd.widgets.text.widget import Words
from displayd.widgets.ticker.widget import Ticker

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
