"""What a widget of Dashing says of a metric, whichever of its views the data is for.

Source: widgets/ of the project template of github.com/Smashing/smashing, for what each view shows of which field.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Protocol

import msgspec
from msgspec import Meta

from displayd.hub.ingest.html_text import text_of_html
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import MAX_CELLS, Cell, Item, Manner, Reading
from displayd.protocol.limits import MAX_LABEL_LETTERS, MAX_POINTS
from displayd.text.units import is_known_unit

__all__ = ["NO_WIDGETS", "DashingOrigin", "WidgetId", "Widgets", "reading_of"]

MAX_ITEMS = 200
MAX_TEXT_LETTERS = 4000
MAX_ABOUT_LETTERS = 300
MAX_CELL_LETTERS = 200

# Before 2001 nobody drew a graph; smaller numbers count the points.
FIRST_UNIX_TIME = 978_307_200.0
FIRST_UNIX_MS = 100_000_000_000.0
LAST_UNIX_TIME = 253_370_764_799.0

WidgetId = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^/\x00-\x1f]+$")]

_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)

_CURRENCIES: Mapping[str, str] = {
    "$": "currencyUSD",
    "US$": "currencyUSD",
    "€": "currencyEUR",
    "£": "currencyGBP",
    "¥": "currencyJPY",
    "₹": "currencyINR",
}
_UNITS: Mapping[str, str] = {"%": "percent", "ms": "ms", "s": "s"}


class DashingOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A widget to which somebody posts."""

    kind: ClassVar[str] = "dashing"

    widget: Annotated[
        WidgetId,
        Meta(description="Id of the widget, as in the address `POST /widgets/ID`.", examples=["karma"]),
    ]


class Widgets(Protocol):
    """All widgets to which somebody has posted. May be asked from any thread."""

    def state(self, widget: str) -> bytes | None:
        """What holds of `widget`, as JSON; None if nobody has posted to it."""
        ...


class _None:
    def state(self, widget: str) -> bytes | None:
        """Nobody has."""
        return None


NO_WIDGETS: Widgets = _None()
"""Where no hub runs, or nobody has posted anything."""


def reading_of(state: bytes) -> Reading:
    """What `state` says, an event as `body.merged` makes it. What nobody can show of it is left out."""
    data: dict[str, Any] = msgspec.json.decode(state)
    points = _points(data.get("points"))
    value = next((number for key in ("current", "value") if (number := _number(data.get(key))) is not None), None)
    if value is None and points:
        value = _number(data.get("displayedValue"))
        value = points[-1][1] if value is None else value
    has_times = bool(points) and all(FIRST_UNIX_TIME <= at <= LAST_UNIX_TIME for at, _ in points)
    return Reading(
        value=value,
        as_of=_unix_time(data["updatedAt"]),
        previous=_number(data.get("last")),
        items=_items(data),
        rows=_rows(data),
        history=_history(points) if has_times else None,
        value_at=points[-1][0] if has_times else None,
        series=[y for _, y in points] if points and not has_times else None,
        text=_text(data, value),
        manner=_manner(data, value),
    )


def _unix_time(moment: float) -> float:
    """`moment`, which is in ms, or in seconds with some clients, as unix time."""
    return moment / 1000 if moment >= FIRST_UNIX_MS else float(moment)


def _number(given: Any) -> float | None:
    """The number that `given` is, also as a text; None for what is none, or one that no screen shows."""
    if isinstance(given, str):
        text = given.strip()
        text = text.replace(",", "") if _GROUPED.fullmatch(text) else text
        given = float(text) if len(text) < 50 and _NUMBER.fullmatch(text) else None
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return None
    return float(given) if -1e18 <= given <= 1e18 else None


def _label(given: Any, letters: int = MAX_LABEL_LETTERS) -> str:
    """`given` as text; empty for what is none."""
    if isinstance(given, bool) or not isinstance(given, (str, int, float)):
        return ""
    return text_of_html(str(given) if isinstance(given, str) else f"{given:.15g}", letters)


def _points(given: Any) -> list[tuple[float, float | None]]:
    """Points of a graph: `{x, y}` or `[x, y]`, in their order; of several series the first."""
    if not isinstance(given, list):
        return []
    if given and isinstance(given[0], list) and given[0] and isinstance(given[0][0], (dict, list)):
        given = given[0]
    found: list[tuple[float, float | None]] = []
    for number, one in enumerate(given):
        x: Any = number
        y = one
        if isinstance(one, dict):
            x, y = one.get("x"), one.get("y")
        elif isinstance(one, list) and len(one) == 2:
            x, y = one
        at = _number(x)
        if at is not None:
            found.append((at, _number(y)))
    return sorted(found, key=lambda point: point[0])[-MAX_POINTS:]


def _history(points: list[tuple[float, float | None]]) -> list[tuple[float, float | None]]:
    return points[:-1]


def _items(data: Mapping[str, Any]) -> list[Item] | None:
    """Lines of a list, or comments."""
    if isinstance(comments := data.get("comments"), list):
        lines = [one for one in comments if isinstance(one, dict)]
        return [
            Item(label=_label(one.get("name")), detail=_label(one.get("body")) or None) for one in lines[:MAX_ITEMS]
        ]
    given = data.get("items")
    if not isinstance(given, list):
        return None
    return [_item(one) for one in given[:MAX_ITEMS]]


def _item(given: Any) -> Item:
    if not isinstance(given, dict):
        return Item(label=_label(given))
    value = _number(given.get("value"))
    detail = _label(given.get("value")) if value is None else ""
    return Item(label=_label(given.get("label")), value=value, detail=detail or None)


def _rows(data: Mapping[str, Any]) -> list[list[Cell]] | None:
    """Rows of a table: `{cols: [{value}]}`, lists, or the lines of a list with their values."""
    given = data.get("rows")
    if isinstance(given, list):
        return [[_cell(cell) for cell in _cells(row)[:MAX_CELLS]] for row in given[:MAX_ITEMS]]
    items = data.get("items")
    if isinstance(items, list):
        lines = [one for one in items if isinstance(one, dict)]
        return [[_label(one.get("label")), _cell(one.get("value"))] for one in lines[:MAX_ITEMS]]
    return None


def _cells(row: Any) -> list[Any]:
    cells = row.get("cols") if isinstance(row, dict) else row
    return cells if isinstance(cells, list) else []


def _cell(given: Any) -> Cell:
    given = given.get("value") if isinstance(given, dict) else given
    number = _number(given)
    return number if number is not None else (_label(given, MAX_CELL_LETTERS) or None)


def _text(data: Mapping[str, Any], value: float | None) -> str | None:
    """The words of a text; or of a figure that is none."""
    words = _label(data.get("text"), MAX_TEXT_LETTERS)
    if not words and value is None:
        words = _label(data.get("current"), MAX_TEXT_LETTERS) or _label(data.get("value"), MAX_TEXT_LETTERS)
    return words or None


def _manner(data: Mapping[str, Any], value: float | None) -> Manner | None:
    low, high = _number(data.get("min")), _number(data.get("max"))
    has_scale = low is None or high is None or low < high
    limits: dict[str, Any] = {}
    status = _label(data.get("status")).lower()
    if value is not None and status in ("warning", "danger"):
        # As a limit that the value is just beyond: there it is coloured by that alone.
        limit = math.nextafter(value, -math.inf)
        limits = {"direction": "none", "amber": limit, **({"red": limit} if status == "danger" else {})}
    manner = Manner(
        title=_label(data.get("title")) or None,
        about=_label(data.get("moreinfo"), MAX_ABOUT_LETTERS) or None,
        unit=_unit(data),
        minimum=low if has_scale else None,
        maximum=high if has_scale else None,
        **limits,
    )
    return None if manner == Manner() else manner


def _unit(data: Mapping[str, Any]) -> str | None:
    """The unit that `prefix` and `suffix` mean; one of them as it stands, where they mean none."""
    given = (data.get(key) for key in ("prefix", "suffix"))
    prefix, suffix = (text_of_html(one, 20) if isinstance(one, str) else "" for one in given)
    if suffix in _UNITS:
        return _UNITS[suffix]
    for sign in (prefix, suffix):
        if sign in _CURRENCIES:
            return _CURRENCIES[sign]
    for name in (f"suffix:{suffix}" if suffix else "", f"prefix:{prefix}" if prefix else ""):
        if name and is_known_unit(name):
            return name
    return None
