"""Who asks through proxies, and what anybody may write."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.hub.http.proxied import FORWARDED_HOSTS, seen_through
from tests.hub.walls import HUB, device_of, mistakes, secret_of, serving, write_wall

PROXIES = ["127.0.0.1", "10.0.0.0/8", "fd00::/8"]


def scope(peer: str = "127.0.0.1", path: str = "/wall.json", **headers: str) -> dict[str, object]:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "client": (peer, 1234), "scheme": "http", "path": path, "headers": raw}


@pytest.mark.parametrize(
    ("headers", "client"),
    [
        ({}, "127.0.0.1"),
        ({"x_forwarded_for": "192.0.2.7"}, "192.0.2.7"),
        ({"x_forwarded_for": "6.6.6.6, 192.0.2.7"}, "192.0.2.7"),
        ({"x_forwarded_for": "6.6.6.6, 192.0.2.7, 10.0.0.9"}, "192.0.2.7"),
        ({"x_forwarded_for": "10.0.0.8, 10.0.0.9"}, "10.0.0.8"),
        ({"x_forwarded_for": "192.0.2.7:50123"}, "192.0.2.7"),
        ({"x_forwarded_for": "2001:db8::7"}, "2001:db8::7"),
        ({"x_forwarded_for": "[2001:db8::7]:50123"}, "2001:db8::7"),
        ({"x_forwarded_for": "unknown"}, "127.0.0.1"),
        ({"x_forwarded_for": "unknown, 10.0.0.9"}, "10.0.0.9"),
        ({"x_forwarded_for": "<script>"}, "127.0.0.1"),
        ({"x_forwarded_for": ""}, "127.0.0.1"),
        ({"forwarded": "for=192.0.2.7;proto=https;by=10.0.0.9"}, "192.0.2.7"),
        ({"forwarded": 'For="[2001:db8::7]:4711"'}, "2001:db8::7"),
        ({"forwarded": "for=6.6.6.6, for=192.0.2.7"}, "192.0.2.7"),
        ({"forwarded": 'for="6.6.6.6, for=1.1.1.1", for=192.0.2.7'}, "192.0.2.7"),
        ({"forwarded": "for=_hidden, for=10.0.0.9"}, "10.0.0.9"),
        ({"forwarded": "for=192.0.2.7", "x_forwarded_for": "192.0.2.7"}, "192.0.2.7"),
        ({"forwarded": "for=6.6.6.6", "x_forwarded_for": "192.0.2.7"}, "127.0.0.1"),
    ],
)
def test_the_last_address_before_the_trusted_proxies_asks(headers: dict[str, str], client: str) -> None:
    assert seen_through(scope(**headers), PROXIES)["client"][0] == client


@pytest.mark.parametrize("proxies", [[], ["192.0.2.1"]])
def test_nobody_else_is_believed(proxies: list[str]) -> None:
    said = scope(
        x_forwarded_for="192.0.2.7",
        x_forwarded_proto="https",
        x_forwarded_host="evil.example",
        x_forwarded_prefix="/wall.json",
        forwarded="for=192.0.2.7;proto=https",
    )

    assert seen_through(said, proxies) == said


@pytest.mark.parametrize(
    ("headers", "scheme", "hosts"),
    [
        ({}, "http", []),
        ({"x_forwarded_proto": "https", "x_forwarded_host": "a.example"}, "https", ["a.example"]),
        (
            {"x_forwarded_proto": "http, https", "x_forwarded_host": "a.example, b.example"},
            "https",
            ["a.example", "b.example"],
        ),
        ({"x_forwarded_proto": "javascript"}, "http", []),
        ({"forwarded": 'for=192.0.2.7;host="a.example";proto=https'}, "https", ["a.example"]),
    ],
)
def test_how_the_hub_was_called_is_taken_from_trusted_proxies(
    headers: dict[str, str], scheme: str, hosts: list[str]
) -> None:
    seen = seen_through(scope(**headers), PROXIES)

    assert (seen["scheme"], seen[FORWARDED_HOSTS]) == (scheme, hosts)


@pytest.mark.parametrize(
    ("prefix", "path", "root"),
    [
        ("/displayd", "/displayd/wall.json", "/displayd"),
        ("/displayd/", "/displayd/wall.json", "/displayd"),
        ("/displayd", "/displayd/", "/displayd"),
        ("/displayd", "/displayd", "/displayd"),
        ("/displayd", "/wall.json", None),
        ("/displayd", "/displaydx/wall.json", None),
        ("//evil.example", "//evil.example/wall.json", None),
        ("/a b", "/a b/wall.json", None),
    ],
)
def test_a_path_that_a_proxy_leaves_there_is_left_out(prefix: str, path: str, root: str | None) -> None:
    seen = seen_through(scope(path=path, x_forwarded_prefix=prefix), PROXIES)

    assert seen.get("root_path") == root
    assert seen["path"] == (f"{path}/" if path == "/displayd" else path)


def test_a_hub_behind_a_proxy_knows_who_asks(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": HUB + "proxies: [127.0.0.1]\nviewers: public\n"})
    with serving(folder, tmp_path / "state") as hub:
        headers = {"X-Forwarded-For": "192.0.2.7"}
        hub.send("GET", "/v1/screen", secret_of("stranger"), headers=headers)
        (listed,) = hub.get("/wall.json").json()["unclaimed"]
        tried = [
            hub.send("PUT", "/v1/metrics/orders", "wrong", headers={"X-Forwarded-For": f"{number}.6.6.6, 192.0.2.7"})
            for number in range(1, 130)
        ]
        other = hub.send("PUT", "/v1/metrics/orders", "wrong", headers={"X-Forwarded-For": "192.0.2.8"})
        hub.session.hooks["response"].clear()
        below = hub.get("/displayd/healthz", **{"X-Forwarded-Prefix": "/displayd"})

    assert (listed["fingerprint"], listed["address"]) == (device_of("stranger"), "192.0.2.7")
    assert (tried[-1].status_code, other.status_code) == (429, 401)
    assert below.json()["status"] == "ok"


def test_without_a_list_of_proxies_nobody_says_who_asks(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        headers = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Prefix": "/displayd", "Forwarded": "for=192.0.2.7"}
        hub.send("GET", "/v1/screen", secret_of("stranger"), headers=headers)
        (listed,) = hub.get("/wall.json").json()["unclaimed"]
        tried = [
            hub.send("PUT", "/v1/metrics/orders", "wrong", headers={"X-Forwarded-For": f"192.0.2.{number}"})
            for number in range(130)
        ]

        assert listed["address"] == "127.0.0.1"
        assert tried[-1].status_code == 429
        assert hub.get("/displayd/healthz", **headers).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1, evil.example"])
def test_a_foreign_name_is_refused_through_a_proxy_too(tmp_path: Path, host: str) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": HUB + "proxies: [127.0.0.1]\nviewers: public\n"})
    with serving(folder, tmp_path / "state") as hub:
        assert hub.get("/wall.json", **{"X-Forwarded-Host": host}).status_code == 421
        assert hub.get("/wall.json", **{"X-Forwarded-Host": "localhost"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/wall.json/", "/healthz/", "//evil.example/", "/v1/screens/left/picture/", "/log-in/"]
)
def test_no_address_is_made_of_what_the_hub_is_called(tmp_path: Path, path: str) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        answer = hub.session.get(
            hub.address + path, headers={"Host": "evil.example"}, timeout=30, allow_redirects=False
        )

        assert answer.status_code in (404, 421)
        assert "Location" not in answer.headers


def test_a_proxy_that_is_no_address_is_a_mistake() -> None:
    (told,) = mistakes({"hub.yaml": "proxies:\n  - 10.0.0.0/8\n  - proxy.example.org\n"})

    assert told.startswith("hub.yaml:3: `proxy.example.org` is neither an IP address nor a network")
