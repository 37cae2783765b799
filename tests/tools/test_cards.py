"""The cards of a wall: each is what its screen reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.device.config import load
from displayd.hub.wall import shipped
from displayd.hub.wall.loader import load as load_wall

SAMPLE = shipped.sample_wall_folder()
PEM = "-----BEGIN CERTIFICATE-----\nMAoCAQECAQECAQE=\n-----END CERTIFICATE-----\n"

BASE = """\
hub: https://dashboards.example.org
ca: company-ca.pem
time_servers: [ntp.example.org]
wifi:
  name: Office
  enterprise: {method: tls, identity: tv, ca: radius.pem, key: tv.p12, key_password: 0815}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "base"
    folder.mkdir()
    for name in ("company-ca.pem", "radius.pem"):
        (folder / name).write_text(PEM + name)
    (folder / "tv.p12").write_bytes(b"\x30key")
    (folder / "displayd.yaml").write_text(BASE)
    return folder / "displayd.yaml"


def cards(tmp_path: Path, *words: str) -> int:
    return main(["provision", "cards", str(SAMPLE), "--out", str(tmp_path / "cards"), *words])


def test_every_screen_has_a_card_that_it_reads(tmp_path: Path, base: Path) -> None:
    assert cards(tmp_path, "--base", str(base)) == 0

    screens = load_wall(SAMPLE).screens
    assert {path.name for path in (tmp_path / "cards").iterdir()} == set(screens)
    for name, spec in screens.items():
        config = load(tmp_path / "cards" / name / "displayd.yaml")
        assert (config.name, config.rotate or 0) == (name, spec.settings.rotate)
        assert (config.hub, config.time_servers) == ("https://dashboards.example.org", ["ntp.example.org"])
        assert config.ca == str(tmp_path / "cards" / name / "company-ca.pem")
        assert config.wifi is not None
        assert config.wifi.enterprise is not None
        assert Path(config.wifi.enterprise.key or "").read_bytes() == b"\x30key"
        assert config.wifi.enterprise.key_password == "0815"


def test_cards_end_their_lines_as_windows_does_and_are_for_their_owner(tmp_path: Path, base: Path) -> None:
    cards(tmp_path, "--base", str(base))
    file = tmp_path / "cards/sales/displayd.yaml"

    assert file.read_bytes().count(b"\r\n") == file.read_bytes().count(b"\n") > 5
    assert file.stat().st_mode & 0o077 == 0


def test_progress_and_what_comes_next_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cards(tmp_path)
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == " 1/14  dev-left"
    assert "12/14  reception      turned by 90 degrees" in lines
    assert "hub: looked for in the network" in lines[-2]
    assert "DISPLAYD" in lines[-1]


def test_other_cards_are_not_replaced_unless_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cards(tmp_path, "--hub", "http://one")
    again = cards(tmp_path, "--hub", "http://one")
    (tmp_path / "cards/sales/displayd.yaml").write_text("# mine\n")
    refused = cards(tmp_path, "--hub", "http://one")
    message = capsys.readouterr().err
    mine = (tmp_path / "cards/sales/displayd.yaml").read_text()
    replaced = cards(tmp_path, "--hub", "http://one", "--overwrite")

    assert (again, refused, replaced) == (0, 1, 0)
    assert "other files for sales\n" in message
    assert "--overwrite" in message
    assert mine == "# mine\n"
    assert load(tmp_path / "cards/sales/displayd.yaml").hub == "http://one"


@pytest.mark.parametrize(("text", "where"), [("hub: x\n", "displayd.yaml:1"), ("ca: nowhere.pem\n", "displayd.yaml:1")])
def test_a_mistake_in_the_base_writes_nothing(
    tmp_path: Path, base: Path, text: str, where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    base.write_text(text)

    assert cards(tmp_path, "--base", str(base)) == 2
    assert where in capsys.readouterr().err
    assert not (tmp_path / "cards").exists()


def test_a_base_that_is_not_there_and_a_hub_that_is_none_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cards(tmp_path, "--base", str(tmp_path / "none.yaml")) == 2
    assert cards(tmp_path, "--hub", "dashboards") == 2

    said = capsys.readouterr().err
    assert "none.yaml: there is no such file" in said
    assert "`dashboards` is not an address" in said


def test_the_hubs_ca_is_on_every_card_and_a_file_that_is_none_is_on_no_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ca = tmp_path / "hub-ca.pem"
    assert main(["hub", "cert", str(SAMPLE), "--state", str(tmp_path / "state"), "--out", str(ca)]) == 0

    assert cards(tmp_path, "--ca", str(ca)) == 0
    for name in load_wall(SAMPLE).screens:
        config = load(tmp_path / "cards" / name / "displayd.yaml")
        assert config.ca == str(tmp_path / "cards" / name / "hub-ca.pem")
        assert Path(config.ca).read_bytes() == ca.read_bytes()

    ca.write_text("none")
    assert cards(tmp_path, "--overwrite", "--ca", str(ca)) == 2
    assert cards(tmp_path, "--overwrite", "--ca", str(tmp_path / "gone.pem")) == 2
    assert "displayd hub cert" in capsys.readouterr().err
