"""The YAML files of a wall folder, read one by one; what is wrong with any of them is collected in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from displayd.errors import ConfigError, Mistake
from displayd.hub.wall.folder import WallFiles
from displayd.validation.as_meant import as_meant
from displayd.validation.encoding import utf8_text
from displayd.validation.faults import Fault
from displayd.validation.yaml_source import YamlText, read

__all__ = ["WallTexts"]


class WallTexts:
    """Reads the files of a wall, and notes every mistake in them."""

    def __init__(self, files: WallFiles) -> None:
        self.files = files
        self.mistakes: list[Mistake] = []
        self._misread: set[str] = set()

    def text(self, name: str, data: bytes | None = None) -> YamlText | None:
        """The YAML in `data`, which is called `name`; None if it cannot be read.

        Args:
            data: that of the wall's own file `name` if None; without such a file the answer is None.
        """
        data = self.files.own.get(name) if data is None else data
        if data is None:
            return None
        try:
            text, mistakes = read(name, utf8_text(name, data))
        except ConfigError as exc:
            self.mistakes += exc.mistakes
            return None
        self.mistakes += mistakes
        self._misread |= {mistake.where for mistake in mistakes}
        return text

    @property
    def all_mistakes(self) -> list[Mistake]:
        """All that is wrong; what followed from a line that could not be read as it stands is left out."""
        return [
            mistake
            for number, mistake in enumerate(self.mistakes)
            if mistake.where not in self._misread
            or all(before.where != mistake.where for before in self.mistakes[:number])
        ]

    def mapping(self, text: YamlText | None, kind: Any) -> Mapping[str, Any]:
        """The mapping that `text` is; an empty one, and a mistake, for anything else but an empty file.

        Args:
            kind: what is to be made of it.
        """
        if text is None or text.data is None:
            return {}
        if isinstance(text.data, Mapping):
            data: Mapping[str, Any] = as_meant(text, kind)
            return data
        self.fault(text, Fault((), "is no mapping", "write `name: ...` lines"))
        return {}

    def named_files(self, folder: str) -> Iterator[tuple[str, str, bytes]]:
        """Name, path and contents of every YAML file in `folder`; one that is called `.yml` is a mistake."""
        for path, data in self.files.own.items():
            if path.startswith(f"{folder}/"):
                self.check_ending(path)
                yield path.removeprefix(f"{folder}/").rpartition(".")[0], path, data

    def check_ending(self, path: str) -> None:
        """Note it if `path` ends in `.yml` or `.YAML`: if it were read, nobody could say which of two files counts."""
        if not path.endswith(".yaml"):
            name = path.rpartition("/")[2].rpartition(".")[0]
            self.mistakes.append(Mistake(path, "is not read", f"call it {name}.yaml"))

    def fault(self, text: YamlText, fault: Fault) -> None:
        """Note `fault` with its line in `text`."""
        self.mistakes.append(fault.in_file(text))
