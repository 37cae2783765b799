"""What a Prometheus server answers, as numbers: its JSON, its errors in plain words."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw, Struct

from displayd.errors import SourceError

__all__ = ["Sample", "Series", "instant_of", "number_of", "series_of", "warnings_of"]

MAX_LETTERS = 150

_POSITION = re.compile(r"(?:invalid parameter \"query\": )?(?:(\d+):(\d+): )?(?:parse error: )?(.*)", re.DOTALL)


class _Envelope(Struct):
    status: str
    data: Raw = Raw(b"null")
    errorType: str = ""  # noqa: N815 - as it is written there
    error: str = ""
    warnings: list[str] = []


class _Result(Struct):
    resultType: str  # noqa: N815
    result: Raw


class _One(Struct):
    metric: dict[str, str] = {}
    value: tuple[float, str] | None = None
    """None for a histogram, which is no number."""
    values: list[tuple[float, str]] = []


class Sample(NamedTuple):
    """The value of one series at a moment."""

    labels: Mapping[str, str]
    value: float | None
    """None for NaN and the infinities: nothing that can be shown."""
    text: str
    evaluated_at: float
    """Unix time by the server's clock."""


class Series(NamedTuple):
    """The values of one series over time."""

    labels: Mapping[str, str]
    values: Mapping[float, float | None]
    """By unix time."""


class Instant(NamedTuple):
    """An answer for one moment."""

    kind: str
    """`vector`, `scalar` or `string`."""
    samples: list[Sample]


def number_of(text: str) -> float | None:
    """The number that `text` is; None for NaN, the infinities and what no tile can show."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= 1e18 else None


def instant_of(body: bytes) -> Instant:
    """The answer to a query for one moment.

    Raises:
        SourceError: it is none, or the server does not answer the query; in plain words.
    """
    result = _result(body)
    try:
        if result.resultType in ("scalar", "string"):
            at, text = msgspec.json.decode(result.result, type=tuple[float, str])
            return Instant(result.resultType, [Sample({}, number_of(text), text, at)])
        if result.resultType == "vector":
            found = msgspec.json.decode(result.result, type=list[_One])
            samples = [
                Sample(one.metric, number_of(one.value[1]), one.value[1], one.value[0])
                for one in found
                if one.value is not None
            ]
            return Instant("vector", samples)
    except msgspec.DecodeError as exc:
        raise SourceError("its answer is not that of Prometheus") from exc
    hint = "leave the `[...]` at its end away, or wrap it in a function such as `rate`"
    raise SourceError(f"the query gives a {result.resultType}, and a tile shows numbers", hint)


def series_of(body: bytes) -> list[Series]:
    """The answer to a query over time.

    Raises:
        SourceError: as of `instant_of`.
    """
    result = _result(body)
    if result.resultType != "matrix":
        raise SourceError(f"the query gives a {result.resultType} over time")
    try:
        found = msgspec.json.decode(result.result, type=list[_One])
    except msgspec.DecodeError as exc:
        raise SourceError("its answer is not that of Prometheus") from exc
    return [Series(one.metric, {at: number_of(text) for at, text in one.values}) for one in found]


def warnings_of(body: bytes) -> list[str]:
    """What the server warns of."""
    return [_line(text) for text in _envelope(body).warnings[:5]]


def _envelope(body: bytes) -> _Envelope:
    try:
        return msgspec.json.decode(body, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise SourceError(
            "its answer is not that of Prometheus", "`url` is that of the server, without a path"
        ) from exc


def _result(body: bytes) -> _Result:
    envelope = _envelope(body)
    if envelope.status != "success":
        raise SourceError(_refusal(envelope))
    try:
        return msgspec.json.decode(envelope.data, type=_Result)
    except msgspec.DecodeError as exc:
        raise SourceError("its answer is not that of Prometheus") from exc


def _refusal(envelope: _Envelope) -> str:
    """Why the server does not answer."""
    match envelope.errorType:
        case "bad_data":
            line, letter, what = _parts(envelope.error)
            where = f" at letter {letter}" if letter else ""
            where = f" in line {line}{where}" if line not in ("", "1") else where
            return f"does not understand the query{where}: {what}"
        case "timeout" | "canceled":
            return "the query takes too long for it"
        case "execution":
            return f"cannot answer the query: {_line(envelope.error)}"
        case "unavailable":
            return f"is not ready: {_line(envelope.error)}"
        case kind:
            return f"cannot answer ({_line(kind) or 'no reason given'}): {_line(envelope.error)}"


def _parts(error: str) -> tuple[str, str, str]:
    """Line, letter and the rest of what the parser says; empty where it does not say it."""
    match = _POSITION.fullmatch(error)
    if match is None:
        return "", "", _line(error)
    return match[1] or "", match[2] or "", _line(match[3])


def _line(text: Any) -> str:
    """`text` of somebody else as one short line."""
    plain = "".join(letter if letter.isprintable() else " " for letter in str(text))
    words = " ".join(plain.split())
    return words if len(words) <= MAX_LETTERS else f"{words[: MAX_LETTERS - 3]}..."
