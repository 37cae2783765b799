"""Logging in to the wall page and out of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from tests.hub.viewers import LOOK, PASSWORD, THROUGH_PROXY, WITH_VIEWERS
from tests.hub.walls import HUB, Caller, serving, write_wall

ELSEWHERE = "192.0.2.77"


def log_in(hub: Caller, name: str, password: str, **headers: str) -> requests.Response:
    """What the form sends."""
    return hub.session.post(
        f"{hub.address}/log-in",
        data={"name": name, "password": password},
        headers={**THROUGH_PROXY, **headers},
        timeout=30,
        allow_redirects=False,
    )


def look(hub: Caller) -> requests.Response:
    """The wall, as a browser behind a proxy asks for it."""
    return hub.get("/wall.json", **THROUGH_PROXY)


@pytest.mark.parametrize(("name", "password"), [("office", PASSWORD), (" office ", PASSWORD), ("monitor", LOOK)])
def test_who_has_logged_in_sees_the_wall_until_signing_out(tmp_path: Path, name: str, password: str) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        before = look(hub).status_code
        answer = log_in(hub, name, password)
        cookie = hub.session.cookies["displayd-viewer"]
        inside, page = look(hub).status_code, hub.get("/", **THROUGH_PROXY).text
        out = hub.session.post(f"{hub.address}/sign-out", headers=THROUGH_PROXY, timeout=30, allow_redirects=False)
        kept = dict(hub.session.cookies)
        after = look(hub).status_code
        stolen = hub.get("/wall.json", **THROUGH_PROXY, Cookie=f"displayd-viewer={cookie}").status_code

    assert (before, answer.status_code, inside, out.status_code, after) == (401, 303, 200, 303, 401)
    assert stolen == 401, "the session must end on the hub, not in this browser alone"
    assert f"Sign out {name.strip()}" in page
    assert kept == {}
    assert answer.headers["Location"] == out.headers["Location"] == "./"


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_connections(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        set_cookie = log_in(hub, "office", PASSWORD).headers["Set-Cookie"]

    parts = {part.strip().lower() for part in set_cookie.split(";")[1:]}
    assert parts == {"httponly", "samesite=lax", "path=/", "max-age=2592000"}
    assert re.match(r"displayd-viewer=[A-Za-z0-9_-]{43};", set_cookie)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("office", PASSWORD.upper()),
        ("office", ""),
        ("office", LOOK),
        ("monitor", PASSWORD),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        ("OFFICE", PASSWORD),
        ("office\x00", PASSWORD),
        ("<b>", "<b>"),
    ],
)
def test_nothing_else_is_a_name_and_a_password(tmp_path: Path, name: str, password: str) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        answer = log_in(hub, name, password)
        page = log_in(hub, name, password, Accept="text/html").text

        assert (answer.status_code, answer.json()["error"]) == (401, "wrong-log-in")
        assert "Set-Cookie" not in answer.headers
        assert look(hub).status_code == 401
    assert "No viewer has this name and password." in page
    assert "<b>" not in page


def test_a_public_wall_and_one_without_viewers_let_nobody_log_in(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall")
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        assert log_in(hub, "office", PASSWORD).status_code == 401
    write_wall(tmp_path / "wall", {"hub.yaml": f"{HUB}viewers: public\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        assert log_in(hub, "office", PASSWORD).status_code == 401


@pytest.mark.parametrize("body", [b"", b"name=office", b"password=x", b"{}", b"name=a&name=b&password=c", b"\xff" * 20])
def test_a_form_that_is_none_is_refused(tmp_path: Path, body: bytes) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        answer = hub.session.post(f"{hub.address}/log-in", data=body, timeout=30)

        assert (answer.status_code, answer.json()["error"]) == (400, "bad-log-in")


def test_a_session_survives_a_restart_and_ends_with_the_password(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        log_in(hub, "office", PASSWORD)
        cookie = {"Cookie": f"displayd-viewer={hub.session.cookies['displayd-viewer']}"}
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        again = hub.get("/wall.json", **THROUGH_PROXY, **cookie).status_code
    write_wall(tmp_path / "wall", {"hub.yaml": f"{HUB}viewers: {{office: {{sha256: {'a' * 64}}}}}\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        after = hub.get("/wall.json", **THROUGH_PROXY, **cookie).status_code

    assert (again, after) == (200, 401)


def test_who_guesses_is_slowed_down_and_nobody_else_is(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        log_in(hub, "office", PASSWORD)
        inside = hub.session.cookies["displayd-viewer"]
        hub.session.cookies.clear()
        codes = [log_in(hub, "office", f"guess {number}").status_code for number in range(14)]
        slowed = log_in(hub, "office", PASSWORD)
        page = log_in(hub, "office", PASSWORD, Accept="text/html").text
        session = hub.get("/wall.json", **THROUGH_PROXY, Cookie=f"displayd-viewer={inside}").status_code
        key = hub.get("/wall.json", **THROUGH_PROXY, Authorization=f"Bearer {LOOK}").status_code

    assert codes[:10] == [401] * 10
    assert codes[-1] == 429
    assert slowed.status_code == 429
    assert 1 <= int(slowed.headers["Retry-After"]) <= 60
    assert "Too many tries" in page
    assert (session, key) == (200, 200)


def test_right_passwords_count_for_nothing(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        codes = {log_in(hub, "office", PASSWORD).status_code for _ in range(25)}

    assert codes == {303}


def test_a_strangers_page_cannot_sign_anybody_out(tmp_path: Path) -> None:
    """A form of another site is sent without the cookie, as it is `SameSite=Lax`."""
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        log_in(hub, "office", PASSWORD)
        forced = requests.post(f"{hub.address}/sign-out", headers=THROUGH_PROXY, timeout=30, allow_redirects=False)
        still = look(hub).status_code

    assert "Set-Cookie" not in forced.headers
    assert still == 200


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("none", 303)]
)
def test_a_form_on_a_strangers_page_logs_nobody_in_or_out(tmp_path: Path, site: str, status: int) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        inside = log_in(hub, "office", PASSWORD, **{"Sec-Fetch-Site": site})
        headers = {**THROUGH_PROXY, "Sec-Fetch-Site": site}
        out = hub.session.post(f"{hub.address}/sign-out", headers=headers, timeout=30, allow_redirects=False)

    assert (inside.status_code, out.status_code) == (status, status)
    assert ("Set-Cookie" in inside.headers) == (status == 303)


def test_a_session_pushes_no_values(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": WITH_VIEWERS})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        log_in(hub, "office", PASSWORD)
        push = hub.session.put(f"{hub.address}/v1/metrics/orders", json={"value": 1}, timeout=30)
        key = hub.push("orders", key=LOOK, value=1)

    assert (push.status_code, key.status_code) == (401, 401)
