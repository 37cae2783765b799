"""The hub over HTTP: a real server, real requests."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from displayd.document.model import decode
from displayd.hub.state import Hub
from displayd.protocol.status_report import StatusReport
from tests.hub.walls import (
    HUB,
    KEY,
    METRICS,
    Caller,
    device_of,
    eventually,
    png,
    secret_of,
    serving,
    write_wall,
)

PICTURE = "pages: [{widgets: {a: {type: picture, source: logo.png}}}]"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A hub with the small wall; tests of this module leave the wall as it is."""
    folder = tmp_path_factory.mktemp("wall")
    write_wall(
        folder,
        {
            "layouts/sales.yaml": PICTURE,
            "pictures/logo.png": png(),
            "metrics.yaml": METRICS + "machine: {host: load1}\nmade-up: {sample: {}}\nsupport.open: {}\n",
            "hub.yaml": HUB + "title: Test office\n",
        },
    )
    with serving(folder, tmp_path_factory.mktemp("state")) as caller:
        yield caller


def hub_time(answer: Any) -> tuple[float, float]:
    """The two times of an answer."""
    received, sent = answer.headers["Displayd-Time"].split()
    return float(received), float(sent)


def test_a_claimed_screen_gets_its_document(hub: Caller) -> None:
    answer = hub.screen("left")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-cache, private"
    assert {part.strip() for part in answer.headers["Vary"].split(",")} == {
        "Prefer",
        "Accept-Encoding",
        "Displayd-Format",
    }
    assert re.fullmatch(r'"[0-9a-f]{32}"', answer.headers["ETag"])
    assert "Preference-Applied" not in answer.headers
    assert decode(answer.content).screen == "left"


def test_a_known_document_is_not_sent_again(hub: Caller) -> None:
    tag = hub.screen("left").headers["ETag"]

    same = hub.screen("left", tag=tag)
    weak = hub.screen("left", tag=f"W/{tag}")
    other = hub.screen("left", tag='"something-else"', wait=20)

    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    assert "Preference-Applied" not in same.headers
    assert weak.status_code == 304
    assert other.status_code == 200


def test_a_request_that_waits_in_vain_is_told_so(hub: Caller) -> None:
    tag = hub.screen("left").headers["ETag"]

    began = time.monotonic()
    answer = hub.screen("left", tag=tag, wait=1)

    assert time.monotonic() - began >= 0.99
    assert answer.status_code == 304
    assert answer.headers["Preference-Applied"] == "wait=1"
    assert answer.headers["ETag"] == tag


def test_a_request_that_waits_is_answered_when_there_is_something_new(hub: Caller) -> None:
    tag = hub.screen("left").headers["ETag"]
    answers: list[Any] = []
    waiting = threading.Thread(target=lambda: answers.append(Caller(hub.address).screen("left", tag=tag, wait=50)))
    waiting.start()
    time.sleep(0.3)

    pushed = hub.push("orders", value=time.time())
    waiting.join(20)

    assert pushed.status_code == 204
    (answer,) = answers
    assert answer.status_code == 200
    assert answer.headers["Preference-Applied"] == "wait=50"
    assert answer.headers["ETag"] != tag
    received, sent = hub_time(answer)
    assert sent - received > 0.25


def test_a_wait_is_never_longer_than_proxies_bear(hub: Caller) -> None:
    tag = hub.screen("left").headers["ETag"]
    answers: list[Any] = []
    waiting = threading.Thread(target=lambda: answers.append(Caller(hub.address).screen("left", tag=tag, wait=3600)))
    waiting.start()
    time.sleep(0.2)
    hub.push("orders", value=time.time())
    waiting.join(20)

    assert answers[0].headers["Preference-Applied"] == "wait=50"


def test_every_answer_has_the_times_of_the_hub(hub: Caller) -> None:
    before = time.time()
    answers = [
        hub.get("/v1/time"),
        hub.get("/"),
        hub.get("/nowhere"),
        hub.get("/v1/screen"),
        hub.screen("left"),
        hub.push("orders", value=1),
    ]

    for answer in answers:
        received, sent = hub_time(answer)
        assert before - 1 <= received <= sent <= time.time() + 1
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answers[0].status_code == 204


@pytest.mark.parametrize("authorization", [None, "Bearer short", "Basic abc", f"Bearer {'x' * 64}", "Bearer"])
def test_without_a_secret_there_is_nothing(hub: Caller, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}

    answer = hub.get("/v1/screen", **headers)

    assert answer.status_code == 401
    assert answer.json()["error"] == "no-secret"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_an_unclaimed_screen_is_told_its_fingerprint_and_listed(hub: Caller) -> None:
    answer = hub.screen("stranger", wait=20)

    assert answer.status_code == 403
    assert answer.json()["error"] == "not-claimed"
    assert answer.json()["fingerprint"] == device_of("stranger")
    listed = hub.get("/wall.json").json()["unclaimed"]
    assert device_of("stranger") in [one["fingerprint"] for one in listed]
    assert f"device: {device_of('stranger')}" in hub.get("/").text


def test_head_is_get_without_a_body_and_without_waiting(hub: Caller) -> None:
    # What earlier tests pushed may still be on its way: mirrors change one at a time.
    assert eventually(lambda: hub.screen("left", hub.screen("left").headers["ETag"], wait=1).status_code == 304)
    got = hub.screen("left", accept_encoding="identity")
    began = time.monotonic()
    answer = hub.send("HEAD", "/v1/screen", secret_of("left"), headers={"Accept-Encoding": "identity"})
    known = hub.send(
        "HEAD", "/v1/screen", secret_of("left"), headers={"If-None-Match": got.headers["ETag"], "Prefer": "wait=30"}
    )

    assert time.monotonic() - began < 10
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["ETag"] == got.headers["ETag"]
    assert answer.headers["Content-Length"] == str(len(got.content))
    assert known.status_code == 304


def test_a_large_document_is_compressed_for_who_takes_it(hub: Caller) -> None:
    now = time.time()
    for number in range(119, 0, -1):
        hub.push("orders", value=now - number / 100, as_of=now - number * 720)
    hub.push("orders", value=now)

    def plain() -> Any:
        return hub.screen("left", accept_encoding="identity")

    assert eventually(lambda: len(plain().content) > 1400)
    answer = hub.screen("left", accept_encoding="gzip")
    identity = plain()

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in identity.headers
    assert answer.headers["ETag"] == identity.headers["ETag"]
    assert answer.content == identity.content


def test_what_a_screen_tells_is_on_the_wall(hub: Caller) -> None:
    status = StatusReport(
        page_title="Now", showing="page", problem="it hums", clock_source="hub", clock_error_seconds=0.0042
    )
    told = hub.send("POST", "/v1/screen/status", secret_of("right"), data=msgspec.json.encode(status))
    shown = hub.send("PUT", "/v1/screen/picture", secret_of("right"), data=png(16, 9))

    screens = {screen["name"]: screen for screen in hub.get("/wall.json").json()["screens"]}
    picture = hub.get("/v1/screens/right/picture")
    assert (told.status_code, shown.status_code) == (204, 204)
    assert screens["right"]["state"] == "online"
    assert screens["right"]["page"] == "Now"
    assert (screens["right"]["clock_error_seconds"], screens["left"]["clock_error_seconds"]) == (0.0042, None)
    assert screens["right"]["problems"] == ["it hums"]
    assert screens["right"]["picture"] == picture.headers["ETag"].strip('"')
    assert picture.content == png(16, 9)
    assert hub.get("/v1/screens/right/picture", **{"If-None-Match": picture.headers["ETag"]}).status_code == 304
    assert hub.get("/v1/screens/left/picture").status_code == 404


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("/v1/screen/status", "POST", b"{", 400),
        ("/v1/screen/status", "POST", b'{"pge": 1}', 400),
        ("/v1/screen/status", "POST", b"x" * 70_000, 413),
        ("/v1/screen/picture", "PUT", b"<svg>", 400),
        ("/v1/screen/picture", "PUT", b"\x89PNG" * 300_000, 413),
    ],
)
def test_what_a_screen_sends_is_checked(hub: Caller, path: str, method: str, body: bytes, status: int) -> None:
    answer = hub.send(method, path, secret_of("left"), data=body)

    assert answer.status_code == status
    assert set(answer.json()) >= {"error", "message"}


def test_a_body_without_a_length_is_cut_where_it_becomes_too_large(hub: Caller) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(30):
            yield b"x" * 100_000

    answer = hub.send("PUT", "/v1/metrics/orders", KEY, data=endless())

    assert answer.status_code == 413


def test_a_pushed_value_reaches_the_screens_that_show_it(hub: Caller) -> None:
    tag = hub.screen("right").headers["ETag"]

    assert hub.push("errors", value=0.25, previous=0.5).status_code == 204

    assert eventually(lambda: hub.screen("right").headers["ETag"] != tag)
    gauge = hub.screen("right").json()["pages"][0]["widgets"]["errors"]
    assert (gauge["value"], gauge["previous"], gauge["title"]) == (0.25, 0.5, "Failures")


@pytest.mark.parametrize(
    ("metric", "body", "status", "words"),
    [
        ("orders", b'{"valeu": 1}', 400, "did you mean `value`?"),
        ("orders", b'{"value": NaN}', 400, "not JSON"),
        ("orders", b"x" * 1_100_000, 413, "more than"),
        ("order", b'{"value": 1}', 404, "did you mean `orders`?"),
        ("machine", b'{"value": 1}', 409, "itself"),
        ("made-up", b'{"value": 1}', 409, "itself"),
    ],
)
def test_what_is_pushed_is_checked(hub: Caller, metric: str, body: bytes, status: int, words: str) -> None:
    answer = hub.send("PUT", f"/v1/metrics/{metric}", KEY, data=body)

    assert answer.status_code == status
    assert words in answer.text


def test_a_wrong_key_writes_nothing(hub: Caller) -> None:
    assert hub.push("orders", key="wrong", value=1).status_code == 401
    assert hub.get("/v1/metrics/orders").status_code == 405


@pytest.mark.parametrize(("path", "error"), [("/nowhere", "not-found"), ("/v1/metric", "not-found")])
def test_errors_are_json(hub: Caller, path: str, error: str) -> None:
    answer = hub.get(path)

    assert answer.json()["error"] == error


def test_a_hub_that_is_ending_sends_new_questions_away_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hubs: list[Hub] = []
    begin = Hub.__init__

    def remembered(self: Hub, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        hubs.append(self)

    monkeypatch.setattr(Hub, "__init__", remembered)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        tag = hub.screen("left").headers["ETag"]
        hubs[0].is_closing = True
        answer = hub.screen("left", tag, wait=25)

        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "1"
        assert answer.json()["error"] == "closing"


def test_the_hub_is_well(hub: Caller) -> None:
    assert hub.get("/healthz").json() == {"status": "ok", "mistakes": 0, "troubles": []}


def test_a_client_that_hangs_up_leaves_nothing_behind(hub: Caller) -> None:
    tag = hub.screen("left").headers["ETag"]
    host, port = hub.address.removeprefix("http://").split(":")
    request = (
        f"GET /v1/screen HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {secret_of('left')}\r\n"
        f"If-None-Match: {tag}\r\nPrefer: wait=50\r\n\r\n"
    )
    for _ in range(20):
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(request.encode())

    assert hub.push("orders", value=time.time()).status_code == 204
    assert eventually(lambda: hub.screen("left").headers["ETag"] != tag)


def test_a_body_follows_its_head_at_once(hub: Caller) -> None:
    def quickest(path: str) -> float:
        times = []
        for _ in range(15):
            began = time.perf_counter()
            hub.send("GET", path, secret_of("left"))
            times.append(time.perf_counter() - began)
        return min(times)

    # Nagle's algorithm and delayed acknowledgements together hold a body back for some 40 ms.
    assert quickest("/v1/screen") < 0.03 + 5 * quickest("/v1/time")


def test_a_fault_of_the_hub_is_told_without_its_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(hub: Hub, screen: str) -> None:
        raise RuntimeError("the secret of it")

    monkeypatch.setattr(Hub, "news", fail)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        answer = hub.screen("left")

        assert (answer.status_code, answer.json()["error"]) == (500, "broken")
        assert "the secret of it" not in answer.text


def test_an_address_that_takes_another_method_says_which(hub: Caller) -> None:
    answer = hub.send("DELETE", "/v1/metrics/orders", KEY)

    assert (answer.status_code, answer.json()["error"]) == (405, "wrong-method")
    assert answer.headers["Allow"] == "PUT"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/datasets/support.daily", "DELETE, PUT"),
        ("/datasets/support.daily/data", "POST, PUT"),
        ("/metrics/job/nightly", "DELETE, POST, PUT"),
        ("/metrics", "GET, HEAD"),
        ("/widgets/karma", "POST"),
    ],
)
def test_an_address_names_every_method_that_it_takes(hub: Caller, path: str, allowed: str) -> None:
    answer = requests.options(hub.address + path, timeout=30)

    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)


@pytest.mark.expects_log
def test_a_screen_whose_document_never_could_be_sent_is_told_to_come_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.hub.publish.publisher.MAX_DOCUMENT_BYTES", 10)
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        answer = hub.screen("left")

        assert (answer.status_code, answer.json()["error"]) == (503, "no-document")
        assert int(answer.headers["Retry-After"]) >= 1
