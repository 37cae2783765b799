"""The datasets of the hub: made, filled and deleted by clients, kept over restarts, read by widgets and KPIs."""

from __future__ import annotations

import datetime
import itertools
import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from displayd.hub.client_states import ClientStates
from displayd.hub.metrics.dataset import DatasetSchema, Row, Table
from displayd.hub.metrics.dataset_rows import Given, Rows

__all__ = ["Conflict", "Dataset", "Datasets"]

logger = logging.getLogger(__name__)

HEADS, BLOCKS = "dataset", "dataset-rows"
"""Kinds of client states: what a dataset is, and its rows in blocks, so that a new row writes no more than its own."""

_TYPES: Mapping[str, Any] = {"string": str | None, "date": datetime.date | None, "datetime": datetime.datetime | None}


class Conflict(Exception):  # noqa: N818 - an answer, not an error of ours
    """There is a dataset of that id with another schema."""


class _Head(Struct, frozen=True, kw_only=True):
    """What is kept of a dataset beside its rows."""

    schema: DatasetSchema
    created_at: float
    updated_at: float
    blocks: list[int]


class Dataset:
    """One dataset."""

    def __init__(self, name: str, schema: DatasetSchema, rows: Rows, created_at: float, updated_at: float) -> None:
        self.name = name
        self.schema = schema
        self.rows = rows
        self.created_at = created_at
        """Unix time."""
        self.updated_at = updated_at
        """Unix time of the last change."""
        self.version = 0
        self._table: Table | None = None

    def place(self, field: str) -> int:
        """Where the field `field` stands in a row."""
        return list(self.schema.fields).index(field)

    def table(self) -> Table:
        """It, as it is now."""
        found = self._table
        if found is None or found.version != self.version:
            version = self.version  # first: rows that come meanwhile make the next table
            found = Table(self.name, self.schema.fields, self.rows.all(), self.updated_at, version)
            self._table = found
        return found


class Datasets:
    """All datasets, by id. They belong to the event loop; `names` and `table` may be asked from any thread."""

    def __init__(self, states: ClientStates) -> None:
        """Args: states: where they are kept."""
        self._states = states
        self._known: dict[str, Dataset] = {}
        self._unreadable: dict[str, bytes] = {}
        # Counted over all, so that one deleted and made again never has a version it had before.
        self._versions = itertools.count(1)

    def names(self) -> Sequence[str]:
        """Ids of all that there are, in alphabetical order."""
        return sorted(list(self._states.bodies(HEADS)))  # noqa: C414 - the list is made in one step of the interpreter

    def table(self, name: str) -> Table | None:
        """The dataset `name` as it is now; None if there is none."""
        found = self.get(name)
        return None if found is None else found.table()

    def get(self, name: str) -> Dataset | None:
        """The dataset `name`; None if there is none."""
        found = self._known.get(name)
        if found is None and (body := self._states.body(HEADS, name)) is not None:
            kept = self._kept(name, body)
            found = None if kept is None else self._known.setdefault(name, kept)
        return found

    def kept_bytes(self, without: str = "") -> int:
        """How many bytes the rows of all have on disk.

        Args:
            without: id of a dataset that does not count.
        """
        own = _block_name(without, 0).removesuffix("0") if without else None
        return sum(
            len(body) for name, body in self._states.bodies(BLOCKS).items() if not (own and name.startswith(own))
        )

    def find_or_create(self, name: str, schema: DatasetSchema, unix_time: float) -> tuple[Dataset, bool]:
        """The dataset `name`, made if there is none; what fields are called for people is as `schema` has it.

        Returns:
            It, and whether it is new.

        Raises:
            Conflict: there is one with another schema.
        """
        found = self.get(name)
        if found is None:
            found = Dataset(name, schema, Rows(_places(schema)), unix_time, unix_time)
            self._known[name] = found
            self._keep(found, unix_time)
            return found, True
        if not found.schema.is_same(schema):
            raise Conflict(name)
        if found.schema != schema:
            # In the order that the rows have.
            renamed = {key: schema.fields[key] for key in found.schema.fields}
            found.schema = DatasetSchema(fields=renamed, unique_by=found.schema.unique_by)
            self._keep(found, unix_time)
        return found, False

    def replace(self, dataset: Dataset, given: Iterable[Given], unix_time: float) -> None:
        """Have only the rows that are `given`, in the order of its fields."""
        dataset.rows.replace(given)
        self._keep(dataset, unix_time)

    def add(self, dataset: Dataset, given: Iterable[Given], delete_by: str | None, unix_time: float) -> None:
        """Merge and append rows, and give the oldest up where there are too many.

        Args:
            delete_by: field whose values say which is the oldest; None for the order in which rows came.
        """
        dataset.rows.add(given, None if delete_by is None else dataset.place(delete_by))
        self._keep(dataset, unix_time)

    def delete(self, dataset: Dataset) -> None:
        """Forget it."""
        self._known.pop(dataset.name, None)
        self._states.remove(HEADS, dataset.name)
        for block in dataset.rows.blocks() | dataset.rows.changed:
            self._states.remove(BLOCKS, _block_name(dataset.name, block))

    def _keep(self, dataset: Dataset, unix_time: float) -> None:
        rows = dataset.rows
        dataset.updated_at = unix_time
        for block in rows.changed:
            found = rows.block(block)
            name = _block_name(dataset.name, block)
            if found:
                self._states.put(BLOCKS, name, msgspec.json.encode(list(found.items())))
            elif self._states.body(BLOCKS, name) is not None:
                self._states.remove(BLOCKS, name)
        rows.changed.clear()
        head = _Head(
            schema=dataset.schema,
            created_at=dataset.created_at,
            updated_at=unix_time,
            blocks=sorted(rows.blocks()),
        )
        self._states.put(HEADS, dataset.name, msgspec.json.encode(head))
        dataset.version = next(self._versions)

    def _kept(self, name: str, body: bytes) -> Dataset | None:
        """The dataset as it was kept; None if that cannot be read."""
        if self._unreadable.get(name) == body:
            return None
        try:
            head = msgspec.json.decode(body, type=_Head)
            types = [_TYPES.get(field.type, float | None) for field in head.schema.fields.values()]
            block_type: Any = list[tuple[int, tuple.__class_getitem__(tuple(types))]]  # type: ignore[misc]
            rows: dict[int, Row] = {}
            for block in head.blocks:
                kept = self._states.body(BLOCKS, _block_name(name, block))
                if kept is not None:
                    rows |= msgspec.json.decode(kept, type=block_type)
        except (msgspec.DecodeError, ValueError):
            logger.exception("The dataset %s cannot be read as it was kept, and counts as none", name)
            self._unreadable[name] = body
            return None
        dataset = Dataset(name, head.schema, Rows(_places(head.schema), rows), head.created_at, head.updated_at)
        dataset.version = next(self._versions)
        return dataset


def _block_name(name: str, block: int) -> str:
    return f"{name} {block}"


def _places(schema: DatasetSchema) -> list[int]:
    """Where the fields that tell rows apart stand in a row."""
    keys = list(schema.fields)
    return [keys.index(field) for field in schema.unique_by]
