"""Bodies of Geckoboard's Datasets API: what a dataset is, and rows for it.

Source: https://developer.geckoboard.com; what its clients for Python, Ruby, Node and Go send, as recorded.
"""

from __future__ import annotations

import datetime
import re
import typing
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from displayd.errors import DisplaydError
from displayd.hub.metrics.dataset import MAX_FIELDS, DatasetSchema, FieldType, TableField, TimeUnit, Value
from displayd.hub.metrics.dataset_rows import Given

__all__ = [
    "MAX_ROWS_OF_REQUEST",
    "MAX_STRING_LETTERS",
    "MISSING_DATA",
    "BodyError",
    "PushedRows",
    "check_id",
    "plain_json",
    "rows_in",
    "schema_in",
]

MAX_ROWS_OF_REQUEST = 500
MAX_STRING_LETTERS = 100
MAX_FIELD_KEY_LETTERS = 100
MAX_FIELD_NAME_LETTERS = 200

INVALID, MISSING_DATA = "ErrResourceInvalid", "ErrMissingData"
"""What Geckoboard calls the kinds of error."""

_ID = re.compile(r"[0-9a-z][0-9a-z._\-]{1,126}[0-9a-z]")
_KEY = re.compile(r"[0-9a-z_]+")
_CURRENCY = re.compile(r"[A-Z]{3}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_LARGEST = 1e18

_FIELD_TYPES: tuple[FieldType, ...] = typing.get_args(FieldType)
_TIME_UNITS: tuple[TimeUnit, ...] = typing.get_args(TimeUnit)


class BodyError(DisplaydError):
    """A body that is not what it should be; the message is for whoever wrote the client.

    Args:
        kind: `INVALID` or `MISSING_DATA`.
    """

    def __init__(self, message: str, kind: str = INVALID) -> None:
        super().__init__(message)
        self.kind = kind


class PushedRows(NamedTuple):
    """The body of a push of rows."""

    rows: list[Given]
    delete_by: str | None
    """Field whose values say which rows are given up first."""


def check_id(name: str) -> None:
    """Pass if `name` can be the id of a dataset.

    Raises:
        BodyError: it cannot.
    """
    if not _ID.fullmatch(name):
        raise BodyError(
            "Dataset ID is invalid: it has at least 3 characters, small letters, digits, `.`, `-` and `_`, and begins "
            "and ends with a letter or digit"
        )


def plain_json(body: bytes) -> Any:
    """The JSON in `body`, whatever the request says of its type: some clients say nothing.

    Raises:
        BodyError: it is none.
    """
    try:
        return msgspec.json.decode(body)
    except RecursionError as exc:
        raise BodyError("The body is nested too deeply") from exc
    except (msgspec.DecodeError, ValueError) as exc:
        raise BodyError(f"The body is not JSON: {exc}") from exc


def schema_in(body: bytes) -> DatasetSchema:
    """What a dataset is to be, from the body of `PUT /datasets/:id`.

    Raises:
        BodyError: it is none.
    """
    data = _mapping(plain_json(body), "The body")
    fields = _mapping(data.get("fields"), "`fields`")
    if not fields:
        raise BodyError("At least one field is needed")
    if len(fields) > MAX_FIELDS:
        raise BodyError(f"Too many fields: a dataset has at most {MAX_FIELDS}")
    made = {key: _field(key, _mapping(said, f"Field '{key}'")) for key, said in fields.items()}
    unique_by = data.get("unique_by")
    if unique_by is None:
        return DatasetSchema(fields=made)
    if not isinstance(unique_by, list):
        raise BodyError("`unique_by` must be a list of fields")
    for key in unique_by:
        if not isinstance(key, str) or key not in made:
            raise BodyError(f"`unique_by` names {_shown(key)}, which is not a field")
        if made[key].is_number:
            raise BodyError(f"`unique_by` names '{key}', which is not a string, date or datetime field")
    return DatasetSchema(fields=made, unique_by=tuple(dict.fromkeys(unique_by)))


def rows_in(body: bytes, schema: DatasetSchema) -> PushedRows:
    """The rows in the body of a push to a dataset of this schema.

    Raises:
        BodyError: there are none, or some do not fit.
    """
    data = _mapping(plain_json(body), "The body")
    given = data.get("data")
    if not isinstance(given, list):
        raise BodyError("`data` must be a list of records", MISSING_DATA)
    if len(given) > MAX_ROWS_OF_REQUEST:
        raise BodyError(f"Too many records: a request has at most {MAX_ROWS_OF_REQUEST}, and this one {len(given)}")
    # Node's client writes it its own way.
    delete_by = data.get("delete_by") or data.get("deleteBy")
    if delete_by is not None:
        found = schema.fields.get(delete_by) if isinstance(delete_by, str) else None
        if found is None:
            raise BodyError(f"`delete_by` names {_shown(delete_by)}, which is not a field")
        if found.type not in ("date", "datetime"):
            raise BodyError(f"`delete_by` names '{delete_by}', which is not a date or datetime field")
    return PushedRows([_row(one, number, schema) for number, one in enumerate(given)], delete_by)


def _field(key: str, said: Mapping[str, Any]) -> TableField:
    if not _KEY.fullmatch(key) or len(key) > MAX_FIELD_KEY_LETTERS:
        raise BodyError(f"Field key {_shown(key)} is invalid: it has small letters, digits and `_`")
    kind, name, optional = said.get("type"), said.get("name"), said.get("optional")
    if kind not in _FIELD_TYPES:
        raise BodyError(f"Field '{key}' has an unknown type {_shown(kind)}; known are {', '.join(_FIELD_TYPES)}")
    if not isinstance(name, str):
        raise BodyError(f"Field '{key}' has no name")
    if not name.strip():
        raise BodyError(f"Field name too short: '{key}' needs one")
    if len(name) > MAX_FIELD_NAME_LETTERS:
        raise BodyError(f"Field name too long: '{key}' has one of {len(name)} letters")
    if optional is not None and not isinstance(optional, bool):
        raise BodyError(f"`optional` of field '{key}' must be true or false")
    # Some clients send what other types need, and leave it empty.
    currency, unit = said.get("currency_code") or None, said.get("time_unit") or None
    if kind == "money" and not (isinstance(currency, str) and _CURRENCY.fullmatch(currency.upper())):
        raise BodyError(f"Field '{key}' needs a `currency_code` of three letters, for example USD")
    if kind == "duration" and unit not in _TIME_UNITS:
        raise BodyError(f"Field '{key}' needs a `time_unit`, one of {', '.join(_TIME_UNITS)}")
    return TableField(
        type=kind,
        name=name,
        optional=bool(optional),
        currency_code=str(currency).upper() if kind == "money" else None,
        time_unit=unit if kind == "duration" else None,
    )


def _row(given: object, number: int, schema: DatasetSchema) -> Given:
    if not isinstance(given, dict):
        raise BodyError(f"Record {number} must be an object")
    if not given.keys() <= schema.fields.keys():
        unknown = next(key for key in given if key not in schema.fields)
        raise BodyError(f"Unknown field {_shown(unknown)} in record {number}")
    return tuple(_value(given.get(key, UNSET), key, field, number) for key, field in schema.fields.items())


def _value(given: object, key: str, field: TableField, number: int) -> Value | UnsetType:
    if given is UNSET:
        if field.optional:
            return UNSET
        raise BodyError(f"Missing data for '{key}' in record {number}", MISSING_DATA)
    if given is None:
        # Clients that read a database send null for a date that is not there, whatever they said of the field.
        if field.optional or field.type in ("date", "datetime"):
            return None
        raise BodyError(f"Missing data for '{key}' in record {number}", MISSING_DATA)
    try:
        return _READ.get(field.type, _number)(given)
    except ValueError as exc:
        raise BodyError(f"Invalid value for '{key}' in record {number}: {exc}") from exc


def _number(given: object) -> float:
    if not isinstance(given, (int, float)) or isinstance(given, bool):
        raise ValueError("must be a number")  # noqa: TRY004 - a value of the client
    if not -_LARGEST <= given <= _LARGEST:
        raise ValueError("is too large a number")
    return float(given)


def _string(given: object) -> str:
    if not isinstance(given, str):
        raise ValueError("must be a string")  # noqa: TRY004 - as above
    if len(given) > MAX_STRING_LETTERS:
        raise ValueError(f"must not have more than {MAX_STRING_LETTERS} characters")
    return given


def _date(given: object) -> datetime.date:
    if isinstance(given, str) and _DATE.fullmatch(given):
        try:
            return datetime.date.fromisoformat(given)
        except ValueError:
            pass
    raise ValueError("must be a date, formatted as YYYY-MM-DD")


def _moment(given: object) -> datetime.datetime:
    if isinstance(given, str) and _MOMENT.fullmatch(given):
        try:
            found = datetime.datetime.fromisoformat(given.upper())
            if found.tzinfo is None:
                found = found.replace(tzinfo=datetime.UTC)
            return found.astimezone(datetime.UTC)
        except (ValueError, OverflowError):
            pass
    raise ValueError("must be a moment, formatted as ISO 8601, for example 2026-11-21T16:30:00Z")


_READ: Mapping[FieldType, Callable[[object], Value]] = {"string": _string, "date": _date, "datetime": _moment}


def _mapping(data: object, what: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise BodyError(f"{what} must be an object")
    return data


def _shown(data: object) -> str:
    return f"'{str(data)[:100]}'"
