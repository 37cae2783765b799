"""Families of samples, as Prometheus has them, and what can be wrong with them whatever the format.

Source: https://prometheus.io/docs/concepts/data_model/ and the README of github.com/prometheus/pushgateway.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from displayd.errors import DocumentError, Mistake

__all__ = [
    "Family",
    "FamilyKind",
    "Labels",
    "Sample",
    "check_label",
    "checked",
    "is_amount",
    "labelled",
    "number_in",
    "refused",
]

FamilyKind = Literal["counter", "gauge", "histogram", "summary", "untyped"]

Labels = tuple[tuple[str, str], ...]
"""Names and values, by name."""

MAX_SAMPLES = 10_000
MAX_LABELS = 40
MAX_NAME_LETTERS = 200
MAX_VALUE_LETTERS = 1000

# Others are allowed by Prometheus 3, in quotation marks: what is printable.
_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*|[^\x00-\x1f\x7f\"\\]+")

_PARTS: Mapping[str, tuple[str, ...]] = {
    "histogram": ("", "_bucket", "_sum", "_count"),
    "summary": ("", "_sum", "_count"),
}
"""What names of samples end with, beside the family's own; others are called as their family."""


def refused(reason: str, where: str = "body") -> DocumentError:
    """Why what was pushed is not taken."""
    return DocumentError("push", [Mistake(where, reason)])


class Sample(NamedTuple):
    """One number."""

    name: str
    labels: Labels
    value: float
    """May be NaN, or infinite: Prometheus knows both."""


class Family(Struct, kw_only=True):
    """Samples that belong together."""

    name: str
    kind: FamilyKind = "untyped"
    help: str = ""
    samples: list[Sample] = []

    def owns(self, name: str) -> bool:
        """Whether a sample called `name` belongs here."""
        return any(name == self.name + part for part in _PARTS.get(self.kind, ("",)))


def number_in(text: str) -> float:
    """The number that `text` is, as Go reads and writes it.

    Raises:
        ValueError: it is none.
    """
    if "_" in text or not text.isascii():
        raise ValueError(text)
    return float.fromhex(text) if text.lower().lstrip("+-").startswith("0x") else float(text)


def checked(families: Iterable[Family]) -> dict[str, Family]:
    """`families` by their names, each within limits.

    Raises:
        DocumentError: too many samples or labels, names that are none, or the same sample twice.
    """
    found: dict[str, Family] = {}
    count = 0
    for family in families:
        if family.name in found:
            raise refused(f"the metric `{family.name[:80]}` is there twice")
        found[family.name] = family
        seen = set()
        for sample in family.samples:
            _check_sample(sample)
            key = sample[:2]
            if key in seen:
                raise refused(f"`{sample.name[:80]}` is there twice with the same labels")
            seen.add(key)
        count += len(family.samples)
    if count > MAX_SAMPLES:
        raise refused(f"there are {count:,} samples; {MAX_SAMPLES:,} can be pushed at once")
    return found


def _check_sample(sample: Sample) -> None:
    check_name(sample.name)
    if len(sample.labels) > MAX_LABELS:
        raise refused(f"`{sample.name[:80]}` has more than {MAX_LABELS} labels")
    for name, value in sample.labels:
        check_label(name, value)
    if len({name for name, _ in sample.labels}) != len(sample.labels):
        raise refused(f"`{sample.name[:80]}` has a label twice")


def check_name(name: str) -> None:
    """Pass if a metric or label can be called so.

    Raises:
        DocumentError: it cannot.
    """
    if len(name) > MAX_NAME_LETTERS or not _NAME.fullmatch(name):
        raise refused(f"`{name[:80]}` is no name of a metric or label")


def check_label(name: str, value: str) -> None:
    """Pass if a label can be called so and have this value.

    Raises:
        DocumentError: it cannot.
    """
    check_name(name)
    if len(value) > MAX_VALUE_LETTERS:
        raise refused(f"the label `{name}` has more than {MAX_VALUE_LETTERS} letters")


def labelled(family: Family, labels: Mapping[str, str]) -> Family:
    """`family` with `labels` on every sample, instead of its own of the same names.

    Raises:
        DocumentError: samples that were told apart by such a label are the same now.
    """
    samples = [
        Sample(one.name, tuple(sorted({**dict(one.labels), **labels}.items())), one.value) for one in family.samples
    ]
    if len({sample[:2] for sample in samples}) != len(samples):
        raise refused(f"samples of `{family.name[:80]}` differ only in labels that the address sets anew")
    return Family(name=family.name, kind=family.kind, help=family.help, samples=samples)


def is_amount(value: float) -> bool:
    """Whether a screen can show `value`."""
    return math.isfinite(value) and abs(value) <= 1e18
