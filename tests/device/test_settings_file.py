"""Whether the file of settings was read, in words."""

from __future__ import annotations

from pathlib import Path

from displayd.device.settings_file import settings_told


def test_file_that_is_there_is_named_as_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "displayd.yaml.txt").write_text("hub: http://hub\n")

    assert settings_told(tmp_path / "displayd.yaml") == str(tmp_path / "displayd.yaml.txt")


def test_missing_file_is_named_too(tmp_path: Path) -> None:
    assert settings_told(tmp_path / "displayd.yaml") == f"none: there is no {tmp_path / 'displayd.yaml'}"


def test_card_that_cannot_be_read_is_told_from_one_without_a_file(tmp_path: Path) -> None:
    assert "DISPLAYD cannot be read" in settings_told(tmp_path / "displayd.yaml", tmp_path)
    # A file system of its own is at the root of every machine.
    assert settings_told(Path("/missing-displayd.yaml"), Path("/")) == "none: there is no /missing-displayd.yaml"


def test_file_behind_a_closed_door_is_said_to_be_there(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert settings_told(tmp_path / "file" / ("x" * 300)).startswith("none: ")
