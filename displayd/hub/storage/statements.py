"""What is written by one statement for all rows: SQLite and PostgreSQL read lists of JSON by different names."""

from __future__ import annotations

from sqlalchemy import TextClause, text

__all__ = ["ADD_TO_EXTREMES", "ADD_TO_HISTORY", "SELECT_HISTORY", "SET_CLIENT_STATE", "SET_READINGS"]

# By dialect: the rows of the parameter `rows`, how a text in them becomes bytes, and the smaller and larger of two.
_WORDS = {
    "sqlite": {"each": "json_each(:rows)", "bytes": "cast(value ->> 1 as blob)", "least": "min", "greatest": "max"},
    "postgresql": {
        "each": "json_array_elements(cast(:rows as json)) as one (value)",
        "bytes": "convert_to(value ->> 1, 'UTF8')",
        "least": "least",
        "greatest": "greatest",
    },
}


def _by_dialect(statement: str) -> dict[str, TextClause]:
    return {dialect: text(statement.format(**words)) for dialect, words in _WORDS.items()}


ADD_TO_HISTORY = _by_dialect("""
    insert into history
    select value ->> 0, cast(value ->> 1 as integer), cast(value ->> 2 as bigint),
        cast(value ->> 3 as double precision), cast(value ->> 4 as bigint)
    from {each} where true
    on conflict (metric, step, at) do update
        set total = history.total + excluded.total, count = history.count + excluded.count
""")
"""Adds `rows` of metric, step, beginning, sum and number; by dialect."""

ADD_TO_EXTREMES = _by_dialect("""
    insert into extreme
    select value ->> 0, cast(value ->> 1 as integer), cast(value ->> 2 as bigint),
        {least}(cast(value ->> 5 as double precision),
            coalesce(known.lowest, history.total / history.count, cast(value ->> 5 as double precision))),
        {greatest}(cast(value ->> 6 as double precision),
            coalesce(known.highest, history.total / history.count, cast(value ->> 6 as double precision)))
    from {each}
    left join history on history.metric = value ->> 0 and history.step = cast(value ->> 1 as integer)
        and history.at = cast(value ->> 2 as bigint)
    left join extreme as known on known.metric = history.metric and known.step = history.step
        and known.at = history.at
    where history.count is not null or cast(value ->> 4 as bigint) > 1
    on conflict (metric, step, at) do update set lowest = excluded.lowest, highest = excluded.highest
""")
"""Adds `rows` of metric, step, beginning, sum, number, lowest and highest, before they are added to `history`.

A single value is its own mean, and has no row.
"""

SELECT_HISTORY = _by_dialect("""
    select history.metric, history.step, history.at, history.total, history.count, extreme.lowest, extreme.highest
    from {each} cross join history
    left join extreme on extreme.metric = history.metric and extreme.step = history.step and extreme.at = history.at
    where history.metric = value ->> 0 and history.step = cast(value ->> 1 as integer)
        and history.at >= cast(value ->> 2 as double precision) and history.at <= cast(value ->> 3 as double precision)
    order by history.at
""")
"""Gives what is in `rows` of metric, step, first and last unix time; by dialect."""

SET_READINGS = _by_dialect("""
    insert into reading select value ->> 0, {bytes} from {each} where true
    on conflict (metric) do update set body = excluded.body
""")
"""Sets the readings of `rows` of metric and JSON; by dialect."""

SET_CLIENT_STATE = text("""
    insert into client_state values (:kind, :name, :body) on conflict (kind, name) do update set body = excluded.body
""")
"""Sets one body that a client has left."""
