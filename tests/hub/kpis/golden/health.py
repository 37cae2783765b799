"""Health of accounts, and how each stands beside its peers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tests.hub.kpis.golden.books import Books, Record, Table, answers, mean, quantile
from tests.hub.kpis.golden.success import STAGES, WEIGHTS, adoption_of, due_to_renew, healths, parts_of

__all__: list[str] = []


@answers("value")
def health_score(books: Books) -> Table:
    return [[mean(healths(books).values())]]


@answers("label", "value", "weight", "whole")
def health_parts(books: Books) -> Table:
    parts = list(parts_of(books).values())
    whole = mean(healths(books).values())
    names = {"Adoption": "adoption", "Loyalty": "nps", "Satisfied": "csat", "Engagement": "engagement"}
    found: Table = []
    for label, name in names.items():
        known = mean(one[name] for one in parts if name in one)
        found.append([label, None if known is None else 100 * known, WEIGHTS[name], whole])
    return found


def _grouped(books: Books, *columns: str) -> dict[tuple[str, ...], list[float]]:
    """Health of the live accounts by what stands in `columns`; those with nothing in one of them are left out."""
    scores = healths(books)
    groups: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    for one in books.customers():
        if all(one[column] for column in columns):
            groups[tuple(one[column] for column in columns)].append(scores[one["account_id"]])
    return groups


def _stages(present: Iterable[str]) -> list[str]:
    found = set(present)
    return [stage for stage in STAGES if stage in found]


@answers("stage", "small", "mid_size", "corporate")
def health_by_segment(books: Books) -> Table:
    groups = _grouped(books, "lifecycle", "segment")
    return [
        [stage, *(mean(groups.get((stage, segment), [])) for segment in ("Small", "Mid-size", "Corporate"))]
        for stage in _stages(stage for stage, _ in groups)
    ]


@answers("label", "value")
def health_by_lifecycle(books: Books) -> Table:
    groups = _grouped(books, "lifecycle")
    return [[stage, mean(groups[(stage,)])] for stage in _stages(stage for (stage,) in groups)]


@answers("label", "value")
def health_by_csm(books: Books) -> Table:
    found = [[who, mean(scores)] for (who,), scores in _grouped(books, "csm").items()]
    return sorted(found, key=lambda row: (-row[1], row[0]))


def _ranked(books: Books) -> list[tuple[float, str]]:
    scores = healths(books)
    return [(scores[one["account_id"]], one["name"]) for one in books.customers()]


@answers("label", "value")
def health_worst(books: Books) -> Table:
    return [[name, score] for score, name in sorted(_ranked(books))[:5]]


@answers("label", "value")
def health_best(books: Books) -> Table:
    return [[name, score] for score, name in sorted(_ranked(books), key=lambda one: (-one[0], one[1]))[:5]]


@answers("label", "value", "time", "level")
def renewals_list(books: Books) -> Table:
    scores = healths(books)
    found: Table = []
    for one in sorted(due_to_renew(books), key=lambda row: (row["renewal_date"], row["name"]))[:8]:
        score = scores[one["account_id"]]
        level = "good" if score >= 75 else "amber" if score >= 50 else "red"
        found.append([one["name"], score, one["renewal_date"], level])
    return found


@answers("label", "value", "detail")
def expansion_opportunities(books: Books) -> Table:
    scores, used = healths(books), adoption_of(books)
    ready = [
        one for one in books.customers() if used.get(one["account_id"], 0) >= 0.9 and scores[one["account_id"]] >= 80
    ]
    ready.sort(key=lambda one: (-used[one["account_id"]], one["name"]))
    return [[one["name"], used[one["account_id"]], one["csm"] or "Nobody"] for one in ready[:8]]


@answers("segment", "lifecycle", "accounts", "median")
def benchmark_health(books: Books) -> Table:
    return [
        [*group, len(scores), quantile(scores, 0.5)]
        for group, scores in sorted(_grouped(books, "segment", "lifecycle").items())
    ]


def _peers(books: Books) -> dict[tuple[str, str], list[tuple[float, Record]]]:
    used = adoption_of(books)
    peers: defaultdict[tuple[str, str], list[tuple[float, Record]]] = defaultdict(list)
    for one in books.customers():
        if one["account_id"] in used and one["segment"] and one["lifecycle"]:
            peers[one["segment"], one["lifecycle"]].append((used[one["account_id"]], one))
    return peers


@answers("segment", "lifecycle", "accounts", "median")
def benchmark_adoption(books: Books) -> Table:
    return [
        [*group, len(accounts), quantile((part for part, _ in accounts), 0.5)]
        for group, accounts in sorted(_peers(books).items())
    ]


@answers("account", "in_use", "low_quarter", "gap")
def below_peers(books: Books) -> Table:
    found: Table = []
    for accounts in _peers(books).values():
        low = quantile((part for part, _ in accounts), 0.25)
        if len(accounts) < 4 or low is None:
            continue
        found += [[one["name"], part, low, part - low] for part, one in accounts if part < low]
    return sorted(found, key=lambda row: (round(row[3], 9), row[0]))[:6]
