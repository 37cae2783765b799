"""What is pushed as to a Prometheus Pushgateway: groups of families, consistent with each other, kept over restarts.

Source of what replaces what: the section "API" of the README of github.com/prometheus/pushgateway.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from displayd.errors import DocumentError
from displayd.hub.client_states import ClientStates
from displayd.hub.ingest.pushgateway.families import (
    Family,
    FamilyKind,
    Labels,
    Sample,
    labelled,
    number_in,
    refused,
)
from displayd.hub.ingest.pushgateway.reading import Found
from displayd.hub.ingest.pushgateway.text_format import number_text

__all__ = ["PushedGroups"]

logger = logging.getLogger(__name__)

KIND = "pushgateway"

MAX_GROUPS = 1000
MAX_SAMPLES = 100_000
"""In all groups."""

OWN_PREFIX = "displayd_"

PUSHED, FAILED = "push_time_seconds", "push_failure_time_seconds"
"""Metrics that every group has; pushed ones of these names are dropped."""

_HELP: Mapping[str, str] = {
    PUSHED: "Last Unix time when changing this group in the Pushgateway succeeded.",
    FAILED: "Last Unix time when changing this group in the Pushgateway failed.",
}

_Kept = list[tuple[str, list[tuple[str, str]], str]]
"""Samples as they are kept: NaN and infinity are no JSON."""


class _KeptFamily(Struct, frozen=True, omit_defaults=True):
    name: str
    kind: FamilyKind
    help: str
    at: float
    samples: _Kept
    before: _Kept = []
    before_at: float | None = None


class _KeptGroup(Struct, frozen=True):
    labels: list[tuple[str, str]]
    pushed_at: float
    failed_at: float
    families: list[_KeptFamily]


@dataclass(frozen=True)
class _Pushed:
    """A family in a group."""

    family: Family
    at: float
    before: Mapping[tuple[str, Labels], float] = field(default_factory=dict)
    """Values of counters in the push before."""
    before_at: float | None = None


@dataclass(frozen=True)
class _Group:
    labels: Labels
    pushed_at: float = 0.0
    failed_at: float = 0.0
    families: Mapping[str, _Pushed] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Of samples."""
        return sum(len(one.family.samples) for one in self.families.values())


class PushedGroups:
    """All groups. They belong to the event loop; `samples` and `kind_of` may be asked from any thread."""

    def __init__(self, states: ClientStates) -> None:
        """Args: states: where they are kept."""
        self._states = states
        self._known: dict[str, tuple[bytes, _Group]] = {}
        self.version = 0
        """Another number whenever something has changed."""

    def push(self, labels: Labels, families: Mapping[str, Family], unix_time: float, *, replaces_all: bool) -> None:
        """Take in what was pushed to the group `labels`: all of it or nothing.

        Args:
            replaces_all: True to have nothing else in the group; False to keep families of other names.

        Raises:
            DocumentError: it is not consistent with what is there, or there is too much.
        """
        groups = self._groups()
        name = _name_of(labels)
        before = groups.get(name, _Group(labels))
        try:
            own = {key: labelled(one, dict(labels)) for key, one in families.items() if key not in _HELP}
            kept = {} if replaces_all else {key: one for key, one in before.families.items() if key not in own}
            made = {key: _pushed(one, before.families.get(key), unix_time) for key, one in own.items()}
            group = _Group(labels, unix_time, before.failed_at, {**kept, **made})
            _check(group, {key: one for key, one in groups.items() if key != name}, own)
        except DocumentError:
            if name in groups:
                self._put(name, _Group(labels, before.pushed_at, unix_time, before.families))
            raise
        self._put(name, group)

    def remove(self, labels: Labels) -> None:
        """Forget a group; nothing happens if there is none."""
        name = _name_of(labels)
        if self._states.body(KIND, name) is not None:
            self._states.remove(KIND, name)
            self._known.pop(name, None)
            self.version += 1

    def families(self) -> list[Family]:
        """All families with the samples of all groups, as Prometheus scrapes them."""
        found: dict[str, Family] = {}
        for group in self._groups().values():
            own = {PUSHED: group.pushed_at, FAILED: group.failed_at}
            times = [Family(name=key, kind="gauge", samples=[Sample(key, group.labels, at)]) for key, at in own.items()]
            for one in [*(pushed.family for pushed in group.families.values()), *times]:
                text = one.help or _HELP.get(one.name, "")
                whole = found.setdefault(one.name, Family(name=one.name, kind=one.kind, help=text, samples=[]))
                whole.samples.extend(_with_instance(sample) for sample in one.samples)
        return [found[name] for name in sorted(found)]

    def samples(self, name: str) -> Sequence[Found]:
        """The samples called `name`, of all groups."""
        groups = list(self._groups().values())
        if name in _HELP:
            at = [(one, one.pushed_at if name == PUSHED else one.failed_at) for one in groups]
            return [Found(one.labels, value, "gauge", one.pushed_at, None, None) for one, value in at if value]
        return [found for group in groups for found in _found(group, name)]

    def kind_of(self, name: str) -> FamilyKind | None:
        """The type of the family `name`; None if there is none."""
        families = (one.families.get(name) for one in self._groups().values())
        return next((one.family.kind for one in families if one is not None), None)

    def _groups(self) -> dict[str, _Group]:
        """Every group by its name; those that are kept, too."""
        found = {}
        for name, body in list(self._states.bodies(KIND).items()):
            known = self._known.get(name)
            if known is None or known[0] is not body:
                try:
                    known = self._known[name] = (body, _group_of(body))
                except (msgspec.DecodeError, ValueError):
                    logger.exception("The pushed group %s cannot be read as it was kept, and counts as none", name)
                    known = self._known[name] = (body, _Group(()))
            found[name] = known[1]
        return found

    def _put(self, name: str, group: _Group) -> None:
        body = msgspec.json.encode(_kept(group))
        self._known[name] = (body, group)
        self._states.put(KIND, name, body)
        self.version += 1


def _name_of(labels: Labels) -> str:
    return msgspec.json.encode(dict(labels)).decode()


def _pushed(family: Family, before: _Pushed | None, unix_time: float) -> _Pushed:
    if before is None or family.kind == "gauge":
        return _Pushed(family, unix_time)
    values = {sample[:2]: sample.value for sample in before.family.samples}
    return _Pushed(family, unix_time, values, before.at)


def _check(group: _Group, others: Mapping[str, _Group], new: Mapping[str, Family]) -> None:
    """Pass if `group` can be beside `others`.

    Args:
        new: the families of it that were not there before.

    Raises:
        DocumentError: it cannot.
    """
    if len(others) >= MAX_GROUPS:
        raise refused(f"there are {MAX_GROUPS:,} groups already; delete those that nobody pushes any more")
    if group.count + sum(one.count for one in others.values()) > MAX_SAMPLES:
        raise refused(f"there would be more than {MAX_SAMPLES:,} samples in all groups")
    if own := next((name for name in new if name.startswith(OWN_PREFIX)), None):
        raise refused(f"`{own[:80]}` is called as the hub's own metrics are, which begin with `{OWN_PREFIX}`")
    for one in others.values():
        is_near = _can_have_same(group.labels, one.labels)
        for name, family in new.items():
            other = one.families.get(name)
            if other is None:
                continue
            if other.family.kind != family.kind:
                where = ", ".join(f"{label}={value}" for label, value in one.labels)
                kinds = f"of the type {family.kind} here, and of {other.family.kind} in the group"
                raise refused(f"`{name[:80]}` is {kinds} {where[:200]}")
            keys = {sample[:2] for sample in family.samples} if is_near else set()
            if not keys.isdisjoint(sample[:2] for sample in other.family.samples):
                raise refused(f"a sample of `{name[:80]}` with the same labels is in another group")


def _can_have_same(ours: Labels, theirs: Labels) -> bool:
    """Whether samples of two groups can have the same labels: not if the groups differ in a label that both have."""
    known = dict(theirs)
    return all(known.get(name, value) == value for name, value in ours)


def _found(group: _Group, name: str) -> Iterator[Found]:
    for base in dict.fromkeys((name, *(name.removesuffix(end) for end in ("_bucket", "_sum", "_count")))):
        pushed = group.families.get(base)
        if pushed is None or not pushed.family.owns(name):
            continue
        for one in pushed.family.samples:
            if one.name == name:
                before = pushed.before.get(one[:2])
                yield Found(one.labels, one.value, pushed.family.kind, pushed.at, before, pushed.before_at)


def _with_instance(sample: Sample) -> Sample:
    """`sample` with a label `instance`: without one, whoever scrapes it would put the hub's there."""
    if any(name == "instance" for name, _ in sample.labels):
        return sample
    return sample._replace(labels=tuple(sorted((*sample.labels, ("instance", "")))))


def _kept(group: _Group) -> _KeptGroup:
    families = [
        _KeptFamily(
            one.family.name,
            one.family.kind,
            one.family.help,
            one.at,
            [(sample.name, list(sample.labels), number_text(sample.value)) for sample in one.family.samples],
            [(name, list(labels), number_text(value)) for (name, labels), value in one.before.items()],
            one.before_at,
        )
        for one in group.families.values()
    ]
    return _KeptGroup(list(group.labels), group.pushed_at, group.failed_at, families)


def _group_of(body: bytes) -> _Group:
    kept = msgspec.json.decode(body, type=_KeptGroup)
    families = {}
    for one in kept.families:
        samples = [Sample(name, tuple(labels), number_in(value)) for name, labels, value in one.samples]
        before = {(name, tuple(labels)): number_in(value) for name, labels, value in one.before}
        family = Family(name=one.name, kind=one.kind, help=one.help, samples=samples)
        families[one.name] = _Pushed(family, one.at, before, one.before_at)
    return _Group(tuple(kept.labels), kept.pushed_at, kept.failed_at, families)
