"""Words of a trade that most of an office cannot read on a wall, and what to say instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from displayd.tools.wall_finding import WallFinding
from displayd.validation.yaml_source import Path, YamlText

__all__ = ["TRADE_WORDS", "trade_findings", "trade_words_in", "unexplained_in"]

TRADE_WORDS: Mapping[str, str] = {
    "σ": "usual swings",
    "pp": "points",
    "p50": "the middle one",
    "p90": "slower than 9 in 10",
    "p95": "slower than 19 in 20",
    "p99": "slower than 99 in 100",
    "AHT": "time per conversation",
    "ACV": "yearly value of a contract",
    "AOV": "value of an order",
    "ARPA": "revenue per customer",
    "ARPU": "revenue per user",
    "ARR": "revenue a year",
    "CAC": "cost to win a customer",
    "CES": "effort of customers",
    "CLV": "lifetime value",
    "CSAT": "satisfied customers",
    "CTR": "clicks per view",
    "DAU": "users a day",
    "DSO": "days until we are paid",
    "FCR": "solved at first contact",
    "FRT": "time to first reply",
    "FTE": "full-time people",
    "GMV": "value of all orders",
    "GRR": "revenue kept",
    "LTV": "lifetime value",
    "MAU": "users a month",
    "MQL": "leads of marketing",
    "MRR": "revenue a month",
    "MTBF": "time between failures",
    "MTTA": "time until somebody looks",
    "MTTR": "time to repair",
    "NPS": "would recommend us",
    "NRR": "revenue kept and grown",
    "OEE": "use of the machines",
    "QBR": "quarterly review",
    "ROAS": "sales per cost of advertising",
    "SLA": "in time",
    "SLO": "what we promise",
    "SQL": "leads of sales",
    "TTR": "time to solve",
    "WAU": "users a week",
    "WIP": "in progress",
}
"""Each with a plain form that is as short."""

_WORD = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in TRADE_WORDS))


def trade_words_in(text: str) -> list[str]:
    """The trade words in `text`, each once, in their order; capitals count."""
    return list(dict.fromkeys(_WORD.findall(text)))


def unexplained_in(text: str) -> list[str]:
    """Those of `trade_words_in` that do not stand in brackets behind plain words: `Revenue a month (MRR)`."""
    return [word for word in trade_words_in(text) if not re.search(rf"\w[^()]* \({re.escape(word)}\)", text)]


# Fields whose words stand on the glass at all times; a definition comes when somebody wonders.
_SHOWN = ("title", "label", "name", "previous_label", "now_label")


def trade_findings(text: YamlText) -> Iterator[WallFinding]:
    """A note for each trade word in the titles, labels and names of a file."""
    for path, field, words in _texts(text.data, ()):
        for word in unexplained_in(words) if field in _SHOWN else ():
            reason = f"most of an office cannot read `{word}` in `{words[:60]}`"
            hint = f"for example `{TRADE_WORDS[word]}`, and `({word})` behind the plain words in the definition"
            yield WallFinding("note", text.where(path), reason, hint)


def _texts(data: object, path: Path) -> Iterator[tuple[Path, str, str]]:
    """Place, field and words of each text in `data`."""
    if isinstance(data, Mapping):
        for name, value in data.items():
            if isinstance(value, str):
                yield (*path, str(name)), str(name), value
            else:
                yield from _texts(value, (*path, str(name)))
    elif isinstance(data, list):
        for index, one in enumerate(data):
            yield from _texts(one, (*path, index))
