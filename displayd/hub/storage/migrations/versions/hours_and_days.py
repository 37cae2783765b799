"""Values are kept as means over hours and days, too; those of before are made from the quarters of an hour."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add up the quarters."""
    for step in (3600, 86_400):
        # No part of it comes from outside.
        statement = f"""
            insert into history select metric, {step}, at - at % {step}, sum(total), sum(count) from history
            where step = 900 group by metric, at - at % {step} on conflict do nothing
        """  # noqa: S608
        op.execute(statement)
