"""What pushed samples say of one metric."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, ClassVar, Literal, NamedTuple, Protocol

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.ingest.pushgateway.families import FamilyKind, Labels, is_amount, number_in
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.metrics.reducers import REDUCERS

__all__ = ["NO_GROUPS", "Found", "Groups", "PushgatewayOrigin", "reading_of"]

MAX_ITEMS = 200

_SECONDS: Mapping[str, float] = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86_400.0}


class Found(NamedTuple):
    """One sample that was pushed."""

    labels: Labels
    value: float
    kind: FamilyKind
    at: float
    """Unix time of the push that brought it."""
    before: float | None
    """Its value in the push before that; None if there was none."""
    before_at: float | None


class Groups(Protocol):
    """All that was pushed. May be asked from any thread."""

    @property
    def version(self) -> int:
        """Another number whenever something has changed."""
        ...

    def samples(self, name: str) -> Sequence[Found]:
        """The samples called `name`, of all groups."""
        ...

    def kind_of(self, name: str) -> FamilyKind | None:
        """The type of the family `name`; None if there is none."""
        ...


class _None:
    version = 0

    def samples(self, name: str) -> Sequence[Found]:
        """None."""
        return ()

    def kind_of(self, name: str) -> FamilyKind | None:
        """There is none."""
        return None


NO_GROUPS: Groups = _None()
"""Where no hub runs, or nobody has pushed any."""


class PushgatewayOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Samples that are pushed as to a Prometheus Pushgateway, and what they become."""

    kind: ClassVar[str] = "pushgateway"

    metric: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=200,
            description="Name of the samples, as they are pushed; `push_time_seconds` is when a group was pushed last.",
            examples=["backup_bytes"],
        ),
    ]

    labels: Annotated[
        dict[str, str],
        Meta(max_length=40, description="Only samples with these labels, those of the group too: `{job: backup}`."),
    ] = {}

    reduce: Annotated[
        Literal["sum", "mean", "min", "max", "count"] | None,
        Meta(description="What several samples become: `sum`, `mean`, `min`, `max` or `count`."),
    ] = None

    by: Annotated[
        Annotated[str, Meta(max_length=200)] | None,
        Meta(description="A label whose values are the items of lists and bars."),
    ] = None

    rate: Annotated[
        Literal["second", "minute", "hour", "day"] | None,
        Meta(description="For counters: how much they have grown since the push before, per `second`, `minute` ..."),
    ] = None

    quantile: Annotated[
        Annotated[float, Meta(ge=0, le=1)] | None,
        Meta(description="For histograms and summaries: the value that this share of the observations is below."),
    ] = None


def reading_of(groups: Groups, origin: PushgatewayOrigin) -> Reading:
    """What `groups` say by `origin`.

    Raises:
        SourceError: there are no such samples, or more than one and nobody says what becomes of them.
    """
    name = origin.metric
    kind = groups.kind_of(name)
    is_buckets = kind == "histogram"
    if kind in ("histogram", "summary") and origin.quantile is None and "quantile" not in origin.labels:
        raise SourceError(f"`{name}` is a {kind}: say which `quantile`, or name `{name}_sum` or `{name}_count`"[:180])
    found = _matching(groups.samples(f"{name}_bucket" if is_buckets else name), origin, is_summary=kind == "summary")
    if not found:
        labels = " with the labels of metrics.yaml" if origin.labels else ""
        raise SourceError(f"nobody has pushed `{name[:100]}`{labels}", kind="nothing")
    reduced = _quantile(origin.quantile or 0.0) if is_buckets else _reducer(origin)
    if origin.by is None and origin.reduce is None and not is_buckets and len(found) > 1:
        raise SourceError(f"{len(found)} samples of `{name[:80]}` match: add `labels`, `reduce` or `by`")
    items = None if origin.by is None else _items(found, origin.by, reduced)
    value = reduced(found) if items is None or origin.reduce is not None or is_buckets else None
    # Of several, the oldest: a group that is pushed no longer must not hide behind the others.
    return Reading(value=value, as_of=min(one.at for one in found), items=items)


def _matching(samples: Sequence[Found], origin: PushgatewayOrigin, *, is_summary: bool) -> list[Found]:
    wanted = origin.labels.items()
    found = [one for one in samples if wanted <= dict(one.labels).items()]
    if is_summary and origin.quantile is not None:
        found = [one for one in found if _is_number(dict(one.labels).get("quantile", ""), origin.quantile)]
    if origin.rate is None:
        return found
    grown = [_grown(one, _SECONDS[origin.rate]) for one in found]
    rates = [one for one in grown if one is not None]
    if found and not rates:
        raise SourceError("a rate needs a second push")
    return rates


def _grown(one: Found, per_seconds: float) -> Found | None:
    """`one` with its growth a second, minute ... instead of its value; None without a push before."""
    if one.before is None or one.before_at is None or one.at <= one.before_at:
        return None
    # A counter that is smaller than before has begun anew.
    growth = one.value - one.before if one.value >= one.before else one.value
    return one._replace(value=growth / (one.at - one.before_at) * per_seconds)


def _is_number(text: str, number: float) -> bool:
    try:
        return math.isclose(number_in(text), number, rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return False


_Reducer = Callable[[Sequence[Found]], float | None]


def _reducer(origin: PushgatewayOrigin) -> _Reducer:
    how = origin.reduce or "sum"
    reduce = len if how == "count" else REDUCERS[how]

    def reduced(found: Sequence[Found]) -> float | None:
        values = [one.value for one in found if is_amount(one.value)]
        value = reduce(values) if values else None
        return float(value) if value is not None and is_amount(value) else None

    return reduced


def _quantile(share: float) -> _Reducer:
    """The quantile of histograms taken together, as Prometheus' `histogram_quantile` has it."""

    def reduced(found: Sequence[Found]) -> float | None:
        counts: dict[float, float] = {}
        for one in found:
            try:
                bound = number_in(dict(one.labels).get("le", ""))
            except ValueError:
                continue
            counts[bound] = counts.get(bound, 0.0) + one.value
        bounds = sorted(bound for bound in counts if not math.isnan(bound))
        if not bounds or bounds[-1] != math.inf or not is_amount(counts[math.inf]) or counts[math.inf] <= 0:
            return None
        rank = share * counts[math.inf]
        at = next((number for number, bound in enumerate(bounds) if counts[bound] >= rank), len(bounds) - 1)
        if at == len(bounds) - 1:
            return bounds[-2] if len(bounds) > 1 and is_amount(bounds[-2]) else None
        low, below = (bounds[at - 1], counts[bounds[at - 1]]) if at else (min(0.0, bounds[0]), 0.0)
        inside = counts[bounds[at]] - below
        value = bounds[at] if inside <= 0 else low + (bounds[at] - low) * (rank - below) / inside
        return value if is_amount(value) else None

    return reduced


def _items(found: Sequence[Found], by: str, reduced: _Reducer) -> list[Item]:
    by_value: dict[str, list[Found]] = {}
    for one in found:
        by_value.setdefault(dict(one.labels).get(by, ""), []).append(one)
    return [Item(label=label[:200], value=reduced(same)) for label, same in list(by_value.items())[:MAX_ITEMS]]
