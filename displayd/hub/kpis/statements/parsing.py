"""One SELECT, from text: parsed once, and refused with the place of whatever does not belong into a KPI."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import TokenType

from displayd.hub.kpis.statements.places import SqlFault, place_of
from displayd.hub.kpis.statements.refusing import MARK, files_of, refused

__all__ = ["Statement", "TableName", "parsed", "tables_read"]

# It warns of what it cannot read; we refuse that.
logging.getLogger("sqlglot").setLevel(logging.ERROR)

MAX_LETTERS = 50_000
"""A long KPI has three thousand."""

MAX_FAULTS = 10


class TableName(NamedTuple):
    """A table that a SELECT reads, and where it first says so."""

    name: str
    """As it is written, with its schema: `ds.support.daily`, `accounts`."""
    schema: str
    line: int
    column: int


@dataclass(frozen=True)
class Statement:
    """A SELECT that may be run."""

    dialect: str
    """In which it is written."""
    tree: exp.Query = field(repr=False, compare=False)
    """Never changed: whoever needs another one makes a copy."""
    text: str
    parameters: frozenset[str]
    tables: tuple[TableName, ...]
    """What it reads and does not define itself."""
    columns: tuple[str, ...] | None
    """Names of what it gives; None when that follows from the tables alone, as with `*`."""
    files: tuple[str, ...]
    """The files that it reads, as they are written."""


@functools.lru_cache(maxsize=1024)
def parsed(text: str, dialect: str = "duckdb") -> tuple[Statement | None, tuple[SqlFault, ...]]:
    """The SELECT in `text`, None with everything that is wrong with it.

    Args:
        dialect: in which it is written. In others than DuckDB's, functions of that engine are known by sqlglot's own
            list, which has none that reads files or writes.
    """
    if len(text) > MAX_LETTERS:
        return None, (SqlFault(1, 0, f"longer than {MAX_LETTERS} letters", "make several KPIs, or a view"),)
    if fault := _odd_letter(text):
        return None, (fault,)
    try:
        found = sqlglot.parse(_marked(text, dialect), read=dialect)
        trees = [_with_parameters(tree) for tree in found if not (tree is None or isinstance(tree, exp.Semicolon))]
        if fault := _not_one_select(trees, text):
            return None, (fault,)
        tree = trees[0]
        assert isinstance(tree, exp.Query)
        faults = sorted(set(refused(tree, dialect)))
        if faults:
            return None, tuple(faults[:MAX_FAULTS])
        return _statement(tree, text, dialect), ()
    except ParseError as exc:
        return None, (_unreadable(exc),)
    except SqlglotError as exc:
        reason = str(exc).splitlines()[0] if str(exc) else "cannot be read"
        return None, (SqlFault(_line_of_open_quote(text), 0, _plain(reason), "is a quotation mark left open?"),)
    except RecursionError:
        return None, (SqlFault(1, 0, "nested too deeply", "make several KPIs, or a view"),)


_ODD_LETTERS = {
    **dict.fromkeys("\u00a0\u2007\u202f", "a space that does not break, which SQL does not know"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", "a letter that nobody sees"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u00b4", "a quotation mark of prose"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", "a quotation mark of prose"),
    **dict.fromkeys("\u2013\u2014\u2212", "a dash of prose"),
}
"""What editors, web pages and chats put in place of spaces, `'`, `"` and `-`."""


def _odd_letter(text: str) -> SqlFault | None:
    """The first of `_ODD_LETTERS` that stands neither in a text nor in a comment."""
    if not any(letter in text for letter in _ODD_LETTERS):
        return None
    plain = re.sub(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`|--[^\n]*|/\*.*?\*/", _blanked, text, flags=re.DOTALL)
    place = next((at for at, letter in enumerate(plain) if letter in _ODD_LETTERS), None)
    if place is None:
        return None
    letter = plain[place]
    line, column = plain.count("\n", 0, place) + 1, place - plain.rfind("\n", 0, place)
    return SqlFault(line, column, f"{_ODD_LETTERS[letter]} (U+{ord(letter):04X})", "type it anew")


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _marked(text: str, dialect: str) -> str:
    """`text` with columns in place of parameters: in DuckDB `a, :today` begins a column that is called `a`."""
    if dialect != "duckdb":
        return text
    letters = list(text)
    for token in sqlglot.tokenize(text, read=dialect):
        is_first = token.start == 0 or not re.match(r"[\w:\]]", text[token.start - 1])
        if (
            token.token_type == TokenType.COLON
            and is_first
            and re.match(r":[a-zA-Z_]", text[token.start : token.start + 2])
        ):
            letters[token.start] = MARK
    return "".join(letters)


def _with_parameters(tree: exp.Expr) -> exp.Expr:
    """`tree` with parameters in place of the columns that `_marked` made of them."""
    for column in list(tree.find_all(exp.Column)):
        if column.name.startswith(MARK) and not column.table:
            parameter = exp.Placeholder(this=column.name.removeprefix(MARK))
            parameter.meta.update(column.this.meta)
            if column is tree:
                return parameter
            column.replace(parameter)
    return tree


def tables_read(tree: exp.Expr, dialect: str = "duckdb") -> list[exp.Table]:
    """The tables in `tree` that no `with` of it defines, in the order in which they stand."""
    return list(_free_tables(tree, frozenset()))


def _free_tables(node: exp.Expr, bound: frozenset[str]) -> Iterator[exp.Table]:
    defined = node.args.get("with_")
    if isinstance(defined, exp.With):
        for one in defined.expressions:
            yield from _free_tables(one.this, bound)
            bound |= {one.alias.lower()}
    if (
        isinstance(node, exp.Table)
        and isinstance(node.this, exp.Identifier)
        and (node.db or node.name.lower() not in bound)
    ):
        yield node
    for child in node.iter_expressions():
        if child is not defined:
            yield from _free_tables(child, bound)


def _not_one_select(trees: list[exp.Expr], text: str) -> SqlFault | None:
    if not trees:
        return SqlFault(1, 0, "there is no SELECT", "write one after the header")
    for tree in trees:
        if not isinstance(tree, (exp.Select, exp.SetOperation, exp.Subquery)):
            words = re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL).split(None, 1)
            word = words[0].upper() if len(trees) == 1 and words else tree.key.upper()
            return SqlFault(
                *place_of(tree), f"a KPI is one SELECT, and this is {word[:40]}", "it reads, and changes nothing"
            )
    if len(trees) > 1:
        return SqlFault(
            *place_of(trees[1]), "a KPI is one SELECT, and here is a second one", "give it a file of its own"
        )
    return None


def _statement(tree: exp.Query, text: str, dialect: str) -> Statement:
    found: dict[str, TableName] = {}
    for table in tables_read(tree):
        name = f"{table.db}.{table.name}" if table.db else table.name
        found.setdefault(name, TableName(name, table.db, *place_of(table)))
    has_star = any(one.is_star for one in tree.selects)
    return Statement(
        dialect,
        tree,
        text,
        frozenset(str(one.name) for one in tree.find_all(exp.Placeholder)),
        tuple(found.values()),
        None if has_star else tuple(tree.named_selects),
        tuple(str(one.name) for call in tree.find_all(exp.ReadCSV, exp.ReadParquet) for one in files_of(call)),
    )


def _unreadable(exc: ParseError) -> SqlFault:
    error = exc.errors[0] if exc.errors else {}
    word = str(error.get("highlight") or "").strip().replace(MARK, ":")
    line, column = int(error.get("line") or 1), int(error.get("col") or 0)
    what = _plain(str(error.get("description") or "cannot be read"))
    return SqlFault(line, max(1, column - len(word) + 1), f"at `{word[:40]}`: {what}" if word else what)


def _plain(reason: str) -> str:
    """A reason of sqlglot's in plain words."""
    if reason.startswith("Required keyword"):
        return "something is missing here"
    if reason.startswith("Invalid expression"):
        return "this does not belong here"
    if reason.startswith("Expecting"):
        return f"expected `{reason.removeprefix('Expecting ').strip()}`"
    if found := re.match(r"Expected (.+) but got <Token", reason):
        return f"expected {found[1]}"
    if reason.startswith("Error tokenizing"):
        return "a text or a name has no end"
    return reason[:1].lower() + reason[1:200]


def _line_of_open_quote(text: str) -> int:
    """The line from which on an odd number of quotation marks follows; the first one if nobody can tell."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.split("--", 1)[0].count("'") % 2:
            return number
    return 1
