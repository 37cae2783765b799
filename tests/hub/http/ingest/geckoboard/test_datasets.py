"""The Datasets API as its clients use it, down to the bytes that they send."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from displayd.hub.http.ingest.geckoboard import datasets as addresses
from tests.hub.processes import number, process
from tests.hub.walls import HUB, KEY, Caller, serving, write_wall

FIELDS: dict[str, Any] = {
    "day": {"type": "date", "name": "Day"},
    "csat": {"type": "percentage", "name": "CSAT", "optional": True},
}
BASIC = {"Authorization": "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()}


class Sent(NamedTuple):
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> str:
        """As the official client for Python reads it, without looking at anything else first."""
        found: str = json.loads(self.body)["error"]["message"]
        return found


def raw(hub: Caller, request: str, body: str = "", secret: str = KEY) -> Sent:
    """A request as a client wrote it: lines of a head, without those of the connection."""
    host, _, port = hub.address.removeprefix("http://").rpartition(":")
    key = base64.b64encode(f"{secret}:".encode()).decode()
    head = request.strip().replace("KEY", key).replace("\n", "\r\n")
    length = "" if "ontent-" in request and "Length" in request else f"Content-Length: {len(body.encode())}\r\n"
    with socket.create_connection((host, int(port)), timeout=30) as wire:
        wire.sendall(f"{head}\r\n{length}Connection: close\r\n\r\n{body}".encode())
        answer = b""
        while data := wire.recv(65536):
            answer += data
    lines, _, content = answer.partition(b"\r\n\r\n")
    status, *headers = lines.decode().split("\r\n")
    named = dict(line.lower().split(": ", 1) for line in headers)
    return Sent(int(status.split()[1]), named, content)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Caller]:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as found:
        yield found


def make(hub: Caller, name: str = "support.daily", **more: Any) -> None:
    """The dataset `name`."""
    answer = hub.send("PUT", f"/datasets/{name}", KEY, json={"fields": FIELDS, **more})
    assert answer.status_code in (200, 201), answer.text


def test_the_client_for_node_with_its_own_word_and_no_content_type(hub: Caller) -> None:
    """Node 2.0.3 writes `deleteBy`, and 1.2.0 sends no `Content-Type`."""
    made = raw(
        hub,
        "PUT /datasets/support.daily HTTP/1.1\nHost: api.geckoboard.com\nAuthorization: Basic KEY\n"
        "User-Agent: Geckoboard Node Client 2.0.2\nContent-Type: application/json",
        json.dumps({"fields": FIELDS, "unique_by": ["day"]}),
    )
    pushed = raw(
        hub,
        "POST /datasets/support.daily/data HTTP/1.1\nHost: api.geckoboard.com\nAuthorization: Basic KEY",
        json.dumps({"data": [{"day": "2026-11-21", "csat": 0.9}], "deleteBy": "day"}),
    )

    assert made.status == 201
    told = json.loads(made.body)
    assert (told["id"], told["fields"], told["unique_by"]) == ("support.daily", FIELDS, ["day"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", told["created_at"])
    assert made.headers["content-type"] == "application/json; charset=utf-8"
    assert made.headers["x-request-id"]
    assert made.body.endswith(b"\n")
    assert (pushed.status, pushed.body) == (200, b"{}\n")


def test_the_client_for_ruby_with_an_escaped_id_and_a_delete_that_says_its_length(hub: Caller) -> None:
    head = "Host: api.geckoboard.com\nAuthorization: Basic KEY\nUser-Agent: Geckoboard-Ruby/0.4.0"
    path = "/datasets/support%2Edaily"
    body = json.dumps({"fields": {"at": {"type": "datetime", "name": "At", "optional": False}}, "unique_by": []})
    made = raw(hub, f"PUT {path} HTTP/1.1\n{head}\nContent-Type: application/json", body)
    row = json.dumps({"data": [{"at": "2026-11-21T12:00:00+00:00"}]})
    pushed = raw(hub, f"POST {path}/data HTTP/1.1\n{head}\nContent-Type: application/json", row)
    deleted = raw(hub, f"DELETE {path} HTTP/1.1\n{head}\nContent-Length: 0")
    again = raw(hub, f"DELETE {path} HTTP/1.1\n{head}\nContent-Length: 0")

    assert (made.status, pushed.status, deleted.status, again.status) == (201, 200, 200, 404)
    assert again.message == "Dataset not found"
    assert again.headers["content-type"] == "application/json"


def test_programs_in_go_send_the_id_in_the_body_and_every_field_in_full(hub: Caller) -> None:
    """The same schema as that of another client, in another order: no conflict."""
    make(hub, unique_by=["day"])
    full = {key: {"optional": False, **field} for key, field in reversed(FIELDS.items())}
    again = raw(
        hub,
        "PUT /datasets/support.daily HTTP/1.1\nHost: api.geckoboard.com\nAuthorization: Basic KEY\n"
        "Content-Type: application/json\nAccept-Encoding: gzip\nUser-Agent: Geckoboard SQL-Dataset",
        json.dumps({"id": "support.daily", "fields": full, "unique_by": ["day"]}),
    )
    null = raw(
        hub,
        "POST /datasets/support.daily/data HTTP/1.1\nHost: api.geckoboard.com\nAuthorization: Basic KEY",
        '{"data":[{"csat":null,"day":null}]}\n',
    )

    assert (again.status, null.status) == (200, 200)


def test_another_schema_is_a_conflict_until_the_dataset_is_deleted(hub: Caller) -> None:
    make(hub)
    other = {"fields": {**FIELDS, "csat": {**FIELDS["csat"], "optional": False}}}

    refused = hub.send("PUT", "/datasets/support.daily", KEY, json=other)
    hub.send("DELETE", "/datasets/support.daily", KEY)
    made = hub.send("PUT", "/datasets/support.daily", KEY, json=other)

    assert refused.status_code == 409
    assert "different schema" in refused.json()["error"]["message"]
    assert made.status_code == 201


def test_a_new_name_for_people_is_taken_over(hub: Caller) -> None:
    make(hub)
    renamed = {key: {**field, "name": "New"} for key, field in FIELDS.items()}

    answer = hub.send("PUT", "/datasets/support.daily", KEY, json={"fields": renamed})
    listed = hub.send("GET", "/datasets/", KEY).json()["data"]

    assert answer.status_code == 200
    assert [one["fields"]["day"]["name"] for one in listed] == ["New"]


def test_a_ping_is_not_the_wall_page_and_the_wall_page_is_no_ping(hub: Caller) -> None:
    ping = hub.get("/", **BASIC)
    curl = hub.get("/", **BASIC, Accept="*/*")
    browser_behind_a_password = hub.get("/", **BASIC, Accept="text/html,application/xhtml+xml")
    browser = hub.get("/", Accept="text/html")

    assert ping.json() == curl.json() == {}
    assert browser_behind_a_password.text.startswith("<!")
    assert browser.text.startswith("<!")


@pytest.mark.parametrize("path", ["/geckoboard/", "/geckoboard", "/geckoboard/datasets/", "/datasets", "/datasets/"])
def test_everything_is_below_a_path_of_its_own_as_well(hub: Caller, path: str) -> None:
    assert hub.get(path, **BASIC).status_code == 200


def test_a_slash_behind_an_address_changes_nothing(hub: Caller) -> None:
    make(hub)

    assert hub.send("PUT", "/datasets/support.daily/data/", KEY, data=b'{"data": []}').status_code == 200
    assert hub.send("DELETE", "/geckoboard/datasets/support.daily/", KEY).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/datasets/support.daily/rows", 404),
        ("GET", "/geckoboard/other", 404),
        ("PATCH", "/datasets/support.daily", 405),
        ("POST", "/datasets/", 405),
        ("GET", "/datasets/support.daily/data", 405),
    ],
)
def test_what_is_not_there_says_so_as_clients_read_it(hub: Caller, method: str, path: str, status: int) -> None:
    answer = raw(hub, f"{method} {path} HTTP/1.1\nHost: api.geckoboard.com\nAuthorization: Basic KEY")

    assert answer.status == status
    assert answer.message


def test_wrong_keys_and_keys_for_something_else(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"support only").hexdigest()
    keys = f"keys:\n  few: {{sha256: {digest}, scopes: ['ingest:support.*']}}\n"
    wall: dict[str, str | bytes | None] = {"hub.yaml": HUB.replace("keys:\n", keys)}
    with serving(write_wall(tmp_path / "wall", wall), tmp_path / "state") as hub:
        make(hub, "sales.daily")
        wrong = raw(hub, "GET / HTTP/1.1\nHost: a\nAuthorization: Basic KEY", secret="wrong")
        none = hub.get("/datasets/")
        theirs = hub.send("PUT", "/datasets/support.daily", "support only", json={"fields": FIELDS})
        others = hub.send("PUT", "/datasets/sales.daily/data", "support only", json={"data": []})
        listed = hub.send("GET", "/datasets/", "support only").json()["data"]

    assert (wrong.status, wrong.message) == (401, "Your API key is invalid")
    assert none.status_code == 401
    assert theirs.status_code == 201
    assert others.status_code == 403
    assert others.json()["error"]["message"]
    assert [one["id"] for one in listed] == ["support.daily"]


def test_too_many_requests_are_told_when_to_come_again(tmp_path: Path) -> None:
    wall: dict[str, str | bytes | None] = {"hub.yaml": HUB.replace("100000", "60")}
    with serving(write_wall(tmp_path / "wall", wall), tmp_path / "state") as hub:
        answers = [hub.get("/", **BASIC) for _ in range(62)]

    assert [one.status_code for one in answers[:60]] == [200] * 60
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert answers[-1].json()["error"]["message"]


def test_a_body_that_is_too_large_or_too_slow(hub: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    make(hub)
    monkeypatch.setattr("displayd.hub.http.request_body.BODY_SECONDS", 0.2)

    large = hub.send("PUT", "/datasets/support.daily/data", KEY, data=b" " * 4_000_001)
    slow = raw(hub, "PUT /datasets/support.daily/data HTTP/1.1\nHost: a\nAuthorization: Basic KEY\nContent-Length: 10")

    assert large.status_code == 413
    assert large.json()["error"]["message"]
    assert slow.status == 408
    assert slow.message


def test_rows_may_come_compressed(hub: Caller) -> None:
    make(hub)
    gzip_of = {"Content-Encoding": "gzip", "Content-Type": "application/json; charset=utf-8"}

    taken = hub.send("PUT", "/datasets/support.daily/data", KEY, data=gzip.compress(b'{"data": []}'), headers=gzip_of)
    other = hub.send("PUT", "/datasets/support.daily/data", KEY, data=b"{}", headers={"Content-Encoding": "br"})

    assert taken.status_code == 200
    assert (other.status_code, other.json()["error"]["type"]) == (415, "ErrOtherCoding")


@pytest.mark.expects_log
def test_a_fault_of_the_hub_is_told_as_clients_read_it(hub: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("displayd.hub.datasets.Datasets.find_or_create", broken)

    answer = hub.send("PUT", "/datasets/support.daily", KEY, json={"fields": FIELDS})

    assert answer.status_code == 500
    assert answer.json()["error"]["message"]


def test_there_is_an_end_to_datasets_and_to_their_rows(hub: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    make(hub)
    monkeypatch.setattr(addresses, "MAX_DATASETS", 1)
    monkeypatch.setattr(addresses, "MAX_ALL_BYTES", 100)

    one_more = hub.send("PUT", "/datasets/another", KEY, json={"fields": FIELDS})
    the_same = hub.send("PUT", "/datasets/support.daily", KEY, json={"fields": FIELDS})
    rows = hub.send("POST", "/datasets/support.daily/data", KEY, json={"data": [{"day": "2026-11-21"}] * 10})

    assert (one_more.status_code, the_same.status_code, rows.status_code) == (403, 200, 403)
    assert one_more.json()["error"]["message"]


def test_rows_are_there_after_a_kill(tmp_path: Path) -> None:
    """Whoever was told 200 need not push again."""
    write_wall(tmp_path / "wall", {"metrics.yaml": "orders: {dataset: shop.orders}\nerrors: {}\nlatency: {}\n"})
    fields = {"day": {"type": "date", "name": "Day"}, "n": {"type": "number", "name": "N"}}
    with process(tmp_path / "wall", tmp_path / "state") as (running, hub):
        hub.send("PUT", "/datasets/shop.orders", KEY, json={"fields": fields})
        rows = [{"day": f"2026-11-{day:02}", "n": day} for day in range(1, 29)]
        answer = hub.send("POST", "/datasets/shop.orders/data", KEY, json={"data": rows})
        running.kill()
        running.wait()

    assert answer.status_code == 200
    with process(tmp_path / "wall", tmp_path / "state") as (_, hub):
        assert number(hub).value == 28.0
        again = hub.send("PUT", "/datasets/shop.orders", KEY, json={"fields": fields})
        assert again.status_code == 200
