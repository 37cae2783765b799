"""What DuckDB and ClickHouse say is wrong, in one line of plain words."""

from __future__ import annotations

import re

__all__ = ["plain", "plain_of_clickhouse"]

MAX_LETTERS = 300


def plain(text: str, folder: str | None) -> str:
    """The message `text` of DuckDB in one line.

    Args:
        folder: the data folder; files below it are called as people call them.
    """
    if folder:
        text = text.replace(folder.rstrip("/") + "/", "")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines and "pending query result" in lines[0]:
        # What went wrong before it could begin stands in the next line.
        lines = lines[1:]
    first = re.sub(r"^(Error: )?[A-Z][A-Za-z ]+ Error: ", "", lines[0]) if lines else "no answer"
    if found := re.match(r"CSV Error on Line: (\d+)", first):
        return _of_a_line(text, found[1])[:MAX_LETTERS]
    if found := re.match(r'Error when sniffing file "([^"]+)"', first):
        hint = "say `delim`, `quote`, `skip`, `encoding` or `strict_mode = false` in its `read_csv`"
        return f"{found[1]}: nobody can tell what its columns are; {hint}"
    if found := re.match(r'The CSV Reader does not support the encoding: "([^"]+)"', first):
        return f"nobody knows the encoding `{found[1]}`; known: utf-8, utf-16, latin-1"
    if found := re.match(r"Table with name (\S+) does not exist", first):
        return f"there is no table `{found[1].strip(chr(34))}`"
    if found := re.match(r'Referenced column "([^"]+)" not found', first):
        near = next((line for line in lines if line.startswith("Candidate bindings")), "")
        names = re.findall(r'"([^"]+)"', near)
        return f"there is no column `{found[1]}`" + (f"; near: {', '.join(names[:5])}" if names else "")
    return first[:MAX_LETTERS]


def plain_of_clickhouse(text: str) -> str:
    """The message `text` of ClickHouse in one line."""
    if re.search(r"Illegal types Date\w* and Date\w* of arguments of function minus", text):
        return "a date less a date is not the same in ClickHouse: write `date_diff('day', from, to)`"
    if found := re.search(r"Unknown table expression identifier '([^']+)'", text):
        return f"there is no table `{found[1]}`"
    column = r"Unknown expression (?:or function )?identifier [`']([^`']+)|Identifier '([^']+)' cannot be resolved"
    if found := re.search(column, text):
        return f"there is no column `{found[1] or found[2]}`"
    return next((line.strip() for line in text.splitlines() if line.strip()), "no answer")[:MAX_LETTERS]


def _of_a_line(text: str, line: str) -> str:
    """What is wrong in a line of a file."""
    file = re.search(r"^ *file = (.+)$", text, re.MULTILINE)
    where = f"{file[1].strip()}, line {line}: " if file else f"line {line} of a file: "
    if "not utf-8 encoded" in text:
        return f"{where}is not UTF-8; write `encoding = 'latin-1'` or `'utf-16'` into its `read_csv`"
    column = re.search(r'Error when converting column "([^"]+)"', text)
    value = re.search(r"Could not convert string \"(.*)\" to '([^']+)'", text)
    if column and value:
        hint = "say `nullstr`, `dateformat`, `decimal_separator` or `all_varchar = true` in its `read_csv`"
        return f"{where}`{value[1][:40]}` in `{column[1]}` is no {value[2].lower()}; {hint}"
    reason = next(
        (one for one in text.splitlines() if re.match(r"(Expected|Value|Maximum|Invalid|It)\b", one.strip())), ""
    )
    return f"{where}{reason.strip() or 'cannot be read'}; `strict_mode = false` or `null_padding = true` may help"
