"""Paths into JSON, in JMESPath. Home of jmespath."""

from __future__ import annotations

import functools
from typing import Annotated, Any

from msgspec import Meta

from displayd.errors import SourceError

__all__ = ["JsonPath", "found_at", "path_fault"]

# Long enough for what people write; what a path does with large data grows with it.
JsonPath = Annotated[str, Meta(min_length=1, max_length=1000)]
"""An expression of JMESPath, such as `orders[?open].total | sum(@)`."""


def path_fault(path: str) -> str:
    """What is wrong with `path`; empty if nothing is."""
    try:
        _compiled(path)
    except SourceError as exc:
        return exc.message
    return ""


def found_at(path: str, data: Any) -> Any:
    """What of `data` is at `path`; None where there is nothing.

    Raises:
        SourceError: it cannot be looked up there.
    """
    compiled = _compiled(path)
    try:
        return compiled.search(data)
    except _library().exceptions.JMESPathError as exc:
        raise SourceError(f"`{path[:60]}`: {_line(exc)}") from exc
    except (RecursionError, TypeError, ValueError) as exc:
        raise SourceError(f"`{path[:60]}` does not suit the answer") from exc


@functools.lru_cache(maxsize=512)
def _compiled(path: str) -> Any:
    jmespath = _library()
    try:
        return jmespath.compile(path)
    except jmespath.exceptions.LexerError as exc:
        raise SourceError(
            f"this is no path: letter {exc.lex_position + 1}: `{exc.token_value}` cannot stand there"
        ) from exc
    except jmespath.exceptions.ParseError as exc:
        raise SourceError(f"this is no path: letter {exc.lex_position + 1}: {_line(exc.msg)}") from exc
    except (jmespath.exceptions.JMESPathError, RecursionError) as exc:
        raise SourceError(f"this is no path: {_line(exc)}") from exc


def _library() -> Any:
    try:
        import jmespath
    except ImportError as exc:
        raise SourceError("jmespath is missing", "install `displayd[hub]`, or python3-jmespath") from exc
    return jmespath


def _line(words: object) -> str:
    return " ".join(str(words).split())[:160]
