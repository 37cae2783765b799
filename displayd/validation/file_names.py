"""Names of files as people write them: one name has several spellings in Unicode, and in capitals."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from displayd.validation.faults import suggestion

__all__ = ["alike", "composed", "file_suggestion"]


def composed(name: str) -> str:
    """`name` with every accent in its letter (Unicode NFC).

    A Mac writes the `ü` of a file's name as `u` and a mark, what is typed has it as one letter; both look the same.
    """
    return unicodedata.normalize("NFC", name)


def file_suggestion(name: str, known: Sequence[str]) -> str:
    """As `suggestion`, for the name of a file; says so where capitals are all that is wrong.

    On a Mac and on Windows such a name opens the file, on the hub it does not.
    """
    same = alike(name, known)
    if name.startswith("-") and name[1:].split(" ", maxsplit=1)[0] in known:
        return "write a space after the dash"
    return f"did you mean `{same[0]}`? Capitals count" if same else suggestion(name, known)


def alike(name: str, known: Sequence[str]) -> list[str]:
    """Those of `known` that are `name` but for capitals and the spelling of accents."""
    folded = composed(name).casefold()
    return [one for one in known if composed(one).casefold() == folded]
