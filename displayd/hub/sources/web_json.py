"""JSON of other systems, over HTTP, for metrics with `json:`."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta, structs

from displayd.errors import SourceError
from displayd.hub.ingest.geckoboard.dataset_body import BodyError
from displayd.hub.ingest.geckoboard.widget_reading import payload_in, payload_reading
from displayd.hub.metrics.reading import Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.sources.json_paths import JsonPath, found_at, path_fault
from displayd.hub.sources.json_readings import figure_of, items_of, moment_of, points_of, rows_of
from displayd.hub.sources.json_weather import weather_of
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import WebOrigin, WebReader, WebSource
from displayd.validation.faults import Fault

__all__ = ["JsonOrigin", "JsonSource"]

# Clocks differ a little; what is further ahead is no time of a value.
FUTURE_SECONDS = 300.0

_PATHS = ("value", "previous", "target", "items", "rows", "history", "weather", "as_of")
_CONTENTS = ("value", "items", "rows", "history", "weather")


class JsonOrigin(WebOrigin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """JSON of a web service, and where in it the figures are: each a path in JMESPath."""

    kind: ClassVar[str] = "json"

    format: Annotated[
        Literal["geckoboard"] | None,
        Meta(description="What the whole answer is: a payload of Geckoboard's custom widgets, without paths."),
    ] = None

    value: Annotated[JsonPath | None, Meta(description="Where the figure is; a number in a text will do.")] = None
    previous: Annotated[JsonPath | None, Meta(description="Where the figure to compare with is.")] = None
    target: Annotated[JsonPath | None, Meta(description="Where the figure to reach is.")] = None

    items: Annotated[
        JsonPath | None,
        Meta(
            description="Where the lines of a list are: objects with `label`, `value` and the like "
            "(`regions[].{label: name, value: total}`), pairs, or one object of labels and values."
        ),
    ] = None

    rows: Annotated[
        JsonPath | None, Meta(description="Where the rows of a table are: lists (`deals[].[name, total]`) or objects.")
    ] = None

    history: Annotated[
        JsonPath | None, Meta(description="Where the line is: pairs of time and value (`days[].[date, total]`).")
    ] = None

    weather: Annotated[
        JsonPath | None,
        Meta(
            description="Where the weather is: one object with `code` (of the WMO) or `openweather`, `temperature`, "
            "`feels`, `wind`, `rain`, `chance`, `is_day` and `days`."
        ),
    ] = None

    as_of: Annotated[
        JsonPath | None, Meta(description="Where the time is at which it was true; the time of asking when left out.")
    ] = None


class JsonSource(WebSource[JsonOrigin]):
    """Web services that answer JSON."""

    origin_type = JsonOrigin
    field: ClassVar[str] = "json"
    field_type: ClassVar[Any] = Annotated[
        JsonOrigin,
        Meta(
            description="JSON of a web service, and where in it the figures are.",
            examples=[{"url": "https://crm.example.org/orders", "value": "open"}],
        ),
    ]

    def faults(self, value: Any) -> Iterator[Fault]:
        """Addresses and paths that are none."""
        yield from super().faults(value)
        if value.format is not None and (wrong := next((name for name in _PATHS if getattr(value, name)), "")):
            yield Fault((wrong,), "a payload of Geckoboard has no paths", f"leave out `{wrong}` or `format`")
        if value.format is None and not any(getattr(value, name) for name in _CONTENTS):
            yield Fault((), "says nothing of where the figures are", "for example `value: open`")
        for name in _PATHS:
            path = getattr(value, name)
            if path is not None and (wrong := path_fault(path)):
                yield Fault((name,), wrong, "see jmespath.org, for example `orders[?open].total | sum(@)`")

    def reader(self) -> JsonReader:
        """Asks one server."""
        return JsonReader()


class JsonReader(WebReader[JsonOrigin]):
    """Asks one server; one address is asked once for all metrics that look into it."""

    refresh_seconds = 60.0

    def answer(self, asked: Asked[JsonOrigin], office: Office, unix_time: float) -> Reading:
        """What is at the paths."""
        origin, timezone = asked.origin, office.timezone
        client = self.client(origin.partner, office)
        question = Question(client.url_of(origin.url), "application/json")
        if origin.format is not None:
            body = self.shared(("whole", question), lambda: client.ask(question).body)
            return structs.replace(_payload(body, unix_time, timezone), expire_after=self.expiry_of(asked))
        data = self.shared(question, lambda: _decoded(client.ask(question).body))

        def at(path: str | None) -> Any:
            return None if path is None else found_at(path, data)

        as_of = moment_of(at(origin.as_of), timezone, "as_of")
        if as_of is not None and as_of > unix_time + FUTURE_SECONDS:
            raise SourceError(f"`as_of` is {as_of - unix_time:,.0f} s ahead", "the path of a time that has been")
        history = points_of(at(origin.history), timezone)
        value = figure_of(at(origin.value), "value")
        value_at = None
        if history and origin.value is None:
            value_at, value = history[-1]
        return Reading(
            value=value,
            as_of=unix_time if as_of is None else min(as_of, unix_time),
            expire_after=self.expiry_of(asked),
            previous=figure_of(at(origin.previous), "previous"),
            target=figure_of(at(origin.target), "target"),
            items=items_of(at(origin.items), timezone),
            rows=rows_of(at(origin.rows)),
            history=history,
            weather=weather_of(at(origin.weather), timezone),
            value_at=value_at,
        )


def _payload(body: bytes, unix_time: float, timezone: str) -> Reading:
    """What a payload of Geckoboard's custom widgets says.

    Raises:
        SourceError: it is none.
    """
    try:
        return payload_reading(payload_in(body), unix_time, timezone)
    except BodyError as exc:
        raise SourceError(f"its answer is no payload of Geckoboard: {exc.message}"[:180]) from exc


def _decoded(body: bytes) -> Any:
    """The JSON `body`.

    Raises:
        SourceError: it is none.
    """
    try:
        return msgspec.json.decode(body.removeprefix(codecs.BOM_UTF8))
    except RecursionError as exc:
        raise SourceError("its JSON is nested too deeply") from exc
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        is_page = body.lstrip()[:1] == b"<"
        hint = "it may want a log-in, or another address" if is_page else ""
        raise SourceError(f"its answer is {'a page' if is_page else 'no JSON'}", hint) from exc
