"""The OpenAPI document: valid, complete, and true."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.applications import Starlette
from starlette.routing import Route

from displayd.errors import StoreError
from displayd.hub.http import error_answers
from displayd.hub.http.app import create_app
from displayd.hub.http.endpoint import Caller as Who
from displayd.hub.http.endpoint import Endpoint
from displayd.hub.http.routes import ENDPOINTS
from displayd.hub.state import Hub
from tests.hub.http.contract import DOCUMENT, Given, declared, given
from tests.hub.releases.shelves import shelve
from tests.hub.walls import HUB, KEY, METRICS, Caller, png, secret_of, serving, write_wall

# Both take what the form sends.
LOG_INS = ("/log-in", "/")

RELEASE = b"a release"

FROM_ELSEWHERE = {"Via": "1.1 a-proxy"}

# They need a client that is cut off or slow, or a hub with a fault, without a document, at its end or full; see
# `test_app.py`, `test_request_body.py`, `test_page_pictures.py` and `ingest/geckoboard`.
NOT_PROVOKED = {"cut-off", "too-slow", "no-document", "closing", "broken", "no-room", "cannot-draw"}


def routes() -> set[tuple[str, str]]:
    """Method and path of every route of the application."""
    app: Any = create_app(Hub(lambda: 0.0))
    while not isinstance(app, Starlette):
        app = app.app
    found = [route for route in app.routes if isinstance(route, Route)]
    assert len(found) == len(app.routes)
    paths = [(route.methods or (), route.path.replace(":path}", "}")) for route in found]
    return {(method, path) for methods, path in paths for method in methods if method != "HEAD"}


def test_document_is_valid() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_route_is_described_and_everything_described_is_routed() -> None:
    described = {(method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item}

    assert described == routes()


def test_endpoints_have_names_of_their_own_and_say_what_they_do() -> None:
    names = [one.name for one in ENDPOINTS]

    assert len(names) == len(set(names))
    for one in ENDPOINTS:
        assert one.summary, one.name
        statuses = [answer.status for answer in one.answers] + [refusal.status for refusal in one.refusals]
        assert all(status < 400 for status in statuses[: len(one.answers)])
        assert all(status >= 400 for status in statuses[len(one.answers) :])


def test_every_refusal_of_the_table_is_some_endpoints() -> None:
    table = {one for one in vars(error_answers).values() if isinstance(one, error_answers.Refusal)}
    used = {refusal for one in ENDPOINTS for refusal in one.refusals}

    assert table == used
    assert len({one.error for one in table}) == len(table)


def test_every_field_of_every_body_says_what_it_is() -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in DOCUMENT["components"]["schemas"].items()
        for field, one in schema.get("properties", {}).items()
        if "description" not in one and field != "type"
    ]

    assert silent == []


def test_the_hub_serves_it(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        assert hub.get("/openapi.json").json() == DOCUMENT


@pytest.mark.expects_log
def test_every_answer_that_is_declared_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Caller` holds each answer against the document; here, each that is in the document comes."""
    digest = hashlib.sha256(b"orders only").hexdigest()
    wall: dict[str, str | bytes | None] = {
        "layouts/sales.yaml": "pages: [{widgets: {a: {type: picture, source: logo.png}}}]",
        "pictures/logo.png": png(),
        "metrics.yaml": METRICS + "machine: {host: load1}\n",
        "hub.yaml": HUB.replace(
            "keys:\n",
            f"viewers: {{office: {{sha256: {hashlib.sha256(KEY.encode()).hexdigest()}}}}}\n"
            f"keys:\n  few: {{sha256: {digest}, metrics: [orders]}}\n",
        ),
    }
    write_wall(tmp_path / "wall", wall)
    write_wall(tmp_path / "broken", {"screens.yaml": "screens: {a: {show: [nothing]}}"})
    shelve(tmp_path / "state", "2.0", content=RELEASE)
    seen: set[Given] = set()
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        seen |= {given(answer) for answer in of_a_good_hub(hub)}
    with serving(tmp_path / "broken", tmp_path / "empty") as hub:
        seen |= {given(ask(hub, one)) for one in ENDPOINTS}

    monkeypatch.setattr("displayd.hub.storage.database.Store.write", full_disk)
    with serving(tmp_path / "wall", tmp_path / "full") as hub:
        seen |= {given(ask(hub, one)) for one in ENDPOINTS if one.caller is Who.PUSHER}

    expected = {one for one in declared() if one.error not in NOT_PROVOKED}
    expected -= {Given("GET", "/v1/screen", 204)}  # nobody is there to read it
    assert seen == expected


def full_disk(*arguments: object) -> None:
    raise StoreError("database or disk is full")


def ask(hub: Caller, one: Endpoint, secret: str | None = None, **arguments: Any) -> requests.Response:
    """A request to `one` that is all right."""
    if secret is None:
        secret = KEY if one.caller in {Who.PUSHER, Who.KEY_HOLDER, Who.VIEWER} else secret_of("left")
    digest = hashlib.sha256(RELEASE if "release" in one.path else png()).hexdigest()
    path = (
        one.path.replace("{name}", "left")
        .replace("{metric}", "orders")
        .replace("{kind}", "layout")
        .replace("{digest}", digest)
    )
    path = path.replace("{group}", "job/orders")
    path = path.replace("{dataset}", "support.daily").replace("{widget}", "123-abc").replace("{dashboard}", "orders")
    if one.path == "/v1/release":
        path += "?compatible=displayd-arm64"
    arguments.setdefault("allow_redirects", False)
    if one.body is not None:
        arguments.setdefault("data", png() if "image/png" in one.body.media_types else right_body(one))
    if one.path == "/events":
        with hub.send(one.method, path, secret, stream=True, **arguments) as answer:
            return answer
    return hub.send(one.method, path, secret, **arguments)


def right_body(one: Endpoint) -> bytes:
    if one.path in LOG_INS:
        return f"name=office&password={KEY}".encode()
    if one.path == "/v1/screen/update":
        return b'{"state": "current"}'
    if one.path.startswith("/metrics/"):
        return b"orders 1\n"
    if "{widget}" in one.path:
        return b'{"data": {"item": 1}}'
    if "{dataset}" in one.path:
        return (
            b'{"data": [{"n": 1}]}'
            if one.path.endswith("/data")
            else b'{"fields": {"n": {"type": "number", "name": "N"}}}'
        )
    return b'{"value": 1}' if one.caller is Who.PUSHER else b'{"page_title": "Now"}'


def of_a_good_hub(hub: Caller) -> Iterator[requests.Response]:
    by_path = {one.path: one for one in ENDPOINTS}
    yield hub.get("/v1/screens/left/picture")
    yield hub.get("/v1/screens/nobody/page")
    yield hub.get("/v1/schemas/nothing")
    # Whatever it shows by now.
    yield hub.get("/v1/screens/left/page", **{"If-None-Match": "*"})
    for one in sorted(ENDPOINTS, key=lambda one: one.method == "GET"):
        good = ask(hub, one)
        yield good
        if any(answer.status == 304 for answer in one.answers):
            yield ask(hub, one, headers={"If-None-Match": good.headers["ETag"]})
        if one.body is not None:
            yield ask(hub, one, data=b"{")
            yield ask(hub, one, data=b"x" * 4_100_000)
            yield ask(hub, one, headers={"Content-Encoding": "br"})
        if one.caller is Who.SCREEN:
            yield ask(hub, one, secret_of("stranger"))
    push, picture = by_path["/v1/metrics/{metric}"], by_path["/v1/pictures/{digest}"]
    yield hub.send("PUT", "/v1/metrics/errors", "orders only", data=right_body(push))
    yield hub.send("DELETE", "/metrics/job", KEY)
    for method in ("PUT", "POST", "DELETE"):
        yield hub.send(method, "/metrics/job/other", "orders only")
    for path in ("/widgets/other", "/dashboards/other"):
        yield hub.send("POST", path, "orders only", data=b"{}")
    yield hub.send("PUT", "/v1/metrics/order", KEY, data=right_body(push))
    yield hub.send("PUT", "/v1/metrics/machine", KEY, data=right_body(push))
    yield hub.send("GET", picture.path.replace("{digest}", "0" * 64), secret_of("left"))
    yield ask(hub, picture, headers={"Range": "bytes=1-"})
    yield ask(hub, picture, headers={"Range": f"bytes={len(png())}-"})
    yield hub.send("GET", "/v1/release?compatible=displayd-amd64", secret_of("left"))
    release = by_path["/v1/releases/{digest}"]
    yield hub.send("GET", release.path.replace("{digest}", "0" * 64), secret_of("left"))
    yield ask(hub, release, headers={"Range": "bytes=1-"})
    yield ask(hub, release, headers={"Range": f"bytes={len(RELEASE)}-"})
    yield from of_datasets(hub)
    hub.session.cookies.clear()
    yield from to_strangers(hub)


def of_datasets(hub: Caller) -> Iterator[requests.Response]:
    """After the one that there was has been deleted."""
    those = [one for one in ENDPOINTS if "{dataset}" in one.path]
    yield ask(hub, next(one for one in ENDPOINTS if "{widget}" in one.path), "orders only")
    for one in those:
        yield ask(hub, one, "orders only")
        if one.name != "find_or_create":
            yield ask(hub, one)
    for _ in range(2):
        yield ask(hub, those[0])
    yield ask(hub, those[0], data=b'{"fields": {"m": {"type": "number", "name": "M"}}}')
    for one in those[1:]:
        yield ask(hub, one, data=b'{"data": [{}]}')


def to_strangers(hub: Caller) -> Iterator[requests.Response]:
    for one in ENDPOINTS:
        if one.caller in {Who.BROWSER, Who.VIEWER}:
            yield ask(hub, one, headers={"Host": "evil.example"})
        if one.caller not in {Who.ANYONE, Who.BROWSER}:
            yield ask(hub, one, "wrong", headers=FROM_ELSEWHERE)
        if one.caller in {Who.PUSHER, Who.KEY_HOLDER}:
            yield ask(hub, one, params={"api_key": KEY})
        if one.caller is Who.BROWSER and one.method == "POST":
            yield ask(hub, one, headers={"Sec-Fetch-Site": "cross-site"})
    form = b"name=office&password=wrong"
    while (answer := hub.send("POST", LOG_INS[0], "", data=form, headers=FROM_ELSEWHERE)).status_code != 429:
        yield answer
        yield hub.send("POST", LOG_INS[1], "", data=form, headers=FROM_ELSEWHERE)
    yield answer
    while (answer := hub.send("POST", LOG_INS[1], "", data=form, headers=FROM_ELSEWHERE)).status_code != 429:
        yield answer
    yield answer
    for one in ENDPOINTS:
        # Two wrong ones a second are answered in any case, which is more than a slow machine asks.
        if one.caller not in {Who.ANYONE, Who.BROWSER}:
            while hub.send("GET", "/v1/screen", "wrong").status_code != 429:
                pass
            while (answer := ask(hub, one, "wrong", headers=FROM_ELSEWHERE)).status_code != 429:
                yield answer
            yield answer


def test_answers_of_the_table_are_named_for_programs() -> None:
    for one in ENDPOINTS:
        for refusal in one.refusals:
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", refusal.error)
