"""The head of a KPI's file: what the number is, as YAML in comment lines before the SELECT."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta, structs

from displayd.hub.metrics.definition import MetricEntry, MetricFields, MetricId
from displayd.validation.faults import Fault

__all__ = ["KpiHeader", "Parts", "Result", "entry_fields", "header_faults", "meant", "parts_of", "seconds_of"]

Result = Literal["scalar", "items", "series", "table"]

Duration = Annotated[
    str, Meta(pattern=r"^[0-9]{1,6} ?(s|m|h|d)$", extra={"words": "a duration is a number and `s`, `m`, `h` or `d`"})
]
"""For example `15m`."""

_Expiry = Annotated[
    Duration | Annotated[float, Meta(gt=0, le=31_536_000)] | None,
    Meta(description="Age at which a value no longer counts, for example `1h`, or in seconds."),
]

_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}

# A key of one word, a comment of YAML, or what continues the line before.
_OF_THE_HEADER = re.compile(r"--(\s*#.*|\s?[A-Za-z_]+:(\s.*)?|\s{2,}.*|\s*)$")


class KpiHeader(MetricFields, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a KPI's file says beside its SELECT: the fields of a metric, and how it is asked."""

    id: Annotated[MetricId, Meta(description="Id of the metric.")]

    result: Annotated[
        Result,
        Meta(
            description=(
                "What the SELECT gives. `scalar`: one row, `value` and perhaps `previous`, `target`, `as_of`. `items`: "
                "`label`, `value` and perhaps `previous`, `target`, `detail`, `level`, `weight`, `time`, and `whole`, "
                "what all of them make. `series`: `t`, `value`, and `series` where there are several. `table`: any "
                "columns."
            )
        ),
    ] = "scalar"

    refresh: Annotated[
        Duration | None, Meta(description="How often it is asked, for example `15m`: seconds, minutes, hours, days.")
    ] = None

    expire_after: _Expiry = None  # type: ignore[assignment]

    engine: Annotated[
        Annotated[str, Meta(max_length=60)] | None,
        Meta(description="A name in `engines` of hub.yaml; DuckDB beside the hub if left out."),
    ] = None

    widget: Annotated[
        Annotated[str, Meta(max_length=60)] | None, Meta(description="A widget that suits it; nothing depends on it.")
    ] = None


class Parts(NamedTuple):
    """The two parts of a KPI's file, with the lines of both as they are in it."""

    header: str
    """YAML; empty lines where the SELECT is."""
    select: str
    """SQL; empty lines where the header is."""


def parts_of(text: str) -> Parts:
    """The header and the SELECT of a file.

    The header is the comment lines at the top that are YAML; a sentence in a comment ends it.
    """
    lines = text.splitlines()
    count = 0
    has_key = False
    for line in lines:
        stripped = line.rstrip()
        if stripped and not (_OF_THE_HEADER.match(stripped) and (has_key or not re.match(r"--\s{2,}", stripped))):
            break
        has_key = has_key or bool(re.match(r"--\s?[A-Za-z_]+:", stripped))
        count += 1
    header = [re.sub(r"^--\s?", "", line) for line in lines[:count]]
    return Parts("\n".join(header), "\n".join([""] * count + lines[count:]))


def seconds_of(duration: str | float) -> float:
    """How long `duration` is."""
    if isinstance(duration, str):
        return float(duration[:-1]) * _UNIT_SECONDS[duration[-1]]
    return duration


_MEANT = {
    "thresholds": "write `amber: ...` and `red: ...`, a line each",
    "threshold": "write `amber: ...` and `red: ...`, a line each",
    "name": "write `title`, or `id` for the name of the file",
    "description": "write `about`",
    "definition": "write `about`",
    "type": "write `result`",
    "shape": "write `result`",
    "every": "write `refresh`",
    "interval": "write `refresh`",
    "sql": "it stands below the head",
}
"""What is meant by words that heads of others have."""


def meant(fault: Fault) -> Fault:
    """`fault` of a head with a hint, where it is of a field that others have by that name."""
    name = str(fault.path[0]) if len(fault.path) == 1 and fault.reason.startswith("unknown field") else ""
    return Fault(fault.path, fault.reason, _MEANT.get(name.lower(), fault.hint))


def header_faults(header: KpiHeader, name: str) -> list[Fault]:
    """What is wrong with `header` of the file `kpis/NAME.sql` beyond its types."""
    faults = []
    if header.id != name:
        faults.append(
            Fault(("id",), f"the id `{header.id}` is not the name of the file", f"call the file {header.id}.sql")
        )
    if header.refresh and not 1 <= seconds_of(header.refresh) <= 86_400:
        faults.append(Fault(("refresh",), "is no time between 1 s and 1 d", "for example `15m`"))
    return faults


def entry_fields(header: KpiHeader) -> dict[str, Any]:
    """The fields of a metric as `header` has them, without those that it leaves open."""
    own = {name: getattr(header, name) for name in MetricFields.__struct_fields__}
    if header.expire_after is not None:
        own["expire_after"] = seconds_of(header.expire_after)
    if header.refresh is not None:
        own["refresh_seconds"] = seconds_of(header.refresh)
    usual = {field.name: field.default for field in structs.fields(MetricEntry)}
    return {name: value for name, value in own.items() if value != usual.get(name)}
