"""What the doctor says to whoever is called to a dark TV: each finding with its mark, and the exit code."""

from __future__ import annotations

import datetime
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from displayd.device.edition import Validators
from displayd.device.network import discovery
from displayd.device.state.document_cache import remembered_by
from displayd.device.state.found_hub import FoundHub
from displayd.device.state.identity import load_or_create
from displayd.device.state.secure_hubs import SecureHubs
from displayd.device.system.health import Health
from displayd.hub.own_certificate import OwnCertificate
from displayd.paint.families import HAN_LETTERS, SCRIPTS
from displayd.paint.text import PangoFonts
from displayd.tools import doctor
from tests.hub.walls import HUB, SCREENS, serving, write_wall
from tests.support.fakes import FakeHub, document_bytes, reply

WELL = Health(30_000_000, 48.0, "", "screen-7", "192.0.2.17")
WORKS = "print('works, desktop 1920x1080')"


@pytest.fixture(autouse=True)
def healthy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which everything works, whatever the one is like that runs the tests."""
    monkeypatch.setattr(doctor, "measured", lambda: WELL)
    monkeypatch.setattr(doctor, "versions", lambda: {"displayd": "1.2.3"})
    monkeypatch.setattr(doctor, "connected_modes", lambda: {"HDMI-A-1": ["1920x1080", "1280x720"]})
    monkeypatch.setattr(doctor, "system_error_seconds", lambda: 0.004)
    monkeypatch.setattr(doctor, "DRIVERS", ("kmsdrm",))
    monkeypatch.setattr(doctor, "_PROBE", WORKS)
    monkeypatch.setattr(doctor, "_kernel_answer", lambda: "works, HDMI-A-1 of vc4 in mode 1920x1080@60")
    monkeypatch.setenv("SDL_VIDEODRIVER", "kmsdrm")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(PangoFonts, "families_found", lambda self: {"Inter": "Inter Regular"})
    drawn = {script: family for script, (family, _) in SCRIPTS.items()} | dict.fromkeys(HAN_LETTERS, "NanumGothic")
    monkeypatch.setattr(PangoFonts, "scripts_found", lambda self: drawn)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    """A hub that runs."""
    with FakeHub() as running:
        running.put_document(document_bytes())
        yield running


class Examined(SimpleNamespace):
    """What the doctor said: `code`, and `lines` without their marks by mark."""

    code: int
    lines: dict[str, list[str]]
    last: str


@pytest.fixture
def examine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Calls the doctor to a screen with this configuration."""

    def called(config: str, state: Path = tmp_path / "state") -> Examined:
        (tmp_path / "displayd.yaml").write_text(config)
        code = doctor.report(tmp_path / "displayd.yaml", state)
        *findings, last = capsys.readouterr().out.splitlines()
        lines: dict[str, list[str]] = {"ok": [], "note": [], "FAULT": []}
        for line in findings:
            mark, _, text = line.partition(" ")
            lines[mark].append(text.strip())
        return Examined(code=code, lines=lines, last=last)

    return called


def test_healthy_screen_has_no_fault(examine: Any, hub: FakeHub, tmp_path: Path) -> None:
    identity = load_or_create(tmp_path / "state")
    found = examine(f"hub: {hub.url}\n")

    assert (found.code, found.last) == (0, "nothing stands in the way")
    assert found.lines["FAULT"] == found.lines["note"] == []
    said = "\n".join(found.lines["ok"])
    assert "host screen-7, address 192.0.2.17" in said
    assert "displayd 1.2.3" in said
    assert "font Inter: Inter Regular" in said
    assert "connector HDMI-A-1: 2 modes, best 1920x1080" in said
    assert "SDL driver kmsdrm: works, desktop 1920x1080" in said
    assert f"fingerprint {identity.fingerprint}" in said
    assert "synchronised to 4 ms" in said
    assert "answers with a document" in said
    assert identity.secret not in said


def test_letters_of_the_dashboard_that_is_remembered_have_fonts_or_are_named(
    examine: Any, hub: FakeHub, tmp_path: Path
) -> None:
    identity = load_or_create(tmp_path / "state")
    cache = remembered_by(tmp_path / "state", hub.url + "/v1/screen", identity.fingerprint)
    cache.save(document_bytes(title="Orders"), Validators())
    before = examine(f"hub: {hub.url}\n")
    cache.save(document_bytes(title="Orders \U00018b00"), Validators())
    after = examine(f"hub: {hub.url}\n")

    assert "fonts for every letter of its dashboard" in before.lines["ok"]
    assert any("Khitan" in line for line in after.lines["note"])
    assert after.code == 0


def test_screen_without_an_identity_shows_the_hub_none(examine: Any, hub: FakeHub, tmp_path: Path) -> None:
    found = examine(f"hub: {hub.url}\n")

    assert found.code == 0
    assert any("no identity yet" in line for line in found.lines["note"])
    assert f"{hub.url} is a hub" in found.lines["ok"]
    assert not (tmp_path / "state").exists()
    assert hub.requests("/v1/screen") == []


@pytest.mark.parametrize(
    ("patch", "fault"),
    [
        ({"connected_modes": lambda: {"HDMI-A-1": []}}, "connector HDMI-A-1: a TV that does not tell its modes"),
        ({"_PROBE": "print('no: no video device')", "_kernel_answer": lambda: "no: no TV"}, "nothing shows a picture"),
        ({"_PROBE": "import os; os.abort()", "_kernel_answer": lambda: "no: no TV"}, "nothing shows a picture"),
        ({"measured": lambda: WELL._replace(throttling="under-voltage")}, "the Pi reports: under-voltage"),
    ],
)
def test_what_keeps_the_glass_dark_is_a_fault(
    patch: dict[str, Any], fault: str, examine: Any, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in patch.items():
        monkeypatch.setattr(doctor, name, value)
    found = examine(f"hub: {hub.url}\n")

    assert (found.code, found.last) == (1, "1 fault to mend")
    assert found.lines["FAULT"][0].startswith(fault)


def test_driver_that_crashes_or_hangs_is_told_and_the_next_is_tried(
    examine: Any, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = "import os, sys; os.abort() if sys.argv[1] == 'bad' else print('works, desktop 1x1')"
    monkeypatch.setattr(doctor, "DRIVERS", ("bad", "good"))
    monkeypatch.setattr(doctor, "_PROBE", probe)
    found = examine(f"hub: {hub.url}\n")

    assert found.code == 0
    assert "SDL driver bad: no: ended with -6" in found.lines["note"]
    assert "SDL driver good: works, desktop 1x1" in found.lines["ok"]


@pytest.mark.parametrize(
    ("config", "variables", "probe", "taken"),
    [
        ("", {}, WORKS, "driver kmsdrm"),
        ("", {}, "print('no: no EGL')", "driver kms, as SDL's kmsdrm says no: no EGL"),
        ("", {}, "import pygame_that_is_not_here", "driver kms, as SDL's kmsdrm says no: ModuleNotFoundError"),
        ("screen: {driver: kms}\n", {}, WORKS, "driver kms, as the configuration says"),
        ("", {"DISPLAY": ":0"}, WORKS, "SDL's driver for this desktop"),
    ],
)
def test_what_the_screen_shows_pictures_with_is_told_with_the_reason(
    config: str,
    variables: dict[str, str],
    probe: str,
    taken: str,
    examine: Any,
    hub: FakeHub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doctor, "_PROBE", probe)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = examine(f"hub: {hub.url}\n{config}")

    assert found.code == 0
    assert any(line.startswith(f"`displayd run` takes {taken}") for line in found.lines["ok"])


@pytest.mark.parametrize(
    ("patch", "note"),
    [
        ({"connected_modes": dict}, "no connector with a TV on it"),
        ({"system_error_seconds": lambda: None}, "not synchronised by NTP"),
    ],
)
def test_what_need_not_be_wrong_is_a_note(
    patch: dict[str, Any], note: str, examine: Any, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in patch.items():
        monkeypatch.setattr(doctor, name, value)
    found = examine(f"hub: {hub.url}\n")

    assert found.code == 0
    assert any(note in line for line in found.lines["note"])


def test_font_that_is_missing_is_told_with_what_stands_in(
    examine: Any, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PangoFonts, "families_found", lambda self: {"Inter": "DejaVu Sans", "Noto": ""})
    found = examine(f"hub: {hub.url}\n")

    assert any(line.startswith("font Inter is missing, DejaVu Sans stands in") for line in found.lines["note"])
    assert any(line.startswith("font Noto is missing, nothing stands in") for line in found.lines["note"])


def test_script_that_has_no_font_of_its_own_is_told(
    examine: Any, hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = {**PangoFonts().scripts_found(), "Thai": "Noto Serif Thai", "Lao": "", "Korean": ""}
    monkeypatch.setattr(PangoFonts, "scripts_found", lambda self: drawn)
    found = examine(f"hub: {hub.url}\n")

    assert [line.split(" (")[0] for line in found.lines["note"] if "letters" in line] == [
        "no font of its own for Thai letters, Noto Serif Thai stands in",
        "no font of its own for Lao letters, nothing stands in",
        "no font has Korean letters",
    ]


def test_configuration_that_cannot_be_read_is_a_fault_and_the_rest_is_still_said(examine: Any) -> None:
    found = examine("hbu: x\n")

    assert found.code == 1
    assert found.lines["FAULT"][0].startswith("configuration: ")
    assert any("SDL driver" in line for line in found.lines["ok"])


def test_hub_that_is_not_there_is_a_fault(examine: Any, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    load_or_create(tmp_path / "state")
    found = examine(f"hub: http://127.0.0.1:{port}\n")

    assert found.code == 1
    assert str(port) in found.lines["FAULT"][0]


def test_screen_that_is_not_claimed_yet_is_a_note(examine: Any, hub: FakeHub, tmp_path: Path) -> None:
    body = b'{"error": "not-claimed", "message": "This screen is not claimed yet."}'
    hub.do("/v1/screen", reply(403, body, "application/json"))
    load_or_create(tmp_path / "state")
    found = examine(f"hub: {hub.url}\n")

    assert found.code == 0
    assert any("claimed" in line for line in found.lines["note"])


def test_document_on_any_web_server_is_fetched_without_an_identity(examine: Any, hub: FakeHub) -> None:
    hub.do("/lobby.json", reply(200, document_bytes(), "application/json"))
    found = examine(f"endpoint: {hub.url}/lobby.json\n")

    assert found.code == 0
    assert any("lobby.json answers with a document" in line for line in found.lines["ok"])


def test_hub_that_nobody_has_named_is_looked_for(examine: Any, hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {
        "by_multicast": [FoundHub(hub.url, "Office"), FoundHub("http://127.0.0.1:9", "Gone")],
        "by_search_domains": [],
        "by_name": [],
    }
    for name, hubs in ways.items():
        monkeypatch.setattr(discovery, name, lambda hubs=hubs: hubs)
    found = examine("")
    hub.stop()
    broken = examine("")
    ways["by_multicast"].clear()
    nothing = examine("")

    assert f"found the hub Office at {hub.url}" in found.lines["ok"]
    assert [line for line in broken.lines["FAULT"] if "127.0.0.1:9" in line]
    assert nothing.lines["FAULT"] == ["no hub is found in this network, and displayd.yaml names none"]


@pytest.fixture(params=["http", "https"])
def real_hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a hub as it is served, without TLS and with a CA of its own, whose file is `ca.pem`."""
    mine = load_or_create(tmp_path / "state").fingerprint
    settings = HUB + ("tls: own\n" if request.param == "https" else "")
    write_wall(
        tmp_path / "wall", {"hub.yaml": settings, "screens.yaml": SCREENS.replace("device: LEFT", f"device: {mine}")}
    )
    with serving(tmp_path / "wall", tmp_path / "hub") as running:
        if request.param == "https":
            shutil.copy(tmp_path / "hub/tls/ca.pem", tmp_path / "ca.pem")
        yield running.address


def test_a_real_hub_with_and_without_tls_is_answered_well(examine: Any, real_hub: str, tmp_path: Path) -> None:
    config = f"hub: {real_hub}\n" + ("ca: ca.pem\n" if real_hub.startswith("https") else "")
    load_or_create(tmp_path / "another")
    claimed, unclaimed = examine(config), examine(config, tmp_path / "another")
    unknown = examine(config, tmp_path / "nobody")

    assert (claimed.code, claimed.lines["FAULT"]) == (0, [])
    assert f"{real_hub}/v1/screen answers with a document" in claimed.lines["ok"]
    assert (unclaimed.code, unclaimed.lines["FAULT"]) == (0, [])
    assert any(line.startswith("Not claimed yet: ") for line in unclaimed.lines["note"])
    assert f"{real_hub} is a hub" in unknown.lines["ok"]


@pytest.mark.parametrize("real_hub", ["https"], indirect=True)
def test_what_is_wrong_with_tls_is_said_with_what_to_do(examine: Any, real_hub: str, tmp_path: Path) -> None:
    plain = real_hub.replace("https", "http")
    OwnCertificate(tmp_path / "stranger").renew({"stranger"}, set(), datetime.datetime.now(datetime.UTC))
    shutil.copy(tmp_path / "stranger" / "tls" / "ca.pem", tmp_path / "stranger-ca.pem")
    (tmp_path / "empty.pem").write_text("no certificate\n")
    told = {
        "no ca": examine(f"hub: {real_hub}\n"),
        "a stranger's": examine(f"hub: {real_hub}\nca: stranger-ca.pem\n"),
        "http": examine(f"hub: {plain}\nca: ca.pem\n"),
        "http below a path": examine(f"hub: {plain}/office\n", tmp_path / "nobody"),
        "no file": examine(f"hub: {real_hub}\nca: missing-file.pem\n"),
        "no certificate": examine(f"hub: {real_hub}\nca: empty.pem\n"),
    }
    faults = {name: "\n".join(found.lines["FAULT"]) for name, found in told.items()}

    assert {found.code for found in told.values()} == {1}
    for name in ("no ca", "a stranger's"):
        assert faults[name].startswith(f"Certificate not trusted: {real_hub}/v1/screen: ")
        assert "name its file as `ca` in displayd.yaml" in faults[name]
    assert (
        faults["http"] == f"Hub wants HTTPS: 127.0.0.1 answers by HTTPS only. Write `hub: {real_hub}` in displayd.yaml."
    )
    assert f"`hub: {real_hub}/office`" in faults["http below a path"]
    assert faults["no file"] == (
        f"configuration: {tmp_path / 'displayd.yaml'}:2: "
        "there is no file `missing-file.pem` beside this one (copy it there)"
    )
    assert "`empty.pem` has no certificate in it" in faults["no certificate"]


@pytest.mark.expects_log  # the hub tells of TLS where it speaks none
@pytest.mark.parametrize("real_hub", ["http"], indirect=True)
def test_a_hub_that_the_screen_would_not_talk_to_without_tls_is_a_fault(
    examine: Any, real_hub: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secure = examine(f"hub: {real_hub.replace('http', 'https')}\n")
    SecureHubs(tmp_path / "state").note(real_hub.replace("http", "https"))
    monkeypatch.setattr(discovery, "by_multicast", lambda: [FoundHub(real_hub, "Office")])
    for way in ("by_search_domains", "by_name"):
        monkeypatch.setattr(discovery, way, list)
    named, found = examine(f"hub: {real_hub}\n"), examine("")
    allowed = examine(f"hub: {real_hub}\nallow_plain: true\n")

    assert secure.lines["FAULT"][0].startswith("No secure connection: ")
    assert "write http:// instead of https://" in secure.lines["FAULT"][0]
    for one in (named, found):
        assert one.code == 1
        assert "`allow_plain: true`" in one.lines["FAULT"][0]
    assert (allowed.code, allowed.lines["FAULT"]) == (0, [])
    assert SecureHubs(tmp_path / "state").refuses(real_hub, is_found=False, has_ca=False), "the doctor changes nothing"
