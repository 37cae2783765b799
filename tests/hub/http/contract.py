"""What the hub answers, held against what its OpenAPI document says that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import requests
from openapi_schema_validator import OAS31Validator

from displayd.hub.http.endpoint import Endpoint
from displayd.hub.http.error_answers import ERROR_HEADER
from displayd.hub.http.ingest.geckoboard.paths import PREFIX, path_meant
from displayd.hub.http.openapi import document_of
from displayd.hub.http.routes import ENDPOINTS

DOCUMENT = document_of(ENDPOINTS)


class Given(NamedTuple):
    """One kind of answer of one endpoint."""

    method: str
    path: str
    status: int
    error: str = ""
    """Short name of the error; empty for a success."""


def declared() -> Iterator[Given]:
    """Every kind of answer that some endpoint says it gives."""
    for one in ENDPOINTS:
        yield from (Given(one.method, one.path, answer.status) for answer in one.answers)
        yield from (Given(one.method, one.path, refusal.status, refusal.error) for refusal in one.refusals)


def endpoint_of(request: requests.PreparedRequest) -> Endpoint | None:
    """The endpoint that answers `request`; None where nothing does, or only to other methods."""
    assert request.method is not None
    method, headers = request.method, request.headers
    path = unquote(urlsplit(request.url or "").path)
    path = path_meant(method, path, headers.get("Authorization", ""), headers.get("Accept", ""))
    for one in ENDPOINTS:
        anything = ".+" if any(parameter.has_slashes for parameter in one.parameters) else "[^/]+"
        pattern = anything.join(re.escape(part) for part in re.split(r"{\w+}", one.path))
        if re.fullmatch(pattern, path) and one.method == method.replace("HEAD", "GET"):
            return one
    return None


def _is_of_geckoboard(request: requests.PreparedRequest) -> bool:
    path = unquote(urlsplit(request.url or "").path)
    return path_meant(request.method or "", path, "", "").startswith(f"{PREFIX}/")


def check(answer: requests.Response, *_: object, **__: object) -> None:
    """Fails where `answer` is not as the document says."""
    assert answer.request.method is not None
    assert answer.request.url is not None
    is_head = answer.request.method == "HEAD"
    one = endpoint_of(answer.request)
    if one is None:
        assert answer.status_code in (404, 405), answer.url
        body = "GeckoboardErrorBody" if _is_of_geckoboard(answer.request) else "ErrorBody"
        described = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}}}
    else:
        responses = DOCUMENT["paths"][one.path][one.method.lower()]["responses"]
        assert str(answer.status_code) in responses, f"{one.method} {one.path} answers {answer.status_code}"
        described = responses[str(answer.status_code)]
    for name in described.get("headers", {}):
        assert name in answer.headers, f"{answer.url} has no {name}"
    content: dict[str, Any] = described.get("content", {})
    if not content:
        assert answer.content == b"", answer.url
        return
    media_type = answer.headers["Content-Type"].partition(";")[0]
    media = content.get(media_type, content.get(media_type.partition("/")[0] + "/*"))
    assert media is not None, f"{answer.url} answers {media_type}"
    if "schema" in media and not is_head:
        OAS31Validator({**media["schema"], "components": DOCUMENT["components"]}).validate(answer.json())


def given(answer: requests.Response) -> Given:
    """Of which kind `answer` is."""
    assert answer.request.method is not None
    assert answer.request.url is not None
    one = endpoint_of(answer.request)
    assert one is not None
    error = ""
    if answer.status_code >= 400:
        error = answer.headers.get(ERROR_HEADER) or answer.json()["error"]
    return Given(one.method, one.path, answer.status_code, error)
