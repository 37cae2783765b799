"""CSV as spreadsheets and programs export it, as a table of texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from displayd.errors import SourceError
from displayd.hub.sources.encoding_marks import marked_encoding
from displayd.validation.faults import suggestion

__all__ = ["CsvTable", "table_of"]

MOST_ROWS = 200_000
MOST_COLUMNS = 500

# Of a cell; a text of many lines is one.
csv.field_size_limit(1_000_000)

_DELIMITERS = (";", "\t", ",", "|")


class CsvTable(NamedTuple):
    """Rows of cells, with the names of their columns."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def place(self, column: str | int) -> int:
        """Where `column`, a name or a number from 1, stands in each row.

        Raises:
            SourceError: there is none.
        """
        if isinstance(column, int):
            if column > len(self.columns):
                raise SourceError(f"there is no column {column}: it has {len(self.columns)}")
            return column - 1
        names = [name.casefold() for name in self.columns]
        if column.strip().casefold() not in names:
            raise SourceError(f"there is no column `{column}`", suggestion(column, list(self.columns)))
        return names.index(column.strip().casefold())

    def cells(self, column: str | int) -> list[str]:
        """The cells of one column."""
        at = self.place(column)
        return [row[at] if at < len(row) else "" for row in self.rows]


def table_of(data: bytes, *, delimiter: str | None, encoding: str | None, header: int) -> CsvTable:
    """The table in `data`.

    Args:
        data: the file.
        delimiter: between cells; None to see which it is.
        encoding: of the text; None to see which it is.
        header: number of the row with the names of the columns, from 1; 0 for none.

    Raises:
        SourceError: it is none.
    """
    text = _text(data, encoding)
    if text[:64].lower().startswith("sep=") and len(line := text.split("\n", 1)[0].rstrip("\r")) == 5:
        # Excel's own word for the delimiter.
        delimiter = delimiter or line[4]
        text = text[len(line) :].lstrip("\r\n")
    if text.lstrip()[:1] == "<" and "html" in text[:500].lower():
        raise SourceError("its answer is a page and no CSV", "it may want a log-in, or another address")
    delimiter = delimiter or _delimiter(text, header)
    rows: list[list[str]] = []
    names: list[str] | None = None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, row in enumerate(reader, 1):
            if header and names is None:
                if number >= header and any(cell.strip() for cell in row):
                    names = [cell.strip() for cell in row]
                continue
            if not any(cell.strip() for cell in row):
                continue
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise SourceError(f"it has more than {MOST_ROWS:,} rows", "export less of it")
    except csv.Error as exc:
        raise SourceError(f"line {reader.line_num} is no CSV: {exc}") from exc
    width = max((len(row) for row in rows), default=0)
    columns = names if names is not None else [str(number) for number in range(1, width + 1)]
    if max(width, len(columns)) > MOST_COLUMNS:
        raise SourceError(f"it has more than {MOST_COLUMNS} columns")
    if not columns:
        raise SourceError("there is nothing in it")
    return CsvTable(columns, rows)


def _text(data: bytes, encoding: str | None) -> str:
    """`data` as text: as its first bytes say, else UTF-8, else what Windows writes in the west."""
    marked = marked_encoding(data)
    tried = [marked] if marked else [encoding] if encoding else ["utf-8", "cp1252"]
    for name in tried:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise SourceError(f"it is not {' or '.join(tried)}", "say the `encoding`, for example `latin-1`")


def _delimiter(text: str, header: int) -> str:
    """The sign that stands between most cells of the first lines, outside of quotation marks."""
    is_quoted, line = False, 1
    counts = dict.fromkeys(_DELIMITERS, 0)
    for letter in text[:65_536]:
        if letter == '"':
            is_quoted = not is_quoted
        elif not is_quoted and letter == "\n":
            line += 1
            if line > max(header, 1) and any(counts.values()):
                break
        elif not is_quoted and letter in counts and line >= max(header, 1):
            counts[letter] += 1
    best = max(counts.values())
    return next(sign for sign in _DELIMITERS if counts[sign] == best) if best else ","
