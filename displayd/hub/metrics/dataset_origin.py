"""What `dataset:` in `metrics.yaml` says: which dataset, and what becomes of its rows."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.hub.metrics.dataset import DatasetId
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import MAX_CELLS

__all__ = ["DatasetOrigin", "FieldKey", "Reducer"]

FieldKey = Annotated[str, Meta(pattern=r"^[a-z0-9_]+$", max_length=100)]
Reducer = Literal["last", "first", "sum", "mean", "median", "min", "max", "count", "rows"]
Stretch = Literal["hour", "day", "week", "month", "quarter", "year"]


class DatasetOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Rows of a dataset, and what they become."""

    kind: ClassVar[str] = "dataset"

    id: Annotated[
        DatasetId, Meta(description="Id of the dataset, as its client pushes it.", examples=["support.daily"])
    ]

    value: Annotated[
        FieldKey | None, Meta(description="The field with the numbers; the first field of numbers if left out.")
    ] = None

    reducer: Annotated[
        Reducer,
        Meta(
            description="What the numbers of several rows become: `last`, `first`, `sum`, `mean`, `median`, `min`, "
            "`max`, `count` (rows that have a number) or `rows` (all rows)."
        ),
    ] = "last"

    over: Annotated[
        FieldKey | None,
        Meta(
            description="A date or datetime field: the value is then that of the latest date, and the dates before it "
            "are its line. Left out, it is the first such field with `reducer: last`, and none with the others."
        ),
    ] = None

    per: Annotated[
        Stretch | None,
        Meta(description="Takes the moments of `over` together: `hour`, `day`, `week`, `month`, `quarter` or `year`."),
    ] = None

    by: Annotated[
        FieldKey | None,
        Meta(
            description="A field whose values are the items of lists and bars: with `over` each as of the latest date, "
            "and with its own line. Left out, it is the first text field, and none where there are dates."
        ),
    ] = None

    item: Annotated[
        dict[Literal["detail", "time", "lat", "lon", "level", "state", "target", "previous", "weight"], FieldKey],
        Meta(
            description="Fields with more of each item: `detail`, `time`, `lat`, `lon`, `level`, `state`, `target`, "
            "`previous` or `weight`."
        ),
    ] = {}

    where: Annotated[
        dict[FieldKey, str | float | bool],
        Meta(description="Only rows that have these values: `{team: EMEA}`; a date as `2026-11-21`."),
    ] = {}

    columns: Annotated[
        list[FieldKey], Meta(max_length=MAX_CELLS, description="Fields of the rows of a table; all if left out.")
    ] = []

    newest: Annotated[
        Annotated[int, Meta(ge=1, le=5000)] | None,
        Meta(description="Only the latest so many dates or, without dates, rows."),
    ] = None

    largest_first: Annotated[
        bool, Meta(description="True to have the largest item first, instead of the one pushed first.")
    ] = False
