"""Names that are too long, cut so that they still differ: of names that begin alike, the middle is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import takewhile

from displayd.text.pieces import piece_end

__all__ = ["told_apart"]

Fits = Callable[[int, str], bool]

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

# Of a name whose middle is left out, so much of what is left is its beginning.
HEAD = 0.4

# A beginning of fewer letters is not worth its ellipsis.
LEAST_HEAD = 2


def told_apart(names: Sequence[str], fits: Fits) -> list[str]:
    """`names` as short as they have to be, each another one where that is possible.

    What they all end with goes first, then what follows the beginning; where all would still read alike, the
    beginning goes and what tells them apart stays. A name that is not told apart by any of this is cut at its end.

    Args:
        fits: whether a text has room in the place of the name of that number.
    """
    if all(fits(number, name) for number, name in enumerate(names)):
        return list(names)
    best: list[str] = []
    for way in _ways(names, fits):
        if len(set(way)) > len(set(best)):
            best = way
        # Names that are equal as they come cannot be told apart.
        if len(set(best)) >= len(set(names)):
            break
    return best


def _ways(names: Sequence[str], fits: Fits) -> Iterator[list[str]]:
    """The ways to cut all names alike, the one that reads best first."""
    ending = _common_ending(names)
    bare = [name[: len(name) - len(ending)] for name in names]
    if ending and all(bare) and all(fits(number, name) for number, name in enumerate(bare)):
        yield bare
    yield _each(names, fits, _beginnings)
    if ending and all(bare):
        yield _each(bare, fits, _beginnings)
        yield _each(bare, fits, _both_ends)
    yield _each(names, fits, _both_ends)
    beginning = _alike(bare)
    yield _each([ELLIPSIS + name[beginning:] for name in bare], fits, _beginnings)


def _each(names: Sequence[str], fits: Fits, shortened: Callable[[str, int], str]) -> list[str]:
    return [_longest(name, partial(fits, number), shortened) for number, name in enumerate(names)]


def _longest(name: str, fits: Callable[[str], bool], shortened: Callable[[str, int], str]) -> str:
    """`name`, or as many letters of it as have room."""
    if fits(name):
        return name
    # Where no letter has room, there is nothing to look for.
    if not fits(shortened(name, 1)):
        return shortened(name, 1)
    low, high = 1, max(1, len(name) - 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(shortened(name, middle)) else (low, middle - 1)
    return shortened(name, low)


def _beginnings(name: str, letters: int) -> str:
    return name[: _between_letters(name, letters)].rstrip() + ELLIPSIS


def _both_ends(name: str, letters: int) -> str:
    head = _between_letters(name, max(min(LEAST_HEAD, letters), round(letters * HEAD)))
    tail = max(1, letters - head)
    return name[:head].rstrip() + ELLIPSIS + name[_between_letters(name, len(name) - tail) :].lstrip()


def _between_letters(name: str, most: int) -> int:
    """Where to cut, at `most` at the latest: not inside a letter."""
    return piece_end(name.replace(" ", "_").replace("\t", "_"), 0, most) if 0 < most < len(name) else most


def _common_ending(names: Sequence[str]) -> str:
    """The words that all names end with, the blank before them included; empty for fewer than two names."""
    if len(names) < 2:
        return ""
    length = _alike([name[::-1] for name in names])
    ending = names[0][len(names[0]) - length :]
    blank = ending.find(" ")
    if blank < 0:
        return ""
    # A comma before what is left out says nothing.
    return ending if set(ending[:blank]) <= set(",;:/|") else ending[blank:]


def _alike(names: Sequence[str]) -> int:
    """How many letters all names begin with alike."""
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False)))
