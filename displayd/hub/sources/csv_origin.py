"""CSV of an address or a file, for metrics with `csv:`: which cells count, and what becomes of them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.document.model import Name
from displayd.hub.metrics.origin import Origin
from displayd.hub.sources.plain_values import DecimalSign
from displayd.hub.sources.web import partner_of, told_of

__all__ = ["Column", "CsvOrigin"]

Column = Annotated[str, Meta(min_length=1, max_length=200)] | Annotated[int, Meta(ge=1, le=500)]
"""Its name in the header, or its number from 1."""

FILES = "files"
"""Partner of all that is read from the data folder."""


class CsvOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table in CSV, at an address or in a file, and what of it is shown. Without `rows` it is a figure."""

    kind: ClassVar[str] = "csv"

    url: Annotated[
        Annotated[str, Meta(max_length=2000)] | None,
        Meta(description="Its address; with `server`, what comes after the address of that."),
    ] = None

    server: Annotated[
        Name | None, Meta(description="Which of `servers` in hub.yaml is asked; left out where `url` is whole.")
    ] = None

    file: Annotated[
        Annotated[str, Meta(min_length=1, max_length=500)] | None,
        Meta(description="File below `data_folder` of hub.yaml, instead of an address."),
    ] = None

    column: Annotated[Column | None, Meta(description="Column of the figures: its name, or its number from 1.")] = None

    reduce: Annotated[
        Literal["last", "first", "sum", "mean", "min", "max", "count"] | None,
        Meta(description="What the figure of several rows is; the `last` when left out, and `sum` with `group_by`."),
    ] = None

    where: Annotated[
        dict[
            Annotated[str, Meta(min_length=1, max_length=200)],
            Annotated[str, Meta(max_length=200)] | list[Annotated[str, Meta(max_length=200)]],
        ],
        Meta(max_length=10, description="Which rows count: by column, the text that its cell has, or one of several."),
    ] = {}

    group_by: Annotated[Column | None, Meta(description="Column whose texts are the lines of a list.")] = None

    time: Annotated[
        Column | None,
        Meta(description="Column with the time of each row: the rows are a line, and their last is the figure."),
    ] = None

    rows: Annotated[
        Annotated[list[Column], Meta(min_length=1, max_length=60)] | None,
        Meta(description="Columns of a table; its rows are shown as they stand."),
    ] = None

    delimiter: Annotated[
        Annotated[str, Meta(min_length=1, max_length=1)] | None,
        Meta(description="Between cells, such as `;`; seen by itself when left out."),
    ] = None

    encoding: Annotated[
        Literal["utf-8", "utf-16", "cp1252", "latin-1", "cp1250", "cp1251", "cp437", "cp850", "shift-jis", "gb18030"]
        | None,
        Meta(description="Of the text; UTF-8, UTF-16 and what Windows writes in the west are seen when left out."),
    ] = None

    decimal: Annotated[
        DecimalSign | None, Meta(description="Decimal sign of its numbers; seen by itself where that is certain.")
    ] = None

    day_first: Annotated[
        bool | None, Meta(description="True where `03/04/2026` is the third of April; seen where that is certain.")
    ] = None

    header: Annotated[
        bool | Annotated[int, Meta(ge=1, le=100)],
        Meta(description="Row with the names of the columns, if not the first; `false` for none."),
    ] = True

    @property
    def told(self) -> str:
        """The file, or the server and what comes after its address."""
        return self.file or told_of(self.server, self.url)

    @property
    def partner(self) -> str:
        """The server, the host of the address, or the data folder."""
        return FILES if self.file is not None else partner_of(self.server, self.url or "")
