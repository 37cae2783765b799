"""The machine is made as the file says, whatever state file and machine are in."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from displayd.appliance.configure import write_files
from displayd.appliance.machine_files import ENVIRONMENT, EVERY_FILE, LOCALTIME, WIFI, MachineFile
from displayd.cli.main import main

WHOLE = "name: dev-left\nwifi: {name: Office}\ntimezone: Europe/London\ntime_servers: [ntp.example.org]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root/proc/sys/kernel").mkdir(parents=True)
    return tmp_path / "root"


def configure(root: Path, text: str | None) -> int:
    file = root.parent / "displayd.yaml"
    if text is not None:
        file.write_text(text)
    return main(["appliance", "configure", "--file", str(file), "--root", str(root)])


def present(root: Path) -> set[str]:
    return {name for name in EVERY_FILE if (root / name).is_symlink() or (root / name).exists()}


def test_machine_is_as_the_file_says(root: Path) -> None:
    assert configure(root, WHOLE) == 0

    assert (root / "proc/sys/kernel/hostname").read_text() == "displayd-dev-left\n"
    assert (root / LOCALTIME).readlink() == Path("/usr/share/zoneinfo/Europe/London")
    assert stat.S_IMODE((root / WIFI).stat().st_mode) == 0o600
    assert "NTP=ntp.example.org" in (root / "run/systemd/timesyncd.conf.d/50-displayd.conf").read_text()


def test_without_a_file_there_is_dhcp_on_the_cable(root: Path) -> None:
    assert configure(root, None) == 0

    assert present(root) == {"run/systemd/network/50-displayd-cable.network"}
    assert (root / "proc/sys/kernel/hostname").read_text() == "displayd\n"


@pytest.mark.parametrize("data", [b"\0" * 512, b"\x89PNG\r\n\xff", b"[\n", b"wifi: {name: 5, password: 5}\n"])
def test_without_anything_right_there_is_dhcp_on_the_cable_and_a_word_about_it(
    root: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (root.parent / "displayd.yaml").write_bytes(data)

    assert configure(root, None) == 2
    assert present(root) == {"run/systemd/network/50-displayd-cable.network"}
    assert "displayd.yaml" in capsys.readouterr().err


def test_a_mistake_elsewhere_leaves_the_network_as_the_file_says(root: Path) -> None:
    assert configure(root, WHOLE + "rotate: 45\n") == 2

    assert WIFI in present(root)
    assert LOCALTIME in present(root)


def test_what_the_file_says_no_more_is_gone(root: Path) -> None:
    configure(root, WHOLE)
    configure(root, "name: dev-left\n")

    assert present(root) == {"run/systemd/network/50-displayd-cable.network"}


@pytest.mark.expects_log
def test_a_file_that_cannot_be_written_keeps_no_other_from_it(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    (root / WIFI).mkdir(parents=True)

    write_files({WIFI: MachineFile("a"), ENVIRONMENT: MachineFile("b", 0o600)}, root)

    assert (root / ENVIRONMENT).read_text() == "b"
    assert WIFI in caplog.text


def test_no_password_is_logged(
    root: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    configure(root, "wifi: {name: Office, password: hunter22}\nproxy: http://tv:hunter22@proxy:3128\nrotate: 1\n")

    assert "hunter22" not in caplog.text + "".join(capsys.readouterr())
