"""Fields that many widgets have, each with what it means and which fact of a metric fills it.

A widget may say more of one: `value: Annotated[Value, Meta(description="Length of the bar.")] = None`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from displayd.protocol.limits import MAX_POINTS, MAX_UNIT_LETTERS
from displayd.protocol.vocabulary import Amount, ChangeAs, Direction, Label, Level, UnixTime
from displayd.tile.roles import role

__all__ = [
    "Amber",
    "ChangeTold",
    "Decimals",
    "GoodDirection",
    "Highest",
    "History",
    "HistorySeconds",
    "ItemDetail",
    "ItemLabel",
    "ItemLevel",
    "Lowest",
    "Maximum",
    "Minimum",
    "Noise",
    "OwnMaximum",
    "OwnMinimum",
    "PictureSource",
    "Points",
    "Previous",
    "PreviousLabel",
    "Red",
    "Target",
    "TimezoneName",
    "UnitName",
    "UptimeDays",
    "Value",
]

Value = Annotated[Amount | None, role("figure", "The figure now; null when nobody knows it.", fills="value")]

Previous = Annotated[
    Amount | None, role("comparison", "The figure to compare with, for example yesterday's.", fills="previous")
]

PreviousLabel = Annotated[
    str,
    Meta(max_length=60),
    role("caption", "What `previous` is, for example `last week`.", fills="previous_label"),
]

Target = Annotated[Amount | None, role("target", "The figure to reach.", fills="target")]

History = Annotated[
    list[Amount | None],
    Meta(max_length=MAX_POINTS),
    role("past", "Recent values at equal distances, oldest first; null leaves a gap.", fills="history"),
]

HistorySeconds = Annotated[
    Annotated[float, Meta(ge=1, le=10**10)] | None,
    role(
        "span",
        "How long `history` is, seconds; said beside its line in words such as `24 h`, once in a row of tiles.",
        fills="history_seconds",
    ),
]

Points = Annotated[
    list[tuple[UnixTime, Amount | None]],
    Meta(max_length=MAX_POINTS),
    role(
        "past",
        "Unix time (seconds) and value of each point, oldest first; a value of null leaves a gap.",
        fills="points",
    ),
]

Lowest = Annotated[
    Amount | None,
    role(
        "comparison",
        "The lowest value of the time of `points`, where those are means in which it does not show.",
        fills="lowest",
    ),
]

Highest = Annotated[
    Amount | None,
    role(
        "comparison",
        "The highest value of the time of `points`, where those are means in which it does not show.",
        fills="highest",
    ),
]

UnitName = Annotated[
    str,
    Meta(max_length=MAX_UNIT_LETTERS),
    role(
        "unit",
        "A unit name as Grafana has it (`percentunit`, `ms`, `reqps`, `currencyEUR` ...), or words for values "
        "(`words:0=OK, 1=Warning`).",
        fills="unit",
    ),
]

Decimals = Annotated[
    Annotated[int, Meta(ge=0, le=6)] | None,
    role(
        "decimals",
        "Digits after the decimal mark; when left out so many that three digits are shown.",
        fills="decimals",
    ),
]

GoodDirection = Annotated[
    Direction,
    role("direction", "Which way is good: `up`, `down`, or `none` for what is neither.", fills="direction"),
]

Noise = Annotated[
    Annotated[float, Meta(ge=0, le=10**15)] | None,
    role(
        "noise",
        "A change of so much or less says nothing, in `unit`; when left out, one that the digits shown do not show.",
        fills="noise",
    ),
]

ChangeTold = Annotated[
    ChangeAs,
    role(
        "change",
        "How a change is told: in `percent` of what was before, or, as for scores, in `points`: the difference itself.",
        fills="change_as",
    ),
]

Amber = Annotated[
    Amount | None,
    role(
        "amber",
        "Where good ends; worse values are amber. Which side is worse follows from `direction`.",
        fills="amber",
    ),
]

Red = Annotated[Amount | None, role("red", "Where amber ends; worse values are red.", fills="red")]

UptimeDays = Annotated[
    Annotated[float, Meta(ge=1, le=3_660)] | None,
    role(
        "scale",
        "Set for a share of the last so many days that something was up: drawn as minutes down and what is left of "
        "what `target`, else `amber`, allows, as nobody tells 99.5 % from 99.9 % at a glance.",
        fills="uptime_days",
    ),
]

Minimum = Annotated[Amount | None, role("scale", "Lower end of the scale.")]

Maximum = Annotated[Amount | None, role("scale", "Upper end of the scale.")]

OwnMinimum = Annotated[
    Amount | None,
    role(
        "scale",
        "Lower end of the scale; when left out 0, or chosen by unit, value and thresholds.",
        fills="minimum",
    ),
]

OwnMaximum = Annotated[
    Amount | None,
    role(
        "scale",
        "Upper end of the scale; when left out 100 %, or chosen by value and thresholds.",
        fills="maximum",
    ),
]

TimezoneName = Annotated[
    str, Meta(max_length=60), role("timezone", "IANA name of a time zone such as `America/New_York`.")
]

PictureSource = Annotated[str, Meta(max_length=300, pattern=r"^(?!/)(?!.*\.\.)(?!.*%2[eEfF])[^:?#\\\s]*$")]
"""Reference relative to the document's address: no scheme, no host, no `..`."""

ItemLabel = Annotated[Label, role("label", "What it is called.", fills="title")]

ItemDetail = Annotated[
    Label, role("detail", "A few words more, under or beside the label, where there is room.", fills="detail")
]

ItemLevel = Annotated[
    Level,
    role("level", "How good it is, where thresholds do not say it; `none` to leave it to them.", fills="level"),
]
