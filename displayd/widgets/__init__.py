"""All widgets. A new one is a file beside this, or a folder, and a line in this one."""

# Importing a widget is what makes it one of them.
# ruff: noqa: F401

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from displayd.tile.widget import Widget
from displayd.widgets.agenda.widget import Agenda
from displayd.widgets.announcement.widget import AnnouncementTile
from displayd.widgets.bar.widget import BarChart
from displayd.widgets.boxplot.widget import BoxPlot
from displayd.widgets.bullet.widget import BulletGraph
from displayd.widgets.clock.widget import Clock
from displayd.widgets.cohort.widget import Cohort
from displayd.widgets.countdown.widget import Countdown
from displayd.widgets.donut.widget import Donut
from displayd.widgets.feed.widget import Feed
from displayd.widgets.funnel.widget import Funnel
from displayd.widgets.gauge.widget import Gauge
from displayd.widgets.health.widget import Health
from displayd.widgets.heatcalendar.widget import HeatCalendar
from displayd.widgets.heatmap.widget import Heatmap
from displayd.widgets.histogram.widget import Histogram
from displayd.widgets.leaderboard.widget import Leaderboard
from displayd.widgets.line.widget import LineChart
from displayd.widgets.list.widget import RowList
from displayd.widgets.map.widget import WorldMap
from displayd.widgets.number.widget import Number
from displayd.widgets.numbers.widget import Numbers
from displayd.widgets.oncall.widget import OnCall
from displayd.widgets.people.widget import People
from displayd.widgets.picture import PictureTile
from displayd.widgets.progress.widget import Progress
from displayd.widgets.qr.widget import QrCode
from displayd.widgets.room.widget import Room
from displayd.widgets.sla.widget import Sla
from displayd.widgets.slideshow.widget import Slideshow
from displayd.widgets.sparkline.widget import Sparkline
from displayd.widgets.status.widget import Status
from displayd.widgets.table.widget import Table
from displayd.widgets.text.widget import Words
from displayd.widgets.ticker.widget import Ticker
from displayd.widgets.timetable.widget import Timetable
from displayd.widgets.uptime.widget import Uptime
from displayd.widgets.video.widget import Video
from displayd.widgets.weather.widget import Weather

__all__ = ["WIDGETS", "AnyWidget"]

WIDGETS: tuple[type[Widget], ...] = tuple(
    kind for kind in vars().values() if isinstance(kind, type) and issubclass(kind, Widget) and kind is not Widget
)
"""What was imported above, and nothing else."""

if TYPE_CHECKING:
    AnyWidget = Widget
else:
    AnyWidget = Union[WIDGETS]  # noqa: UP007 - of a tuple
    """One of the widgets, told apart by the field `type`."""
