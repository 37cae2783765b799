"""`engines` of `hub.yaml`: the databases that KPIs are asked of, and what can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta, Struct

from displayd.hub.secret import Secret, url_faults
from displayd.validation.faults import Fault, suggestion

__all__ = ["EMBEDDED", "Engine", "dialect_of", "engine_faults", "engine_named"]

EMBEDDED = "duckdb"
"""Name of the engine that is asked where a KPI names none: DuckDB, beside the hub."""

_DIALECTS: Mapping[str, str] = {
    "bigquery": "bigquery",
    "chdb": "clickhouse",
    "clickhouse": "clickhouse",
    "clickhousedb": "clickhouse",
    "duckdb": "duckdb",
    "mariadb": "mysql",
    "mysql": "mysql",
    "postgresql": "postgres",
    "snowflake": "snowflake",
    "trino": "trino",
    # Those that KPIs need an override file for, one and all.
    "databricks": "databricks",
    "mssql": "tsql",
    "oracle": "oracle",
    "redshift": "redshift",
    "sqlite": "sqlite",
}


class Engine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A database that KPIs are asked of. Whoever the hub logs in as should be allowed to read, and nothing else."""

    url: Annotated[
        Annotated[str, Meta(max_length=1000)] | None,
        Meta(
            description=(
                "Address of the database as SQLAlchemy writes it, without the password: "
                "`postgresql+psycopg://reader@db.example.org/sales`. Left out for `duckdb`, the engine beside the hub, "
                "or `duckdb:////srv/data/sales.duckdb` for a file of DuckDB's."
            )
        ),
    ] = None

    password: Annotated[Secret | None, Meta(description="Where the password of the user in `url` is.")] = None

    timeout_seconds: Annotated[
        float, Meta(gt=0, le=600, description="How long one KPI may take, in seconds; then it is stopped.")
    ] = 30.0

    rows: Annotated[
        int, Meta(ge=1, le=5000, description="Rows that one KPI may give; one that gives more is refused.")
    ] = 2000

    memory_mb: Annotated[
        int, Meta(ge=64, le=1_000_000, description="Memory that DuckDB may use, in MB. Of the engine beside the hub.")
    ] = 1024

    threads: Annotated[
        int, Meta(ge=1, le=64, description="Threads that DuckDB may use. Of the engine beside the hub.")
    ] = 2


def dialect_of(engine: Engine) -> str:
    """The dialect of SQL that `engine` speaks; empty where nobody knows."""
    if engine.url is None:
        return "duckdb"
    return _DIALECTS.get(re.split(r"[+:]", engine.url, maxsplit=1)[0].lower(), "")


def engine_named(name: str, engines: Mapping[str, Engine]) -> Engine | None:
    """The engine `name` of `engines`; that beside the hub needs no entry."""
    return engines.get(name) or (Engine() if name == EMBEDDED else None)


def engine_faults(engines: Mapping[str, Engine]) -> Iterator[Fault]:
    """What is wrong with `engines` beyond their types."""
    for name, engine in engines.items():
        if engine.url is None:
            if name != EMBEDDED:
                hint = "for example `postgresql+psycopg://reader@db.example.org/sales`"
                yield Fault((name,), "`url` is missing: which database is it", hint)
            continue
        for fault in url_faults(engine.url):
            yield fault.under(name, "url")
        scheme = re.split(r"[+:]", engine.url, maxsplit=1)[0].lower()
        if "://" not in engine.url:
            yield Fault(
                (name, "url"), "this is no address of a database", "for example `postgresql+psycopg://reader@db/sales`"
            )
        elif not dialect_of(engine):
            yield Fault((name, "url"), f"nobody knows the database `{scheme}`", suggestion(scheme, sorted(_DIALECTS)))
