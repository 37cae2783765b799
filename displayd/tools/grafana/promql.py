"""As much of PromQL as it takes to say whether an expression gives one series, and by which labels it gives many."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["apart", "is_asked_by_name", "is_single", "labels_of", "united"]

# These take many series and give one, unless they are told by what to keep them apart.
_AGGREGATIONS = ("sum", "avg", "min", "max", "count", "stddev", "stdvar", "group", "quantile")

# One value whatever is inside.
_SCALARS = ("scalar", "vector", "time", "absent", "absent_over_time", "pi")

# As many as what is inside has.
_POINTWISE = frozenset((
    "abs", "ceil", "floor", "round", "sqrt", "exp", "ln", "log2", "log10", "sgn", "clamp", "clamp_min", "clamp_max",
    "sort", "sort_desc", "timestamp", "rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear",
    "resets", "changes", "avg_over_time", "min_over_time", "max_over_time", "sum_over_time", "count_over_time",
    "last_over_time", "quantile_over_time", "stddev_over_time", "holt_winters", "double_exponential_smoothing",
    "label_replace", "label_join", "histogram_quantile", "day_of_week", "hour",
))  # fmt: skip

_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`[^`]*`")
_OPERATOR = re.compile(
    r"\s*(==|!=|>=|<=|[-+*/%^><]|\b(?:and|or|unless|atan2)\b)(?:\s*bool\b)?"
    r"(?:\s*\b(?:on|ignoring)\s*\([^)]*\))?(?:\s*\bgroup_(?:left|right)\b(?:\s*\([^)]*\))?)?\s*"
)
_CALL = re.compile(r"(?P<name>[a-z_][a-z0-9_]*)\s*(?P<by>\b(?:by|without)\s*\([^)]*\))?\s*\(", re.IGNORECASE)
_BY = re.compile(r"\s*\b(by|without)\s*\(([^)]*)\)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.\d+|inf|nan)", re.IGNORECASE)


def is_single(expression: str) -> bool:
    """True where `expression` gives one series at most, whatever there is; False where that depends on it."""
    return _is_single(_bare(expression))


def is_asked_by_name(label: str, expression: str) -> bool:
    """True where series are asked for by one value of `label`."""
    return bool(re.search(rf"\b{re.escape(label)}\s*=\s*[\"']", expression))


def labels_of(expression: str) -> list[str]:
    """The labels that the outermost aggregation keeps series apart by; none where it does not say."""
    return [label for label in _labels(_bare(expression)) if label != "le"]


def apart(legends: Sequence[str], expressions: Sequence[str], letters: Sequence[str]) -> list[str]:
    """`legends`, each with what tells its query from those of the same legend: words of the metric, or its letter.

    Series of the same name and labels are one to `or`, and the second would be lost.

    Args:
        letters: what Grafana calls the queries.
    """
    found = list(legends)
    for legend in {one for one in legends if legends.count(one) > 1}:
        places = [place for place, one in enumerate(legends) if one == legend]
        told = _own_words([expressions[place] for place in places]) or [letters[place] for place in places]
        for place, words in zip(places, told, strict=True):
            found[place] = f"{legend} · {words}"
    # Two queries without a letter, or two of the same.
    return [one if found.index(one) == place else f"{one} ({place + 1})" for place, one in enumerate(found)]


def _own_words(expressions: Sequence[str]) -> list[str]:
    """For each expression the words of its first metric that not all have; none where one would have none."""
    names = [re.search(r"[a-zA-Z_:][\w:]*(?=\s*[{\[])", expression) for expression in expressions]
    words = [re.split(r"[_:]+", name[0]) if name else [] for name in names]
    common = set(words[0]).intersection(*words[1:])
    own = [" ".join(word for word in some if word not in common) for some in words]
    return own if all(own) and len(set(own)) == len(own) else []


def united(queries: Sequence[tuple[str, str]]) -> str:
    """One expression that gives the series of several, told apart by the label `series`.

    Args:
        queries: expressions, each with what its series are called: text with `{{label}}` in it.
    """
    return "\nor ".join(_called(expression, legend) for expression, legend in queries)


def _called(expression: str, legend: str) -> str:
    """`expression` with the label `series`, which says what each of its series is called."""
    expression = expression.strip()
    if _NUMBER.fullmatch(expression) or re.match(r"(scalar|time|pi)\s*\(", expression):
        expression = f"vector({expression})"
    # A comment would swallow what comes behind it.
    end = "\n" if "#" in expression.rpartition("\n")[2] else ""
    text, *rest = re.split(r"\{\{\s*([a-zA-Z_]\w*)\s*\}\}", legend)
    labels, texts = rest[::2], rest[1::2]
    if len(labels) > 1:
        joined = "".join(f", {_quoted(label)}" for label in labels)
        expression, end = f'label_join({expression}{end}, "series", {_quoted(texts[0])}{joined})', ""
    source = "series" if len(labels) > 1 else labels[0] if labels else ""
    words = f"{text.replace('$', '$$')}$1{texts[-1].replace('$', '$$')}" if labels else text.replace("$", "$$")
    pattern = "(.*)" if labels else ""
    return f'label_replace({expression}{end}, "series", {_quoted(words)}, {_quoted(source)}, {_quoted(pattern)})'


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _bare(expression: str) -> str:
    """`expression` without comments, and with nothing in its texts and selectors that could be taken for more."""
    without = _TEXT.sub('""', expression)
    return re.sub(r"\{[^{}]*\}", "{}", re.sub(r"#[^\n]*", "", without)).strip()


def _is_single(expression: str) -> bool:
    expression = _unwrapped(expression)
    operands = list(_operands(expression))
    if len(operands) > 1:
        return all(_is_single(operand) for operand in operands)
    if _NUMBER.fullmatch(expression):
        return True
    if expression[:1] in "+-":
        return len(expression) > 1 and _is_single(expression[1:])
    match = _CALL.match(expression)
    end = _closing(expression, match.end() - 1) if match else -1
    if match is None or end < 0:
        return False
    name, after = match["name"].lower(), expression[end + 1 :].strip()
    arguments = list(_split(expression[match.end() : end]))
    if name in _AGGREGATIONS:
        return not match["by"] and (not after or after.startswith("["))
    if after and not after.startswith(("[", "offset", "@")):
        return False
    if name in _SCALARS:
        return True
    if name == "histogram_quantile" and len(arguments) == 2:
        return _is_single(re.sub(r"\bby\s*\(\s*le\s*\)", "", arguments[1]))
    return name in _POINTWISE and bool(arguments) and all(_is_single(one) for one in arguments if one != '""')


def _labels(expression: str) -> list[str]:
    expression = _unwrapped(expression)
    operands = list(_operands(expression))
    if len(operands) > 1:
        return next((labels for operand in operands if (labels := _labels(operand))), [])
    match = _CALL.match(expression.lstrip("+- "))
    expression = expression.lstrip("+- ")
    end = _closing(expression, match.end() - 1) if match else -1
    if match is None or end < 0:
        return []
    if match["name"].lower() in _AGGREGATIONS:
        told = _BY.match(match["by"] or expression[end + 1 :])
        is_by = told is not None and told[1].lower() == "by"
        return [label.strip() for label in told[2].split(",") if label.strip()] if told is not None and is_by else []
    inside = _split(expression[match.end() : end])
    return next((labels for argument in inside if (labels := _labels(argument))), [])


def _unwrapped(expression: str) -> str:
    expression = expression.strip()
    while expression.startswith("(") and _closing(expression, 0) == len(expression) - 1:
        expression = expression[1:-1].strip()
    return expression


def _closing(expression: str, start: int) -> int:
    """Where the bracket at `start` is closed; -1 for nowhere."""
    depth = 0
    for place in range(start, len(expression)):
        depth += (expression[place] in "([") - (expression[place] in ")]")
        if depth == 0:
            return place
    return -1


def _operands(expression: str) -> Iterator[str]:
    """What stands between the outermost operators."""
    start = place = depth = 0
    while place < len(expression):
        depth += (expression[place] in "([") - (expression[place] in ")]")
        match = _OPERATOR.match(expression, place) if depth == 0 and place > start else None
        is_word_torn = match and match[1].isalpha() and expression[place - 1 : place].isalnum()
        if match and not is_word_torn and expression[start:place].strip():
            yield expression[start:place].strip()
            start = place = match.end()
        else:
            place += 1
    yield expression[start:].strip()


def _split(arguments: str) -> Iterator[str]:
    start = depth = 0
    for place, letter in enumerate(arguments):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            yield arguments[start:place].strip()
            start = place + 1
    if arguments[start:].strip():
        yield arguments[start:].strip()
