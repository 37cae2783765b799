"""What the machine says of itself."""

from __future__ import annotations

from pathlib import Path

from displayd.appliance.facts import Facts, machine_facts


def card(root: Path, name: str, kind: str, address: str) -> None:
    folder = root / "sys/class/net" / name
    folder.mkdir(parents=True)
    (folder / "type").write_text(f"{kind}\n")
    (folder / "address").write_text(f"{address}\n")


def test_a_pi_has_a_serial_number(tmp_path: Path) -> None:
    (tmp_path / "proc/device-tree").mkdir(parents=True)
    (tmp_path / "proc/device-tree/serial-number").write_bytes(b"10000000a1b2c3d4\0")
    card(tmp_path, "lo", "772", "00:00:00:00:00:00")
    card(tmp_path, "wlan0", "1", "b8:27:eb:00:00:02")
    card(tmp_path, "eth0", "1", "b8:27:eb:0a:0b:0c")

    facts = machine_facts(tmp_path)

    assert facts == Facts("10000000a1b2c3d4", "b8:27:eb:0a:0b:0c")
    assert facts.mark == "a1b2c3d4"


def test_without_one_the_network_card_tells_the_machines_apart(tmp_path: Path) -> None:
    card(tmp_path, "eth0", "1", "52:54:00:12:34:56")

    assert machine_facts(tmp_path).mark == "123456"


def test_before_any_driver_is_loaded_nothing_is_known(tmp_path: Path) -> None:
    card(tmp_path, "lo", "772", "00:00:00:00:00:00")

    assert machine_facts(tmp_path) == Facts("", "")
    assert machine_facts(tmp_path).mark == ""
