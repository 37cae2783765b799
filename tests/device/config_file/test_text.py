"""The file as editors leave it."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.device.config_file.text import UnreadableError, decoded, found_file, slips

KEYS = ["hub", "wifi", "name", "password"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_the_same_from_every_editor(encoding: str, end: str) -> None:
    assert decoded(f"wifi:{end}  name: Büro{end}".encode(encoding)) == "wifi:\n  name: Büro\n"


@pytest.mark.parametrize(
    ("data", "line", "hint"),
    [
        (b"hub: x\nname: B\xfcro\n", 2, "save it as UTF-8"),
        (b"hub: x\n\0\0\0", 2, "write the file anew"),
        (b"{\\rtf1\\ansi", 0, "Make Plain Text"),
        (b"#" * 1_000_001, 0, "the right file"),
    ],
)
def test_what_is_no_text_is_told_with_what_to_do(data: bytes, line: int, hint: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decoded(data)

    assert caught.value.line == line
    assert hint in caught.value.hint


def test_the_right_name_goes_before_what_windows_made_of_it(tmp_path: Path) -> None:
    wanted, other = tmp_path / "displayd.yaml", tmp_path / "displayd.yaml.txt"
    other.touch()
    without = found_file(wanted)
    wanted.write_text("# hub: http://a\n\n")
    empty = found_file(wanted)
    wanted.write_text("hub: http://a\n")

    assert (without, empty, found_file(wanted)) == (other, other, wanted)


def test_another_name_than_ours_is_looked_for_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "demo.conf.txt").touch()

    assert found_file(tmp_path / "demo.conf") == tmp_path / "demo.conf"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wifi:\n\tname: a\n", "f:2: a tab stands before the setting (use spaces)"),
        ("wifi:\n\u00a0 name: a\n", "f:2: the spaces before the setting are not plain ones (type them anew)"),
        ("hub:x\n", "f:1: there is no space after `hub:` (write `hub: ` and then the value)"),
    ],
)
def test_what_eyes_miss_is_told(text: str, told: str) -> None:
    assert [str(mistake) for mistake in slips("f", text, KEYS)] == [told]


@pytest.mark.parametrize("text", ["hub: http://a\n", "# hub:x\n", "\t\n", "\t# a note\n", "hub:\n", "hub: a\t# b\n"])
def test_what_yaml_takes_is_no_slip(text: str) -> None:
    assert list(slips("f", text, KEYS)) == []
