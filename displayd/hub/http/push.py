"""Values that others push: what may be in them, and how they become readings."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from displayd.errors import DocumentError
from displayd.hub.metrics.reading import MAX_CELLS, Cell, Item, Reading
from displayd.protocol.vocabulary import Amount, UnixTime
from displayd.validation.faults import Fault, check_json

__all__ = ["MAX_BODY_BYTES", "Pushed", "reading_of"]

MAX_BODY_BYTES = 1_000_000

# Clocks differ a little; more than this is a mistake in the sender.
FUTURE_SECONDS = 300.0


class Pushed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of `PUT /v1/metrics/<id>`. At least one of `value`, `items` and `rows` is needed."""

    value: Annotated[Amount | None, Meta(description="The figure; null when nobody knows it.")] = None
    previous: Annotated[
        Amount | None, Meta(description="What to compare with; the hub looks into its own history if there is none.")
    ] = None

    previous_label: Annotated[
        Annotated[str, Meta(max_length=60)] | None, Meta(description="What `previous` is, for example `last month`.")
    ] = None

    target: Annotated[Amount | None, Meta(description="The figure to reach; as in metrics.yaml if left out.")] = None
    as_of: Annotated[
        UnixTime | None, Meta(description="Unix time in seconds when the value was true; now if left out.")
    ] = None

    expire_after: Annotated[
        Annotated[float, Meta(gt=0, le=31_536_000)] | None,
        Meta(description="Age in seconds from which the value no longer counts; as in metrics.yaml if left out."),
    ] = None

    items: Annotated[
        Annotated[list[Item], Meta(max_length=200)] | None,
        Meta(description="Lines of a list, bars, slices, stages, deadlines or places."),
    ] = None

    rows: Annotated[
        Annotated[list[Annotated[list[Cell], Meta(max_length=MAX_CELLS)]], Meta(max_length=200)] | None,
        Meta(description='Rows of a table or a heat map; a cell `{"date": 1795000000}` is a date.'),
    ] = None


def reading_of(body: bytes, unix_time: float) -> Reading:
    """The reading in `body`, which arrived at `unix_time`.

    Raises:
        DocumentError: not JSON, or not what we take; every mistake with its JSON path.
    """
    try:
        pushed, faults = check_json(body, Pushed)
    except (msgspec.DecodeError, ValueError) as exc:
        raise _refused([Fault((), f"not JSON: {exc}")]) from exc
    if pushed is None:
        raise _refused(faults)
    if pushed.value is None and pushed.items is None and pushed.rows is None:
        raise _refused([Fault((), "there is nothing in it", 'for example {"value": 12}')])
    as_of = unix_time if pushed.as_of is None else pushed.as_of
    if as_of > unix_time + FUTURE_SECONDS:
        hint = "give seconds, not milliseconds, and by a clock that is right"
        raise _refused([Fault(("as_of",), f"{as_of - unix_time:,.0f} s in the future", hint)])
    fields: dict[str, Any] = msgspec.structs.asdict(pushed)
    # A clock a little ahead must not make the next value look older than this one.
    return Reading(**(fields | {"as_of": min(as_of, unix_time)}))


def _refused(faults: list[Fault]) -> DocumentError:
    return DocumentError("value", [fault.in_json() for fault in faults])
