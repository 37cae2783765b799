"""Importing a library without the parts of it that we never use."""

from __future__ import annotations

import contextlib
import sys
import warnings
from collections.abc import Iterator

__all__ = ["blocked_imports"]


@contextlib.contextmanager
def blocked_imports(*names: str) -> Iterator[None]:
    """While it lasts, importing the modules `names` fails, and what does without them is not warned about.

    Modules that are there already stay.

    Source: Python's reference, "The import system": an entry of None in `sys.modules` makes an import fail.
    """
    left_out = [name for name in names if name not in sys.modules]
    for name in left_out:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name in left_out:
            del sys.modules[name]
