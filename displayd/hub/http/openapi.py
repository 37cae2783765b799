"""The OpenAPI document of the hub, made of its endpoints; see https://spec.openapis.org/oas/v3.1.1."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from displayd import __version__
from displayd.hub.http.endpoint import Answer, Body, Caller, Endpoint, Parameter, endpoint
from displayd.hub.http.error_answers import ERROR_HEADER, ErrorBody, Form, Refusal
from displayd.hub.state import Hub

__all__ = ["document_of", "endpoint_of"]

REFERENCE = "#/components/schemas/{name}"

ABOUT = """What screens, pushers of values, browsers and tools say to the hub.

The addresses under `/v1` stay as they are within version 1; fields and addresses may be added.
An error has a body of the type `ErrorBody`, whatever its status. `HEAD` is answered wherever `GET` is."""

_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key made with `displayd hub key create`, of which the hub has the SHA-256. Instead of it, the"
    " same key as the user name or password of `Authorization: Basic`.",
}

SECURITY = {
    Caller.VIEWER: {
        "type": "http",
        "scheme": "bearer",
        "description": "A key made with `displayd hub viewer`; `hub.yaml` has its SHA-256. Instead of it, the cookie of"
        " a browser that has logged in (`/log-in`); the hub's own machine needs neither.",
    },
    Caller.SCREEN: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "64 hexadecimal digits",
        "description": "The secret that the screen made for itself; the wall folder has its fingerprint.",
    },
    Caller.PUSHER: _KEY,
    Caller.KEY_HOLDER: _KEY,
}

TIME_HEADER = {
    "description": "When the request came and when the answer went: two unix times in seconds, by the hub's clock.",
    "schema": {"type": "string", "examples": ["1795291683.100000 1795291683.103000"]},
}


def endpoint_of(endpoints: Sequence[Endpoint]) -> Endpoint:
    """The endpoint that serves the document of `endpoints` and of itself."""

    @endpoint("GET", "/openapi.json", Answer(200, "The document.", Body(kind=dict[str, Any])))
    async def openapi(hub: Hub, request: Request) -> Response:
        """This description, in OpenAPI 3.1."""
        return Response(encoded(), media_type="application/json")

    @functools.cache
    def encoded() -> bytes:
        return msgspec.json.encode(document_of([*endpoints, openapi]))

    return openapi


def document_of(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The OpenAPI document of `endpoints`."""
    kinds = list(dict.fromkeys(_kinds(endpoints)))
    schemas, components = msgspec.json.schema_components(kinds, ref_template=REFERENCE)
    schema_of = dict(zip(kinds, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in endpoints:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, schema_of)
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "displayd hub",
            "version": __version__,
            "summary": "Dashboards on office TVs",
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/", "description": "The hub that serves this document."}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {caller.value: scheme for caller, scheme in SECURITY.items()},
            "headers": {"Displayd-Time": TIME_HEADER},
        },
    }


def _kinds(endpoints: Iterable[Endpoint]) -> Iterator[Any]:
    """The type of every parameter and of everything in a body."""
    yield ErrorBody
    yield from (one.form.kind for one in endpoints if one.form is not None and one.form.kind is not None)
    for one in endpoints:
        yield from (parameter.kind for parameter in one.parameters)
        bodies = [one.body, *(answer.body for answer in one.answers)]
        yield from (body.kind for body in bodies if body is not None and body.kind is not None)


def _operation(one: Endpoint, schema_of: dict[Any, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {"operationId": one.name, "summary": one.summary, "tags": [one.caller.value]}
    if one.description:
        operation["description"] = one.description
    if one.caller in SECURITY:
        operation["security"] = [{one.caller.value: []}]
    if one.parameters:
        operation["parameters"] = [_parameter(parameter, schema_of) for parameter in one.parameters]
    if one.body is not None:
        operation["requestBody"] = {"required": True, "content": _content(one.body, schema_of)}
    operation["responses"] = {
        **{str(answer.status): _answer(answer, schema_of) for answer in one.answers},
        **_errors(one, schema_of),
    }
    return operation


def _parameter(parameter: Parameter, schema_of: dict[Any, Any]) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.about,
        "schema": schema_of[parameter.kind],
    }


def _content(body: Body, schema_of: dict[Any, Any]) -> dict[str, Any]:
    # Bytes and pages have no schema: the media type says it all.
    media = {} if body.kind is None else {"schema": schema_of[body.kind]}
    return dict.fromkeys(body.media_types, media)


def _answer(answer: Answer, schema_of: dict[Any, Any]) -> dict[str, Any]:
    headers = {name: {"description": about, "schema": {"type": "string"}} for name, about in answer.headers.items()}
    described: dict[str, Any] = {"description": answer.about, "headers": {**headers, **_EVERYWHERE}}
    if answer.body is not None:
        described["content"] = _content(answer.body, schema_of)
    return described


_EVERYWHERE = {"Displayd-Time": {"$ref": "#/components/headers/Displayd-Time"}}
_ERROR = REFERENCE.format(name=ErrorBody.__name__)


def _errors(one: Endpoint, schema_of: dict[Any, Any]) -> dict[str, Any]:
    """One answer for each status; its description lists the errors that have it."""
    by_status: dict[int, list[Refusal]] = {}
    for refusal in one.refusals:
        by_status.setdefault(refusal.status, []).append(refusal)
    found = {}
    for status, same in by_status.items():
        about = "\n".join(f"- `{one.error}`: {one.about}" for one in same)
        about = f"{HTTPStatus(status).phrase}.\n\n{about}"
        names = [one.error for one in same]
        if one.form is None:
            found[str(status)] = _error(about, names, one.is_page)
        else:
            found[str(status)] = _in_form(about, names, one.form, schema_of)
    return found


def _error(about: str, names: list[str], is_page: bool) -> dict[str, Any]:
    schema = {"allOf": [{"$ref": _ERROR}, {"properties": {"error": {"enum": names}}}]}
    content: dict[str, Any] = {"application/json": {"schema": schema}}
    if is_page:
        # For who accepts `text/html`.
        content["text/html"] = {}
    return {"description": about, "headers": _EVERYWHERE, "content": content}


def _in_form(about: str, names: list[str], form: Form, schema_of: dict[Any, Any]) -> dict[str, Any]:
    name = {"description": "Short name of the error.", "schema": {"type": "string", "enum": names}}
    content = {form.media_type: {} if form.kind is None else {"schema": schema_of[form.kind]}}
    return {"description": about, "headers": {ERROR_HEADER: name, **_EVERYWHERE}, "content": content}
