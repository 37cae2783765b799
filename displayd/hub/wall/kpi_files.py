"""`kpis/` and `sources/` of a wall, and the KPIs that come along: what each is, and all that is wrong with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import structs

from displayd.errors import ConfigError, Mistake
from displayd.hub.engine_settings import EMBEDDED, dialect_of, engine_named
from displayd.hub.kpis.compiling import NEEDS_SQL, SqlMistakesError, compiled, has_sql, result_mistakes, view_mistakes
from displayd.hub.kpis.header import KpiHeader, entry_fields, header_faults, meant, parts_of
from displayd.hub.kpis.query import Query, SqlFile, View, Views
from displayd.hub.metrics.definition import MetricEntry, definition_faults, threshold_faults
from displayd.hub.metrics.origin import Push
from displayd.hub.settings import HubSettings
from displayd.hub.wall.texts import WallTexts
from displayd.validation.encoding import utf8_text
from displayd.validation.faults import Fault, check, suggestion

__all__ = ["Kpi", "KpiFiles", "in_place_faults", "query_mistakes"]

DIALECTS = (
    "bigquery",
    "clickhouse",
    "databricks",
    "mysql",
    "oracle",
    "postgres",
    "redshift",
    "snowflake",
    "sqlite",
    "trino",
    "tsql",
)
"""What an override file can be called by."""

_SHIPPED = "displayd/layouts/kpis/"

# Dates make no difference to whether a SELECT can be written.
_SOME_DAY = datetime.datetime(2026, 1, 1)  # noqa: DTZ001 - the clock of a wall has no zone


class Kpi(NamedTuple):
    """One KPI as its files say it."""

    fields: Mapping[str, Any]
    """Of its metric, those that the header does not leave open."""
    query: Query

    def entry(self) -> MetricEntry:
        """The metric that it is by itself."""
        return MetricEntry(**self.fields, origin=self.query)

    def completing(self, entry: MetricEntry) -> MetricEntry:
        """`entry`, which names this KPI, with what it leaves open."""
        usual = {one.name: one.default for one in structs.fields(MetricEntry)}
        fields = {name: value for name, value in self.fields.items() if getattr(entry, name) == usual[name]}
        return structs.replace(entry, **fields, origin=self.query)


class KpiFiles:
    """All of them. What comes with displayd is looked at when it is named, and not before."""

    def __init__(self, texts: WallTexts) -> None:
        """Read them; the mistakes of the wall's own files go to `texts`."""
        self._texts = texts
        shipped = _shipped(texts.files.shipped_sql)
        views = [one for one in shipped if one.path.startswith(f"{_SHIPPED}views/")]
        self._shipped = _paired(texts, [one for one in shipped if one not in views])
        self._read: dict[str, Kpi | None] = {}
        self.views: Views = {**_views(texts, views), **_views(texts, _files(texts, "sources"))}
        own = {name: _kpi(texts, *pair) for name, pair in _paired(texts, _files(texts, "kpis")).items()}
        self.own: dict[str, Kpi] = {name: kpi for name, kpi in own.items() if kpi is not None}
        """Of the wall's `kpis/`, by name."""
        self._broken = own.keys() - self.own.keys()

    def names(self) -> list[str]:
        """Of the wall's own KPIs, and of those that come along."""
        return sorted({*self.own, *self._shipped})

    def kpi(self, name: str) -> Kpi | None:
        """The KPI `name`; the wall's own goes first."""
        if name in self.own or name not in self._shipped:
            return self.own.get(name)
        if name not in self._read:
            self._read[name] = _kpi(self._texts, *self._shipped[name])
        return self._read[name]

    def named(self, entry: MetricEntry) -> tuple[MetricEntry, list[Fault]]:
        """`entry` with the KPI that it names, and what is wrong with that name."""
        query = entry.origin
        if not isinstance(query, Query) or query.file is not None:
            return entry, []
        kpi = self.kpi(query.name)
        if kpi is not None:
            return kpi.completing(entry), []
        # Without a source: that of a KPI with mistakes is not known.
        entry = structs.replace(entry, origin=Push())
        if query.name in self._broken:
            return entry, []
        return entry, [Fault(("kpi",), f"there is no KPI `{query.name}`", suggestion(query.name, self.names()))]


class _File(NamedTuple):
    """A file of SQL by its name."""

    name: str
    dialect: str
    """Empty for the one that all others stand in for."""
    path: str
    text: str


def query_mistakes(
    files: KpiFiles, queries: Iterable[Query], settings: HubSettings, *, with_views: bool = True
) -> list[Mistake]:
    """What is wrong with `queries`, which have files, and with the wall's own views."""
    queries = list(queries)
    own = [view for view in files.views.values() if with_views and not view.file.path.startswith(_SHIPPED)]
    if not queries and not own:
        return []
    if not has_sql():
        first = next(query.file for query in queries) if queries else own[0].file
        assert first is not None
        return [Mistake(first.path, *NEEDS_SQL)]
    mistakes = [mistake for view in own for mistake in view_mistakes(view)]
    for query in queries:
        mistakes += _mistakes_of(files, query, settings)
    return list(dict.fromkeys(mistakes))


def in_place_faults(entry: MetricEntry, files: KpiFiles, settings: HubSettings) -> Iterator[Fault]:
    """What is wrong with the SQL that stands in `entry` itself, paths from the entry."""
    query = entry.origin
    if not isinstance(query, Query) or query.file is None or query.name:
        return
    for mistake in query_mistakes(files, [query], settings, with_views=False):
        path, _, place = mistake.where.partition(":")
        if path != query.file.path:
            continue  # a view's own, which is said of its file
        line, _, column = place.partition(":")
        of = f"line {line}, column {column}: " if column else ""
        yield Fault(("sql",), of + mistake.reason, mistake.hint)


def _mistakes_of(files: KpiFiles, query: Query, settings: HubSettings) -> Iterator[Mistake]:
    assert query.file is not None
    if found := result_mistakes(query):
        yield from found
        return
    engine = engine_named(query.engine, settings.engines)
    if engine is None:
        known = sorted({EMBEDDED, *settings.engines})
        yield Mistake(query.file.path, f"hub.yaml has no engine `{query.engine}`", suggestion(query.engine, known))
        return
    try:
        compiled(
            query,
            files.views,
            dialect_of(engine),
            _SOME_DAY,
            engine.rows,
            is_embedded=engine.url is None,
            has_folder=settings.data_folder is not None,
        )
    except SqlMistakesError as exc:
        yield from exc.mistakes


def _files(texts: WallTexts, folder: str) -> list[_File]:
    """The wall's own files in `folder`."""
    found = []
    for path, data in texts.files.own.items():
        if not path.startswith(f"{folder}/"):
            continue
        name, _, ending = path.removeprefix(f"{folder}/").partition(".")
        dialect = ending.removesuffix("sql").rstrip(".") if ending.endswith("sql") else ending
        if not path.endswith(".sql"):
            texts.mistakes.append(Mistake(path, "is not read", f"call it {name}.sql"))
        elif not re.fullmatch(r"[a-z0-9][a-z0-9_.-]*" if folder == "kpis" else r"[a-z_][a-z0-9_]*", name):
            texts.mistakes.append(Mistake(path, "the name has other letters than a to z, digits and `_`", "rename it"))
        elif dialect and dialect not in DIALECTS:
            hint = suggestion(dialect, DIALECTS)
            texts.mistakes.append(Mistake(path, f"`{dialect}` is no dialect of SQL", hint))
        elif (text := _text(texts, path, data)) is not None:
            found.append(_File(name, dialect, path, text))
    return found


def _shipped(files: Mapping[str, bytes]) -> list[_File]:
    found = []
    for path, data in files.items():
        name, _, ending = path.rpartition("/")[2].partition(".")
        found.append(_File(name, ending.removesuffix("sql").rstrip("."), _SHIPPED + path, data.decode("utf-8")))
    return found


def _text(texts: WallTexts, path: str, data: bytes) -> str | None:
    try:
        return utf8_text(path, data)
    except ConfigError as exc:
        texts.mistakes += exc.mistakes
        return None


def _views(texts: WallTexts, files: list[_File]) -> dict[str, View]:
    return {
        name: View(name, SqlFile(one.path, one.text), overrides)
        for name, (one, overrides) in _paired(texts, files).items()
    }


def _paired(texts: WallTexts, files: list[_File]) -> dict[str, tuple[_File, dict[str, SqlFile]]]:
    """Each file with those that stand in for it, by name."""
    bases = {one.name: one for one in files if not one.dialect}
    overrides: dict[str, dict[str, SqlFile]] = {}
    for one in files:
        if one.dialect:
            overrides.setdefault(one.name, {})[one.dialect] = SqlFile(one.path, parts_of(one.text).select)
            if one.name not in bases:
                reason = f"stands in for {one.name}.sql, which is not there"
                texts.mistakes.append(Mistake(one.path, reason, f"write {one.name}.sql too"))
    return {name: (one, overrides.get(name, {})) for name, one in bases.items()}


def _kpi(texts: WallTexts, file: _File, overrides: dict[str, SqlFile]) -> Kpi | None:
    parts = parts_of(file.text)
    text = texts.text(file.path, parts.header.encode())
    if text is None:
        return None
    if text.data is None:
        hint = f"begin with comment lines such as `-- id: {file.name}` and `-- title: ...`"
        texts.mistakes.append(Mistake(file.path, "there is no header", hint))
        return None
    header, faults = check(dict(texts.mapping(text, KpiHeader)), KpiHeader)
    if header is not None:
        faults += [*header_faults(header, file.name), *definition_faults(header), *threshold_faults(header)]
    for fault in faults:
        texts.fault(text, meant(fault))
    if header is None:
        return None
    query = Query(
        name=file.name,
        file=SqlFile(file.path, parts.select),
        overrides=overrides,
        result=header.result,
        engine=header.engine or EMBEDDED,
    )
    return Kpi(entry_fields(header), query)
