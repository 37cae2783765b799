"""Leads, new customers, and who stays."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta

from tests.hub.kpis.golden.books import Books, Record, Table, answers, share

__all__: list[str] = []

STAGES = ["lead", "trial", "offer", "signed", "onboarded", "expanded"]
NAMES = ["Leads", "Trials", "Offers", "Signed", "Onboarded", "Expanded"]


def _reached(books: Books, first: int, last: int) -> list[int]:
    """How many leads reached each stage from `first` days ago, that day left out, to `last` days ago."""
    return [
        len(
            {
                one["lead_id"]
                for one in books["leads"]
                if one["stage"] == stage and books.days_ago(first) < one["entered_date"] <= books.days_ago(last)
            }
        )
        for stage in STAGES
    ]


@answers("label", "value", "previous")
def funnel(books: Books) -> Table:
    return [list(one) for one in zip(NAMES, _reached(books, 90, 0), _reached(books, 180, 90), strict=True)]


@answers("stage", "leads", "of_stage_before", "of_all")
def funnel_steps(books: Books) -> Table:
    now = _reached(books, 90, 0)
    before = [0, *now]
    return [[name, now[at], share(now[at], before[at]), share(now[at], now[0])] for at, name in enumerate(NAMES)]


@answers("value", "previous")
def acquisition_rate(books: Books) -> Table:
    now, before = _reached(books, 90, 0), _reached(books, 180, 90)
    return [[share(now[3], now[0]), share(before[3], before[0])]]


def _until_today(books: Books) -> list[Record]:
    return [one for one in books["leads"] if one["entered_date"] <= books.today]


def _ways(books: Books) -> dict[str, dict[str, date]]:
    """By lead: the first day of each stage that it reached."""
    ways: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for one in _until_today(books):
        way = ways[one["lead_id"]]
        way[one["stage"]] = min(one["entered_date"], way.get(one["stage"], one["entered_date"]))
    return ways


_BEFORE_THE_SALE = {"lead": 1, "trial": 2, "offer": 3}


def _facts(books: Books) -> dict[str, Record]:
    """By lead: what its latest stage says that says anything; of the amount, up to the signature where it can."""
    facts: defaultdict[str, Record] = defaultdict(lambda: dict.fromkeys(("name", "owner", "amount", "decision_date")))
    rows = sorted(
        _until_today(books), key=lambda one: (one["entered_date"], _BEFORE_THE_SALE.get(one["stage"], 4), one["stage"])
    )
    for name in ("name", "owner", "amount", "decision_date"):
        after = [one for one in rows if one["stage"] in ("onboarded", "expanded")]
        for one in (*after, *(row for row in rows if row not in after)) if name == "amount" else rows:
            if one[name] is not None:
                facts[one["lead_id"]][name] = one[name]
    return facts


@answers("value")
def win_rate(books: Books) -> Table:
    first, won, lost = books.days_ago(90), 0, 0
    for way in _ways(books).values():
        if "offer" in way:
            won += "signed" in way and way["signed"] > first
            lost += "signed" not in way and "lost" in way and way["lost"] > first
    return [[share(won, won + lost)]]


@answers("label", "value", "previous")
def booked_by_person(books: Books) -> Table:
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    facts = _facts(books)
    for lead, way in _ways(books).items():
        day = way.get("signed")
        if day is not None and day >= books.month(1):
            (now if day >= books.month() else before)[facts[lead]["owner"]] += facts[lead]["amount"] or 0
    return sorted(([who, now[who], before[who]] for who in {*now, *before}), key=lambda row: (-row[1], row[0]))


@answers("customer", "a_year", "stage")
def closing_next(books: Books) -> Table:
    facts = _facts(books)
    found = [
        (-facts[lead]["amount"], lead)
        for lead, way in _ways(books).items()
        if "offer" in way and not {"signed", "lost"} & set(way) and facts[lead]["decision_date"] >= books.today
    ]
    return [[facts[lead]["name"], -amount, "Offer"] for amount, lead in sorted(found)[:6]]


@answers("t", "value", "series")
def buying_cycle(books: Books) -> Table:
    signed = [way["signed"] for way in _ways(books).values() if "signed" in way]
    monday = books.today - timedelta(days=books.today.weekday())
    weeks = [monday - timedelta(weeks=back) for back in range(12, 0, -1)] if signed else []

    def in_week(start: date) -> int:
        return sum(1 for day in signed if start <= day < start + timedelta(days=7))

    year = timedelta(weeks=52)
    this = [[week, in_week(week), "this year"] for week in weeks]
    return this + [[week, in_week(week - year), "last year"] for week in weeks]


@answers("label", "value")
def customers_by_type(books: Books) -> Table:
    kinds = Counter(one["type"] for one in books["accounts"])
    return [
        ["Paying", len(books.customers())],
        ["Partners", kinds["partner"]],
        ["Prospects", kinds["prospect"]],
        ["Free tool", kinds["free"]],
    ]


def _starts(books: Books) -> list[date]:
    return [one["start_date"] for one in books["accounts"] if one["type"] == "customer"]


@answers("value", "previous")
def new_customers(books: Books) -> Table:
    ages = [(books.today - day).days for day in _starts(books)]
    return [[sum(1 for age in ages if 0 <= age < 30), sum(1 for age in ages if 30 <= age < 60)]]


@answers("t", "value")
def new_customers_by_month(books: Books) -> Table:
    months = Counter(day.replace(day=1) for day in _starts(books))
    return [[books.month(back), months[books.month(back)]] for back in range(12, 0, -1)] if months else []


@answers("label", "value")
def new_customers_by_week(books: Books) -> Table:
    monday = books.today - timedelta(days=books.today.weekday())
    weeks = Counter((day - monday).days // 7 for day in _starts(books) if day <= books.today)
    return [["now" if not week else str(week), weeks[week]] for week in range(-4, 1)]


def _since(books: Books, column: str) -> int:
    first = books.days_ago(90)
    dates = [one[column] for one in books["accounts"] if one["type"] == "customer" and one[column]]
    return sum(1 for day in dates if first < day <= books.today)


@answers("value")
def renewed_accounts(books: Books) -> Table:
    return [[_since(books, "renewed_date")]]


@answers("value")
def lost_accounts(books: Books) -> Table:
    return [[_since(books, "end_date")]]


@answers("value")
def retention(books: Books) -> Table:
    return [[_since(books, "renewed_date") - _since(books, "end_date")]]


@answers("start", "customers", "m0", "m1", "m2", "m3", "m4", "m5")
def cohort_retention(books: Books) -> Table:
    found: Table = []
    for back in range(5, 0, -1):
        month = books.month(back)
        cohort = [
            one for one in books["accounts"] if one["type"] == "customer" and one["start_date"].replace(day=1) == month
        ]
        shares: list[float | None] = [1.0]
        for later in range(1, 6):
            day = books.month(back - later)
            left = sum(1 for one in cohort if one["end_date"] and one["end_date"] <= day)
            shares.append(1 - left / len(cohort) if later <= back and cohort else None)
        if cohort:
            found.append([month.strftime("%b"), len(cohort), *shares])
    return found


_CHANNELS = {"email": "E-mail", "call": "Calls", "meeting": "Meetings"}
_CHANNELS |= {"community": "Forum", "social": "Social", "event": "Events"}


@answers("label", "value", "previous")
def interactions_by_channel(books: Books) -> Table:
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for one in books["engagements"]:
        if books.moment_ago(14) <= one["occurred_at"] <= books.now:
            (now if one["occurred_at"] >= books.moment_ago(7) else before)[one["channel"]] += 1
    ways = sorted({*now, *before}, key=lambda way: (-now[way], way))
    return [[_CHANNELS[way], now[way], before[way]] for way in ways]
