"""What is being done, for whoever waits: a bar on a terminal, a line a step elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, Self

__all__ = ["Progress", "Step"]


class Step(Protocol):
    """One step of the build while it is going on."""

    def advance(self, done: int, total: int) -> None:
        """Say how far it is: `done` of `total`."""

    def tell(self, text: str) -> None:
        """Say what it is at."""


class Progress:
    """The steps of one build, on standard error.

    Close it when all is done (`with`).
    """

    def __init__(self) -> None:
        # Here, so that a missing library is told by the check of tools.
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        self._console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[at]}"),
        )
        self._bars: Any = Bars(*columns, console=self._console, disable=not self._console.is_terminal)

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """The step `name`, from its begin to its end."""
        begin = time.monotonic()
        task = self._bars.add_task(name, total=None, at="")
        if not self._console.is_terminal:
            self._console.print(f"{name} ...", highlight=False)
        yield _Bar(self._bars, task)
        self._bars.update(task, total=1, completed=1, at="")
        if not self._console.is_terminal:
            self._console.print(f"{name}: {time.monotonic() - begin:.0f} s", highlight=False)


class _Bar:
    """A step on a terminal; nothing elsewhere."""

    def __init__(self, bars: Any, task: Any) -> None:
        self._bars = bars
        self._task = task

    def advance(self, done: int, total: int) -> None:
        self._bars.update(self._task, completed=done, total=total)

    def tell(self, text: str) -> None:
        self._bars.update(self._task, at=text[:60])
