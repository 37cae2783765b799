"""Geckoboard's Datasets API: clients make datasets and push rows to them.

Everything here is at the top as well, as on `https://api.geckoboard.com`: see `paths`.
"""

from __future__ import annotations

import datetime
import secrets
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from displayd.hub.datasets import Conflict, Dataset
from displayd.hub.http.callers import key_that_pushes
from displayd.hub.http.endpoint import Answer, Body, Caller, Parameter, endpoint
from displayd.hub.http.error_answers import (
    BAD_DATASET,
    MISSING_DATA,
    NO_DATASET,
    NO_KEY,
    NO_ROOM,
    OTHER_SCHEMA,
    Form,
    Refused,
)
from displayd.hub.http.request_body import body_of_request
from displayd.hub.ingest.geckoboard import dataset_body
from displayd.hub.ingest.geckoboard.dataset_body import BodyError, check_id, rows_in, schema_in
from displayd.hub.metrics.dataset import DatasetId, TableField
from displayd.hub.push_keys import may_write
from displayd.hub.state import Hub

__all__ = ["DATASET_ERRORS", "append_rows", "datasets", "delete_dataset", "find_or_create", "ping", "replace_rows"]

# Five hundred rows of ten texts, each letter written as an escape.
MAX_BODY_BYTES = 4_000_000

MAX_DATASETS = 500
MAX_ALL_BYTES = 64_000_000
"""Of the rows of all datasets, as they are kept; in memory they take some three times as much."""


class GeckoboardError(Struct, frozen=True):
    """What is wrong, as Geckoboard says it."""

    type: Annotated[str, Meta(description="What kind of error it is, for programs.")]
    message: Annotated[str, Meta(description="What is wrong, for people.")]


class GeckoboardErrorBody(Struct, frozen=True):
    """The body of every answer that is an error; clients of Geckoboard read the message without looking first."""

    error: Annotated[GeckoboardError, Meta(description="What is wrong.")]


class DatasetFields(Struct, frozen=True):
    """What is asked of a dataset: its fields, and by which its rows are told apart."""

    fields: Annotated[
        dict[str, TableField], Meta(description="The fields by their key; ten at most. The order does not matter.")
    ]

    unique_by: Annotated[
        list[str],
        Meta(description="Fields of text or dates: a row with the same values there replaces the one before."),
    ] = []


class DatasetRows(Struct, frozen=True):
    """Rows for a dataset."""

    data: Annotated[
        list[dict[str, Any]], Meta(description="The rows, each a value by the key of its field; 500 at most.")
    ]
    delete_by: Annotated[
        str | None,
        Meta(
            description="A date or datetime field: the rows that are oldest by it give way when there are over 5,000."
        ),
    ] = None


class DatasetBody(Struct, frozen=True, kw_only=True):
    """A dataset, without its rows."""

    id: Annotated[str, Meta(description="Its id.")]
    fields: Annotated[dict[str, TableField], Meta(description="Its fields by their key.")]
    unique_by: Annotated[list[str], Meta(description="Fields by which its rows are told apart.")] | UnsetType = UNSET
    created_at: Annotated[str, Meta(description="When it was made, ISO 8601 in UTC.")]
    updated_at: Annotated[str, Meta(description="When it was changed last.")]


class DatasetList(Struct, frozen=True):
    """All datasets that a key may write."""

    data: Annotated[list[DatasetBody], Meta(description="In the order of their ids.")]


class Done(Struct, frozen=True):
    """An empty object: it is done."""


_KINDS = {
    BAD_DATASET: "ErrResourceInvalid",
    MISSING_DATA: "ErrMissingData",
    NO_DATASET: "ErrResourceNotFound",
    OTHER_SCHEMA: "ErrResourceConflict",
}


def _encode(refused: Refused) -> bytes:
    kind = _KINDS.get(refused.refusal) or "Err" + refused.refusal.error.title().replace("-", "")
    words = "Your API key is invalid" if refused.refusal is NO_KEY else refused.message
    return msgspec.json.encode(GeckoboardErrorBody(GeckoboardError(kind, words))) + b"\n"


JSON = "application/json; charset=utf-8"
DATASET_ERRORS = Form("application/json", _encode, GeckoboardErrorBody)
"""How the clients of the Datasets API are told errors."""

_ID = Parameter("dataset", "path", "Id of the dataset, for example `support.daily`.", DatasetId)
_ON_DISK = Answer(200, "Done, and on the hub's disk.", Body(kind=Done))
_NOT_ON_DISK = Answer(202, "Done, but not on disk: the hub cannot write, and `/healthz` says why.", Body(kind=Done))


@endpoint("GET", "/geckoboard/", Answer(200, "It is.", Body(kind=Done)), caller=Caller.KEY_HOLDER, form=DATASET_ERRORS)
async def ping(hub: Hub, request: Request) -> Response:
    """Whether a key is one, as clients of Geckoboard ask.

    At `/` too, for requests with `Authorization: Basic` that do not accept HTML.
    """
    key_that_pushes(hub, request, None, "datasets")
    return _answer(200, Done())


@endpoint(
    "GET",
    "/geckoboard/datasets/",
    Answer(200, "The datasets.", Body(kind=DatasetList)),
    caller=Caller.KEY_HOLDER,
    form=DATASET_ERRORS,
)
async def datasets(hub: Hub, request: Request) -> Response:
    """The datasets that the key may write; also at `/datasets/`."""
    key = key_that_pushes(hub, request, None, "datasets")
    found = (hub.datasets.get(name) for name in hub.datasets.names() if may_write(key, name))
    return _answer(200, DatasetList([_told(one) for one in found if one is not None]))


@endpoint(
    "PUT",
    "/geckoboard/datasets/{dataset}",
    Answer(200, "It was there already.", Body(kind=DatasetBody)),
    Answer(201, "It is new.", Body(kind=DatasetBody)),
    Answer(202, "It is there, but not on disk: the hub cannot write, and `/healthz` says why.", Body(kind=DatasetBody)),
    caller=Caller.PUSHER,
    parameters=(_ID,),
    body=Body(kind=DatasetFields),
    refusals=(BAD_DATASET, OTHER_SCHEMA, NO_ROOM),
    form=DATASET_ERRORS,
)
async def find_or_create(hub: Hub, request: Request) -> Response:
    """The dataset of that id, made if there is none; also at `/datasets/{dataset}`.

    Other names for people are taken over. Other fields are a conflict: delete the dataset first.
    """
    name = request.path_params["dataset"]
    key_that_pushes(hub, request, name, "datasets")
    body = await body_of_request(request, MAX_BODY_BYTES)
    try:
        check_id(name)
        schema = schema_in(body)
    except BodyError as exc:
        raise _refusal(exc) from exc
    if hub.datasets.get(name) is None and len(hub.datasets.names()) >= MAX_DATASETS:
        raise Refused(NO_ROOM, f"there are {MAX_DATASETS} datasets already; delete those that nobody needs")
    try:
        dataset, is_new = hub.datasets.find_or_create(name, schema, hub.clock())
    except Conflict as exc:
        words = f"A dataset with the ID '{name}' exists with a different schema; delete it to make it anew"
        raise Refused(OTHER_SCHEMA, words) from exc
    hub.asking["dataset"].set()
    told = _told(dataset)
    return _answer((201 if is_new else 200) if await hub.kept() else 202, told)


@endpoint(
    "PUT",
    "/geckoboard/datasets/{dataset}/data",
    _ON_DISK,
    _NOT_ON_DISK,
    caller=Caller.PUSHER,
    parameters=(_ID,),
    body=Body(kind=DatasetRows),
    refusals=(BAD_DATASET, MISSING_DATA, NO_DATASET, NO_ROOM),
    form=DATASET_ERRORS,
)
async def replace_rows(hub: Hub, request: Request) -> Response:
    """Rows instead of all that the dataset has; also at `/datasets/{dataset}/data`."""
    return await _pushed(hub, request, is_all=True)


@endpoint(
    "POST",
    "/geckoboard/datasets/{dataset}/data",
    _ON_DISK,
    _NOT_ON_DISK,
    caller=Caller.PUSHER,
    parameters=(_ID,),
    body=Body(kind=DatasetRows),
    refusals=(BAD_DATASET, MISSING_DATA, NO_DATASET, NO_ROOM),
    form=DATASET_ERRORS,
)
async def append_rows(hub: Hub, request: Request) -> Response:
    """More rows of a dataset; also at `/datasets/{dataset}/data`.

    A row that has the same values as one before in all fields of `unique_by` is merged with it. Over 5,000 rows, the
    oldest give way. `deleteBy`, as the client for Node writes it, is `delete_by`.
    """
    return await _pushed(hub, request, is_all=False)


@endpoint(
    "DELETE",
    "/geckoboard/datasets/{dataset}",
    _ON_DISK,
    _NOT_ON_DISK,
    caller=Caller.PUSHER,
    parameters=(_ID,),
    refusals=(NO_DATASET,),
    form=DATASET_ERRORS,
)
async def delete_dataset(hub: Hub, request: Request) -> Response:
    """The dataset is forgotten, with its rows; also at `/datasets/{dataset}`."""
    name = request.path_params["dataset"]
    key_that_pushes(hub, request, name, "datasets")
    hub.datasets.delete(_found(hub, name))
    hub.asking["dataset"].set()
    return _answer(200 if await hub.kept() else 202, Done())


async def _pushed(hub: Hub, request: Request, *, is_all: bool) -> Response:
    name = request.path_params["dataset"]
    key_that_pushes(hub, request, name, "datasets")
    _found(hub, name)
    body = await body_of_request(request, MAX_BODY_BYTES)
    dataset = _found(hub, name)  # it may have been deleted, or made anew, while the body came
    try:
        rows, delete_by = rows_in(body, dataset.schema)
    except BodyError as exc:
        raise _refusal(exc) from exc
    if rows and hub.datasets.kept_bytes(name if is_all else "") + len(body) > MAX_ALL_BYTES:
        raise Refused(NO_ROOM, "the hub has as many rows as it takes; delete datasets that nobody needs")
    if is_all:
        hub.datasets.replace(dataset, rows, hub.clock())
    else:
        hub.datasets.add(dataset, rows, delete_by, hub.clock())
    hub.asking["dataset"].set()
    return _answer(200 if await hub.kept() else 202, Done())


def _found(hub: Hub, name: str) -> Dataset:
    found = hub.datasets.get(name)
    if found is None:
        raise Refused(NO_DATASET, "Dataset not found")
    return found


def _refusal(exc: BodyError) -> Refused:
    return Refused(MISSING_DATA if exc.kind == dataset_body.MISSING_DATA else BAD_DATASET, exc.message)


def _told(dataset: Dataset) -> DatasetBody:
    schema = dataset.schema
    return DatasetBody(
        id=dataset.name,
        fields=schema.fields,
        unique_by=list(schema.unique_by) if schema.unique_by else UNSET,
        created_at=_moment(dataset.created_at),
        updated_at=_moment(dataset.updated_at),
    )


def _moment(unix_time: float) -> str:
    return datetime.datetime.fromtimestamp(unix_time, datetime.UTC).isoformat().replace("+00:00", "Z")


def _answer(status: int, body: Struct) -> Response:
    """`body`, as Geckoboard answers."""
    headers = {"x-request-id": secrets.token_hex(16)}
    return Response(msgspec.json.encode(body) + b"\n", status, headers, JSON)
