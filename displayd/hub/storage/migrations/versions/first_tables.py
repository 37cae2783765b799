"""The tables of displayd 0.2.0, and the one for what clients leave.

A file of 0.1.0 or 0.2.0 keeps what it has, and gets the tables that it lacks. The types are written as 0.2.0 wrote
them, which looks at them before it uses a file.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

# Type by the name that it has in SQLite, and what follows the columns.
_WORDS = {
    "sqlite": {"blob": "blob", "integer": "integer", "real": "real", "end": "without rowid"},
    "postgresql": {"blob": "bytea", "integer": "bigint", "real": "double precision", "end": ""},
}

_TABLES = (
    "reading (metric text primary key, body {blob} not null) {end}",
    """history (
        metric text not null, step integer not null, at {integer} not null, total {real} not null,
        count {integer} not null, primary key (metric, step, at)
    ) {end}""",
    "effective (screens text primary key, revision text not null, at {real} not null) {end}",
    "tile (layout text not null, definition text not null, at {real} not null, primary key (layout, definition)) {end}",
    "client_state (kind text not null, name text not null, body {blob} not null, primary key (kind, name))",
)


def upgrade() -> None:
    """Make the tables that are not there."""
    dialect = op.get_bind().dialect.name
    for table in _TABLES:
        op.execute("create table if not exists " + table.format(**_WORDS[dialect]))
    if dialect == "sqlite":
        # By this 0.2.0 knows a file that it can use.
        op.execute("pragma user_version = 1")
