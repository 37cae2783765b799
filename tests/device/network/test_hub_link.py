"""A whole screen that has talked to its hub over HTTPS, and what it does with a hub without."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.device.network import discovery
from displayd.device.state.found_hub import FoundHub, keep_hub, kept_hub
from displayd.device.state.secure_hubs import SecureHubs
from tests.device.test_startup import eventually, flips, options, process_of, waiting
from tests.support.fakes import FakeHub

pytestmark = pytest.mark.expects_log

REFUSED = "HTTPS alone, and 127.0.0.1 is without"


@pytest.fixture
def secure_hub(certificates: Path) -> Iterator[FakeHub]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "good.pem", certificates / "good.key")
    with FakeHub(context=context) as hub:
        yield hub


def shows_a_page(folder: Path, settings: str) -> bool:
    """Whether a screen with these settings comes to show a page."""
    (folder / "displayd.yaml").write_text(settings)
    before = len(flips(folder))
    process = process_of(options(folder))
    process.start()
    with waiting(process):
        return eventually(lambda: any(flip["page"] == 0 for flip in flips(folder)[before:]))


def refuses(folder: Path, settings: str, caplog: pytest.LogCaptureFixture) -> bool:
    """Whether a screen with these settings says that it takes no hub without TLS."""
    (folder / "displayd.yaml").write_text(settings)
    caplog.clear()
    caplog.set_level(logging.INFO, "displayd")
    process = process_of(options(folder))
    process.start()
    with waiting(process):
        return eventually(lambda: REFUSED in caplog.text)


def test_a_hub_that_was_reached_over_https_is_not_talked_to_without(
    hub: FakeHub, secure_hub: FakeHub, certificates: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    plain = f"hub: {hub.url}\n"
    secure = f"hub: {secure_hub.url}\nca: {certificates / 'good.pem'}\n"

    assert shows_a_page(tmp_path, secure)
    assert refuses(tmp_path, plain, caplog)
    assert hub.seen == []
    assert shows_a_page(tmp_path, f"{plain}allow_plain: true\n")
    assert shows_a_page(tmp_path, plain), "what was given up is forgotten"


@pytest.fixture
def found(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> FoundHub:
    """A hub without TLS that somebody in the network tells of."""
    told = FoundHub(hub.url, "Office", "k1")
    monkeypatch.setattr(discovery, "by_multicast", lambda: [told])
    monkeypatch.setattr(discovery, "by_search_domains", list)
    monkeypatch.setattr(discovery, "by_name", list)
    return told


def test_a_found_hub_without_tls_is_taken_where_nothing_speaks_against_it(
    hub: FakeHub, found: FoundHub, tmp_path: Path
) -> None:
    assert shows_a_page(tmp_path, "{}\n")


def test_a_found_hub_without_tls_is_not_taken_by_a_screen_that_knows_one_with(
    hub: FakeHub, found: FoundHub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    SecureHubs(tmp_path / "state").note("https://dashboards.example.org")

    assert refuses(tmp_path, "{}\n", caplog)
    assert hub.seen == []


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_ca_on_the_card_leaves_no_hub_without_tls(
    hub: FakeHub,
    found: FoundHub,
    certificates: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    is_kept: bool,
) -> None:
    if is_kept:
        keep_hub(tmp_path / "state", found)

    assert refuses(tmp_path, f"ca: {certificates / 'good.pem'}\n", caplog)
    assert hub.seen == []
    assert kept_hub(tmp_path / "state") is None


def test_a_found_hub_with_the_certificate_of_the_card_is_taken(
    secure_hub: FakeHub, certificates: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovery, "by_multicast", lambda: [FoundHub(secure_hub.url, "Office", "k1")])
    monkeypatch.setattr(discovery, "by_search_domains", list)
    monkeypatch.setattr(discovery, "by_name", list)

    assert shows_a_page(tmp_path, f"ca: {certificates / 'good.pem'}\n")
