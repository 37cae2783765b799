"""`database:` of `hub.yaml`: which database the hub keeps its values in, and what can be wrong with it."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from displayd.hub.secret import Secret, url_faults
from displayd.validation.faults import Fault

__all__ = ["Database", "DatabaseUrl", "database_faults", "database_of"]

EXAMPLE = "postgresql+psycopg://displayd@db.example.org/displayd"

SCHEMES = ("postgresql", "postgresql+psycopg", "postgres")

DatabaseUrl = Annotated[str, Meta(max_length=1000, examples=[EXAMPLE])]
"""The address of a database of a PostgreSQL server, without a password."""


class Database(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A database of a PostgreSQL server, with a password."""

    url: Annotated[DatabaseUrl, Meta(description=f"Its address without the password, for example `{EXAMPLE}`.")]

    password: Annotated[Secret | None, Meta(description="Where the password is; left out where none is asked for.")] = (
        None
    )


def database_of(value: str | Database) -> Database:
    """What `database:` means; an address alone has no password."""
    return Database(url=value) if isinstance(value, str) else value


def database_faults(value: str | Database) -> Iterator[Fault]:
    """What is wrong with `value`, paths from the field. Nothing of a password in it is repeated."""
    path = () if isinstance(value, str) else ("url",)
    url = database_of(value).url
    hint = f"for example `{EXAMPLE}`; left out for the file of SQLite in the state folder"
    try:
        parts = urllib.parse.urlsplit(url)
        _ = parts.port
    except ValueError:
        yield Fault(path, "this is no address of a database", hint)
        return
    if parts.scheme not in SCHEMES:
        what = f"`{parts.scheme}` is no database that the hub can use" if parts.scheme else "this is no address"
        yield Fault(path, what, hint)
    elif not parts.path.strip("/"):
        yield Fault(path, "the address names no database of the server", hint)
    for fault in url_faults(url):
        example = "{url: postgresql://..., password: {file: /etc/displayd/secrets/database}}"
        yield Fault(path, fault.reason, f"`database: {example}`")
