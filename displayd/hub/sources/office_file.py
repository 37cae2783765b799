"""Files of the wall folder that sources read, and what is wrong with a name of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.sources.source import Office
from displayd.validation.faults import Fault, suggestion

__all__ = ["OfficeFile", "file_data", "file_faults"]

OfficeFile = Annotated[str, Meta(min_length=1, max_length=200)]
"""Name of a file in a folder of the wall folder."""


def file_data(office: Office, folder: str, name: str) -> bytes:
    """What the file has.

    Raises:
        SourceError: there is none.
    """
    data = office.files.get(f"{folder}/{name}")
    if data is None:
        raise SourceError(f"there is no file {folder}/{name} in the wall folder")
    return data


def file_faults(office: Office, folder: str, name: str) -> Iterator[Fault]:
    """A file that the wall folder does not have; the path is empty."""
    known = sorted(path.removeprefix(f"{folder}/") for path in office.files if path.startswith(f"{folder}/"))
    if name not in known:
        hint = suggestion(name, known) or f"put it into the folder `{folder}` of the wall folder"
        yield Fault((), f"there is no file `{folder}/{name}`", hint)
