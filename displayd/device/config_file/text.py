"""The bytes of `displayd.yaml` as text, whichever editor wrote them, and what editors do to it unasked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from displayd.errors import Mistake

__all__ = ["QUOTES", "UnreadableError", "decoded", "found_file", "second_file", "slips"]

# What Windows makes of the name: it hides the last ending, and editors add `.txt`.
_OTHER_ENDINGS = (".yml", ".yaml.txt", ".yml.txt", ".txt")

# Far more than all settings together.
MAX_BYTES = 1_000_000

QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2018\u2019\u201a\u201b"
"""Quotation marks of letters and word processors, which YAML takes as part of the text."""

# U+00A0 and its like look like spaces: they come with text from web pages and mails.
_ODD_SPACE = re.compile("[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]")


class UnreadableError(Exception):
    """The bytes are no text.

    Args:
        line: from 1; 0 for the file as a whole.
    """

    def __init__(self, reason: str, hint: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.line = line


def found_file(path: Path) -> Path:
    """`path`, or the file beside it that was meant: `displayd.yaml.txt`, where `displayd.yaml` is missing or empty.

    Empty is also the file that comes with the image: all settings in it are comments.
    """
    if path.suffix != ".yaml" or not _is_empty(path):
        return path
    others = (path.with_name(path.stem + ending) for ending in _OTHER_ENDINGS)
    return next((other for other in others if other.is_file()), path)


def second_file(path: Path) -> Path | None:
    """The file beside `path` that somebody may take for the one that is read, while `path` is; None for none."""
    other = path.with_name(f"{path.name}.txt")
    return other if path.suffix == ".yaml" and other.is_file() and not _is_empty(path) else None


def _is_empty(path: Path) -> bool:
    """True without the file, and for one in which nothing is said."""
    try:
        text = decoded(path.read_bytes())
    except FileNotFoundError:
        return True
    except (OSError, UnreadableError):
        return False
    return all(not line.strip() or line.lstrip().startswith("#") for line in text.split("\n"))


def decoded(data: bytes) -> str:
    r"""The text in `data`: UTF-8 with or without a mark, or UTF-16 with one (Notepad's "Unicode"); lines end with \n.

    Raises:
        UnreadableError: it is no text of these kinds.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableError("too large for settings", "is this the right file?")
    if data.startswith(b"{\\rtf"):
        hint = "save it as plain text; in TextEdit: Format, Make Plain Text"
        raise UnreadableError("rich text (RTF), not plain text", hint)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise UnreadableError("not UTF-8 text", "save it as UTF-8", line) from exc
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise UnreadableError("not text: it has zero bytes in it", "write the file anew", line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def slips(name: str, text: str, keys: Iterable[str]) -> Iterator[Mistake]:
    """What editors and eyes miss: tabs and odd spaces before a setting, no space after its colon.

    Args:
        name: the file's name, for messages.
        keys: the names of all settings.
    """
    glued = re.compile(rf"\s*(?:- )?({'|'.join(map(re.escape, sorted(keys, key=len, reverse=True)))}):[^\s:/]")
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{name}:{number}"
        content = line.lstrip()
        before = line[: len(line) - len(content)]
        if not content or content.startswith("#"):
            continue
        if "\t" in before:
            yield Mistake(where, "a tab stands before the setting", "use spaces")
        elif _ODD_SPACE.search(before) or _ODD_SPACE.match(content):
            yield Mistake(where, "the spaces before the setting are not plain ones", "type them anew")
        elif match := glued.match(line):
            yield Mistake(where, f"there is no space after `{match[1]}:`", f"write `{match[1]}: ` and then the value")
