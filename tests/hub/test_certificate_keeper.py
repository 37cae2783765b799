"""A hub that speaks HTTPS: with files of somebody else or a CA of its own, and with new ones while it runs."""

from __future__ import annotations

import asyncio
import datetime
import logging
import ssl
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from displayd.errors import DisplaydError
from displayd.hub import certificate_keeper
from displayd.hub.certificate_keeper import CertificateKeeper
from displayd.hub.own_certificate import HUB_DAYS, OwnCertificate
from displayd.hub.settings import Tls
from displayd.hub.state import Hub
from tests.hub.viewers import LOOK, PASSWORD, THROUGH_PROXY, VIEWERS, WITH_VIEWERS
from tests.hub.walls import HUB, NOON, eventually, serving, wall, write_wall


def chain_of(folder: Path, now: float | None = None) -> OwnCertificate:
    """A certificate for loopback."""
    folder.mkdir(parents=True, exist_ok=True)
    own = OwnCertificate(folder)
    own.renew({"localhost"}, {"127.0.0.1"}, datetime.datetime.fromtimestamp(now or time.time(), datetime.UTC))
    return own


def session_of(own: OwnCertificate | None) -> requests.Session:
    """A client that trusts this one alone, whatever the environment says; None for the system's certificates."""
    session = requests.Session()
    session.trust_env = False
    if own is not None:
        session.verify = str(own.ca)
    return session


def test_a_hub_with_a_ca_of_its_own_is_trusted_by_who_has_its_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": f"{HUB}tls: own\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        hub.session.verify = str(tmp_path / "state" / "tls" / "ca.pem")
        screen = hub.screen("left")
        name = hub.address.replace("127.0.0.1", "localhost")
        page = hub.session.get(f"{name}/", timeout=30)
        with pytest.raises(requests.exceptions.SSLError):
            session_of(None).get(f"{hub.address}/healthz", timeout=30)
        with pytest.raises(requests.exceptions.ConnectionError):
            session_of(None).get(f"{hub.address.replace('https', 'http')}/healthz", timeout=30)

    assert hub.address.startswith("https://127.0.0.1:")
    assert (screen.status_code, page.status_code) == (200, 200)
    # Connections that wait for another question end at once, though TLS would wait for a word from both sides.
    assert [one.getMessage() for one in caplog.records if one.name.startswith("uvicorn")] == []


def test_over_tls_the_cookie_stays_there(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": f"{WITH_VIEWERS}tls: own\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        hub.session.verify = str(tmp_path / "state" / "tls" / "ca.pem")
        form = {"name": "office", "password": PASSWORD}
        answer = hub.session.post(
            f"{hub.address}/log-in", form, headers=THROUGH_PROXY, timeout=30, allow_redirects=False
        )
        inside = hub.get("/wall.json", **THROUGH_PROXY).status_code

    assert "secure" in answer.headers["Set-Cookie"].lower()
    assert inside == 200


def test_a_new_certificate_in_the_files_is_taken_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(certificate_keeper, "CHECK_SECONDS", 0.05)
    caplog.set_level(logging.INFO, "displayd")
    old, new = chain_of(tmp_path / "old"), chain_of(tmp_path / "new")
    file = tmp_path / "hub.pem"
    file.write_bytes(old.chain.read_bytes())
    write_wall(tmp_path / "wall", {"hub.yaml": f"{HUB}{VIEWERS}tls: {{certificate: {file}}}\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:

        def trusts(own: OwnCertificate) -> bool:
            try:
                return session_of(own).get(f"{hub.address}/healthz", timeout=30).status_code == 200
            except requests.exceptions.SSLError:
                return False

        kept = session_of(old)
        before = (trusts(old), trusts(new), kept.get(f"{hub.address}/healthz", timeout=30).status_code)
        file.write_bytes(new.chain.read_bytes())
        assert eventually(lambda: trusts(new))
        after = (trusts(old), kept.get(f"{hub.address}/healthz", timeout=30).status_code)

    assert before == (True, False, 200)
    assert after == (False, 200), "who is connected stays so"
    assert "The hub has a new certificate" in caplog.messages


def test_the_command_line_names_a_certificate_too(tmp_path: Path) -> None:
    own = chain_of(tmp_path / "own")
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state", tls=Tls(certificate=str(own.chain))) as hub:
        hub.session.verify = str(own.ca)

        assert hub.get("/healthz").status_code == 200


def keeper_of(
    folder: Path, chain: Path | None, clock: Callable[[], float] = time.time
) -> tuple[Hub, CertificateKeeper]:
    """One with a hub that does not run."""
    hub = Hub(clock)
    hub.use(wall())
    return hub, CertificateKeeper(hub, folder, chain, None)


@pytest.mark.parametrize("content", [None, b"", b"nothing", "no key", "another key"])
def test_files_that_are_no_certificate_keep_the_hub_from_starting(tmp_path: Path, content: bytes | str | None) -> None:
    own, other = chain_of(tmp_path / "own"), chain_of(tmp_path / "other")
    file = tmp_path / "hub.pem"
    certificate = own.chain.read_bytes().partition(b"-----BEGIN CERT")
    key = other.chain.read_bytes().partition(b"-----BEGIN CERT")[0] if content == "another key" else b""
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else b"".join([key, *certificate[1:]]))
    _, keeper = keeper_of(tmp_path, file)

    with pytest.raises(DisplaydError) as caught:
        keeper.begin()
    assert str(file) in caught.value.message


@pytest.mark.expects_log
def test_half_of_a_new_certificate_replaces_nothing_and_is_a_trouble_until_it_is_whole(tmp_path: Path) -> None:
    old, new = chain_of(tmp_path / "old"), chain_of(tmp_path / "new")
    file = tmp_path / "hub.pem"
    file.write_bytes(old.chain.read_bytes())
    hub, keeper = keeper_of(tmp_path, file)
    keeper.begin()
    content = new.chain.read_bytes()
    file.write_bytes(content[: len(content) // 2])
    asyncio.run(keeper.look())
    troubles = hub.troubles.now()
    file.write_bytes(content)
    asyncio.run(keeper.look())

    assert [one.kind for one in troubles] == ["certificate"]
    assert "the one before" in troubles[0].text
    assert hub.troubles.now() == []
    assert keeper.context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.expects_log
@pytest.mark.parametrize(("days", "is_told"), [(20, False), (10, True), (-1, True)])
def test_a_certificate_that_is_about_to_end_is_a_trouble(tmp_path: Path, days: float, is_told: bool) -> None:
    own = chain_of(tmp_path / "own", NOON)
    hub, keeper = keeper_of(tmp_path, own.chain, lambda: NOON + (HUB_DAYS - days) * 86_400)
    keeper.begin()

    asyncio.run(keeper.look())

    assert [one.kind for one in hub.troubles.now()] == ["certificate"] * is_told


@pytest.mark.expects_log
def test_the_hubs_own_certificate_is_renewed_while_it_runs_and_names_are_told_that_the_ca_lacks(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock = [NOON]
    hub, keeper = keeper_of(tmp_path, None, lambda: clock[0])
    keeper.begin()
    first = OwnCertificate(tmp_path).chain.read_bytes()
    clock[0] += (HUB_DAYS - 10) * 86_400
    hub.use(wall({"hub.yaml": "hosts: [dash.example.org]"}))

    asyncio.run(keeper.look())
    asyncio.run(keeper.look())

    assert OwnCertificate(tmp_path).chain.read_bytes() != first
    assert hub.troubles.now() == []
    assert sum("older than dash.example.org" in one for one in caplog.messages) == 1


def test_keys_for_viewers_work_over_tls(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall", {"hub.yaml": f"{WITH_VIEWERS}tls: own\n"})
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        hub.session.verify = str(tmp_path / "state" / "tls" / "ca.pem")

        assert hub.get("/wall.json", **THROUGH_PROXY, Authorization=f"Bearer {LOOK}").status_code == 200
