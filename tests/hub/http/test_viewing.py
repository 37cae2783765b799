"""Who may look at the wall, from where, and by which name of the hub."""

from __future__ import annotations

import logging
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from displayd.hub.connections.connection import Connection
from displayd.hub.http.endpoint import Caller as Who
from displayd.hub.http.routes import ENDPOINTS
from displayd.hub.http.viewing import is_let_in, is_own_machine
from displayd.hub.state import Hub
from tests.hub.viewers import LOOK, PASSWORD, THROUGH_PROXY, WITH_VIEWERS
from tests.hub.walls import HUB, KEY, NOON, Caller, png, secret_of, serving, wall, write_wall
from tests.support.namespaces import has_namespaces, in_namespace

VIEWED = ("/", "/wall.json", "/v1/screens/left/picture", "/v1/screens/left/page", "/v1/plan-base", "/v1/schemas/layout")

OPEN = {"/icon.svg", "/openapi.json", "/healthz", "/v1/time"}
"""What tells nothing of the office."""


def statuses(hub: Caller, **headers: str) -> list[int]:
    """What somebody through a proxy on the hub's machine is answered at each address that viewers look at."""
    return [hub.get(path, **THROUGH_PROXY, **headers).status_code for path in VIEWED]


def test_only_what_tells_nothing_is_open_to_everybody() -> None:
    assert {one.path for one in ENDPOINTS if one.caller is Who.ANYONE} == OPEN


def test_a_viewer_sees_with_a_key_what_nobody_sees_without(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        hub.send("PUT", "/v1/screen/picture", secret_of("left"), data=png())
        with_key = statuses(hub, Authorization=f"Bearer {LOOK}")
        refused = [hub.get(path, **THROUGH_PROXY) for path in VIEWED]
        others = [
            statuses(hub, Authorization=f"Bearer {one}") for one in (KEY, secret_of("left"), PASSWORD, LOOK + "x")
        ]
        basic = statuses(hub, Authorization=f"Basic {LOOK}")
        opened = [hub.get(path, **THROUGH_PROXY).status_code for path in sorted(OPEN)]

    assert with_key == [200] * len(VIEWED)
    assert [one.status_code for one in refused] == [401] * len(VIEWED)
    assert all(one == [401] * len(VIEWED) for one in [*others, basic])
    assert opened == [200, 200, 200, 204]
    for one in refused:
        assert one.json()["error"] == "no-viewer"
        assert one.headers["Cache-Control"] == "no-store"
        assert not any(word in one.text for word in ("Team", "Orders", "left", "team.yaml"))


def test_the_connections_of_viewers_are_no_strangers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When it gets tight strangers have to go, see `Crowd`."""
    owners: list[str] = []
    monkeypatch.setattr(Connection, "belongs_to", lambda self, owner: owners.append(owner))
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        statuses(hub)
        statuses(hub, Authorization="Bearer wrong")
        nobodys = list(owners)
        hub.get("/wall.json", **THROUGH_PROXY, Authorization=f"Bearer {LOOK}")
        form = {"name": "office", "password": PASSWORD}
        hub.session.post(f"{hub.address}/log-in", form, headers=THROUGH_PROXY, timeout=30, allow_redirects=False)
        hub.get("/wall.json", **THROUGH_PROXY)

    assert nobodys == []
    assert owners == ["viewer monitor", "viewer office"]


def test_a_hub_without_viewers_is_shown_to_its_own_machine_alone(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        own = [hub.get(path).status_code for path in VIEWED]
        others = statuses(hub)
        page = hub.get("/", **THROUGH_PROXY, Accept="text/html").text

    assert own == [404 if path.endswith("/picture") else 200 for path in VIEWED]
    assert others == [401] * len(VIEWED)
    assert "displayd hub viewer NAME" in page
    assert "viewers: public" in page
    assert "<form" not in page


def test_a_public_wall_is_public_and_the_log_says_so_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "displayd")
    write_wall(tmp_path / "wall", {"hub.yaml": f"{HUB}viewers: public\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        found = statuses(hub)

    assert found == [404 if path.endswith("/picture") else 200 for path in VIEWED]
    assert [one for one in caplog.messages if "`viewers: public`" in one] == [
        "`viewers: public`: the wall page shows every figure to whoever reaches the hub"
    ]


@pytest.mark.parametrize("settings", [HUB, WITH_VIEWERS, f"{HUB}viewers: public\n"], ids=["none", "some", "public"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8070", "a b", "hub.evil.example."])
def test_a_name_that_is_not_the_hubs_is_shown_nothing(tmp_path: Path, settings: str, host: str) -> None:
    """DNS rebinding: a stranger's page calls the hub by the stranger's name, from the viewer's own browser."""
    write_wall(tmp_path / "wall", {"hub.yaml": settings})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        answers = [hub.get(path, Host=host) for path in (*VIEWED, "/log-in")]
        page = hub.get("/", Host=host, Accept="text/html,*/*").text
        screen = hub.send("GET", "/v1/screen", secret_of("left"), headers={"Host": host})
        pushed = hub.send("PUT", "/v1/metrics/orders", KEY, headers={"Host": host}, json={"value": 1})

    assert [one.status_code for one in answers] == [421] * (len(VIEWED) + 1)
    assert all("Team" not in one.text for one in answers)
    assert "Team" not in page
    if " " not in host:
        assert f"hosts: [{host.removesuffix(':8070').removesuffix('.')}]" in answers[0].json()["hint"]
        assert "<code>hosts: [" in page
    # A screen has its secret, and a stranger's page does not: IT may call the hub as it likes.
    assert screen.status_code == 200
    assert pushed.status_code == 204


@pytest.mark.parametrize("head", ["GET {path} HTTP/1.0\r\n\r\n", "GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"])
@pytest.mark.parametrize("path", VIEWED)
def test_a_request_that_may_be_a_proxys_is_not_the_machines_own(tmp_path: Path, head: str, path: str) -> None:
    """nginx with `proxy_pass` and nothing else speaks HTTP/1.0 and says nothing of whom it asks for."""
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        address, port = hub.address.removeprefix("http://").split(":")
        with socket.create_connection((address, int(port)), timeout=20) as asking:
            asking.sendall(head.format(path=path).encode())
            status = asking.makefile("rb").readline().split()[1]

    assert status == (b"401" if "Host" in head else b"421")


def test_health_is_told_in_numbers_to_viewers_alone(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall")
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        own, others, foreign = (
            hub.get("/healthz", **one).json() for one in ({}, THROUGH_PROXY, {"Host": "evil.example"})
        )

    assert own == {"status": "ok", "mistakes": 0, "troubles": []}
    assert others == foreign == {"status": "ok"}


@pytest.mark.expects_log
def test_mistakes_of_the_folder_are_told_to_viewers_alone(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"screens.yaml": "screens: {a: {show: [secret-project]}}"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        own = hub.get("/healthz")
        others = [
            hub.get("/healthz", **THROUGH_PROXY),
            hub.send("GET", "/v1/screen", secret_of("stranger")),
            hub.send("PUT", "/v1/metrics/orders", "no-key", json={"value": 1}),
        ]

    assert "secret-project" in own.text
    assert [one.status_code for one in [own, *others]] == [503] * 4
    assert all("secret-project" not in one.text for one in others)


def request(client: str | None, headers: Mapping[str, str], version: str = "1.1") -> Request:
    """A request as the server hands it on."""
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": version,
        "method": "GET",
        "path": "/",
        "query_string": b"",
        "client": None if client is None else (client, 50_000),
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    return Request(scope)


OWN = {"Host": "localhost:8070", "Accept": "*/*", "User-Agent": "curl/8", "Referer": "http://localhost:8070/"}


@pytest.mark.parametrize("client", ["127.0.0.1", "127.0.0.7", "::1", "::ffff:127.0.0.1"])
def test_a_program_on_the_hubs_machine_is_known_by_its_peer_address(client: str) -> None:
    assert is_own_machine(request(client, OWN))


@pytest.mark.parametrize(
    ("client", "headers", "version"),
    [
        pytest.param("10.0.0.7", OWN, "1.1", id="another machine"),
        pytest.param("::ffff:10.0.0.7", OWN, "1.1", id="another machine, mapped"),
        pytest.param("172.17.0.1", OWN, "1.1", id="a container's gateway"),
        pytest.param(None, OWN, "1.1", id="nobody knows"),
        pytest.param("", OWN, "1.1", id="nobody says"),
        pytest.param("localhost", OWN, "1.1", id="a name where an address belongs"),
        pytest.param("127.0.0.1", {**OWN, "Host": "hub.example"}, "1.1", id="HAProxy, which keeps the name"),
        pytest.param("127.0.0.1", {**OWN, "Host": "10.0.0.7:8070"}, "1.1", id="a proxy, which keeps the address"),
        pytest.param("127.0.0.1", OWN, "1.0", id="nginx as it comes"),
        pytest.param("127.0.0.1", {}, "1.1", id="no name"),
        *(
            pytest.param("127.0.0.1", {**OWN, name: "127.0.0.1"}, "1.1", id=name)
            for name in (
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Forwarded-Proto",
                "X-Forwarded-Server",
                "X-Real-IP",
                "Forwarded",
                "Via",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
            )
        ),
    ],
)
def test_whoever_comes_through_a_proxy_is_not_the_machine(
    client: str | None, headers: Mapping[str, str], version: str
) -> None:
    assert not is_own_machine(request(client, headers, version))


@pytest.mark.parametrize(
    ("settings", "is_in"),
    [
        ("", True),
        ("announce: {name: Office}", True),
        ("announce: {address: 'https://dash.example.org'}", False),
        ("proxies: [10.0.0.7]", True),
        ("proxies: [127.0.0.1]", False),
        ("proxies: [127.0.0.0/8]", False),
    ],
)
def test_a_hub_that_knows_of_a_proxy_takes_it_for_nobodys_own_machine(settings: str, is_in: bool) -> None:
    hub = Hub(lambda: NOON)
    hub.use(wall({"hub.yaml": settings}))

    assert is_let_in(hub, request("127.0.0.1", OWN)) is is_in


FROM_ANOTHER_ADDRESS = """
import json, urllib.error, urllib.request

run("ip", "link", "set", "lo", "up")
run("ip", "addr", "add", "10.77.0.1/24", "dev", "lo")
start(sys.executable, "-m", "displayd", "hub", "serve", folder / "wall", "--listen", "0.0.0.0:8070",
      "--state", folder / "state")

def status(address, path):
    try:
        with urllib.request.urlopen(f"http://{address}:8070{path}", timeout=20) as told:
            return told.status
    except urllib.error.HTTPError as exc:
        return exc.code
    except OSError:
        return 0

eventually(lambda: status("127.0.0.1", "/healthz") == 200, 60)
answer([[status(address, path) for path in PATHS] for address in ("127.0.0.1", "10.77.0.1")])
"""


@pytest.mark.slow
@pytest.mark.skipif(not has_namespaces(), reason="no namespaces of networks here")
def test_another_address_than_loopback_is_asked_for_a_password(tmp_path: Path) -> None:
    """With a hub that listens on all addresses, as the Debian package has it, in a network of its own."""
    write_wall(tmp_path / "wall", {"hub.yaml": f"{HUB}announce: false\n"})
    own, others = in_namespace(tmp_path, f"PATHS = {VIEWED + tuple(sorted(OPEN))}\n{FROM_ANOTHER_ADDRESS}")

    opened = [200, 200, 200, 204]
    assert own == [*(404 if path.endswith("/picture") else 200 for path in VIEWED), *opened]
    assert others == [*(401 for _ in VIEWED), *opened]
