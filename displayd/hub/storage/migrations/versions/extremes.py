"""Of each stretch the lowest and the highest value are kept, too; of those of before nobody knows them."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_WORDS = {
    "sqlite": {"integer": "integer", "real": "real", "end": "without rowid"},
    "postgresql": {"integer": "bigint", "real": "double precision", "end": ""},
}

_TABLE = """
    create table if not exists extreme (
        metric text not null, step integer not null, at {integer} not null, lowest {real} not null,
        highest {real} not null, primary key (metric, step, at)
    ) {end}
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(_TABLE.format(**_WORDS[op.get_bind().dialect.name]))
    # What belongs to a stretch that was lost says nothing of one that begins anew.
    op.execute("""
        delete from extreme where not exists (
            select 1 from history
            where history.metric = extreme.metric and history.step = extreme.step and history.at = extreme.at
        )
    """)
