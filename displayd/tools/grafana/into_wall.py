"""An imported dashboard as files of a wall folder, and what is left to do there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from displayd.atomic_files import write_atomically
from displayd.errors import DisplaydError
from displayd.tools.grafana.importing import Imported

__all__ = ["next_steps", "written_into"]


def written_into(wall: Path, made: Imported) -> list[Path]:
    """Write both files, and say where; nothing is written where one is there already.

    Raises:
        DisplaydError: there is no such folder, or one of the files is there.
        OSError: they cannot be written.
    """
    if not wall.is_dir():
        raise DisplaydError(f"{wall}: there is no such folder", "name the wall folder, the one with `screens.yaml`")
    files = {wall / "layouts" / f"{made.name}.yaml": made.layout}
    if made.metrics:
        files[wall / "metrics" / f"{made.name}.yaml"] = made.metrics
    for path in files:
        if path.exists():
            raise DisplaydError(f"{path} is there already", "remove it, or choose another --name")
    # The layout last: a hub that runs finds its metrics.
    for path, text in reversed(files.items()):
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, text.encode())
    return list(files)


def next_steps(wall: Path, name: str, server: str) -> Iterator[str]:
    """What is left to do in the wall folder."""
    settings = wall / "hub.yaml"
    found = settings.read_text("utf-8", "replace") if settings.is_file() else ""
    if f"{server}:" not in found:
        yield (
            f"hub.yaml says where {server} is: `outgoing: ['prometheus.office:9090']` and "
            f"`servers: {{{server}: {{url: 'http://prometheus.office:9090'}}}}`"
        )
    yield f"screens.yaml says which screen shows it: `show: [{name}]`"
    yield f"`displayd check {wall}` looks for what is too small to be read"
