"""From the file of SQLite to the database in `hub.yaml`, or back: the command `hub database copy`."""

from __future__ import annotations

from pathlib import Path

from displayd.errors import DisplaydError, StoreError
from displayd.hub.storage.choice import FILE_NAME, chosen
from displayd.hub.storage.copying import copied
from displayd.hub.wall.loader import load
from displayd.tools.wall_check import today

__all__ = ["copy_database"]


def copy_database(folder: Path, state: Path, *, is_back: bool = False) -> list[str]:
    """Copy all that a hub has kept; what was copied, in words.

    Args:
        folder: the wall folder, whose `hub.yaml` names the database.
        state: state folder of the hub, which has the file.
        is_back: True to copy from the database to the file.

    Raises:
        ConfigError: the folder has mistakes.
        DisplaydError: its `hub.yaml` names no database.
        StoreError: one of the two cannot be used, or that to which is copied has something already.
    """
    database = load(folder, today()).settings.database
    if database is None:
        raise DisplaydError("hub.yaml names no database", "write `database: postgresql+psycopg://...` into it first")
    file = chosen(None, state)
    if not is_back and not (state / FILE_NAME).is_file():
        raise StoreError(f"{state}: no hub keeps its values there", "name the --state folder of the hub")
    server = chosen(database, state)
    source, target = (server, file) if is_back else (file, server)
    counts = copied(source, target)
    return [f"{words}: {counts[table]}" for table, words in _WORDS.items()] + [f"from {source} to {target}"]


_WORDS = {
    "reading": "newest values",
    "history": "stretches of the past",
    "client_state": "things that clients have left",
}
