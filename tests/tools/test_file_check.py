"""One file by itself: every mistake at once, in the words and with the lines of the whole folder."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
import yaml

from displayd.errors import ConfigError, DisplaydError, Mistake, StoreError
from displayd.hub.wall import shipped
from displayd.tools.file_check import check_file, is_for_a_file
from displayd.tools.wall_check import check
from tests.hub.walls import write_wall

WRONG = """{
 "format": 1, "screen": "lobby",
 "timezone": "CEST",
 "pages": [
  {"seconds": 0, "landscape": ["n m", "n q"], "widgets": {
   "n": {"type": "number", "title": "Grüße", "value": "4x", "unit": "eurr"},
   "m": {"type": "nmber"}}},
  {"widgts": {}}
 ]
}
"""


def mistakes_in(file: Path) -> list[Mistake]:
    with pytest.raises(ConfigError) as caught:
        check_file(file)
    return list(caught.value.mistakes)


def byte_of(text: str, name: str) -> int:
    return text.encode().index(name.encode()) + 1


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8], ids=["plain", "byte order mark"])
def test_all_mistakes_of_a_document_are_told_at_once_with_line_and_byte(mark: bytes, tmp_path: Path) -> None:
    file = tmp_path / "lobby.json"
    file.write_bytes(mark + WRONG.encode())
    found = [(one.where.removeprefix(f"{file}:"), one.reason) for one in mistakes_in(file)]

    assert found == [
        (line, f"{reason} (byte {byte_of(WRONG, name) + len(mark)})")
        for line, reason, name in [
            ("3", "unknown time zone `CEST`", '"timezone"'),
            ("5", "`seconds` is more than 0 seconds, not `0`", '"seconds"'),
            ("5", "`q` is not a widget of this page", '"landscape"'),
            ("6", "`value` is a number, not `4x`", '"value"'),
            ("6", "unknown unit `eurr`", '"unit"'),
            ("7", "unknown type `nmber`", '"type": "nmber"'),
            ("8", "`widgets` is missing", '{"widgts"'),
            ("8", "unknown field `widgts`", '"widgts"'),
        ]
    ]


def test_what_is_no_json_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"format": 1,\n "screen": "x", "pages": [}')
    (tmp_path / "b.json").write_bytes(b"\xff\xfe{\0}\0")

    assert mistakes_in(tmp_path / "a.json") == [
        Mistake(
            f"{tmp_path}/a.json:2",
            "not JSON: `}` where a value should be (line 2, byte 41)",
            "check it with a JSON tool",
        )
    ]
    assert mistakes_in(tmp_path / "b.json")[0].where == f"{tmp_path}/b.json"


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ({"seconds": 0}, "seconds"),
        ({"landscape": ["a", "b"]}, "landscape"),
        ({"widgets": {"a": {"type": "numbr"}}}, "a"),
        ({"widgets": {"a": {"type": "number", "unit": "eurr"}}}, "unit"),
        ({"widgets": {"a": {"type": "number", "value": "x"}}}, "value"),
        ({"widgets": {"a": {"type": "clock", "timezone": "CEST"}}}, "timezone"),
    ],
)
def test_a_document_and_a_layout_are_told_in_the_words_of_the_folder(
    page: dict[str, object], field: str, tmp_path: Path
) -> None:
    whole = {"widgets": {"a": {"type": "clock"}}, **page}
    layout = yaml.safe_dump({"title": "Lobby", "pages": [whole]})
    document = {"format": 1, "screen": "lobby", "pages": [whole]}
    folder = write_wall(
        tmp_path / "wall", {"layouts/lobby.yaml": layout, "screens.yaml": "screens: {a: {show: [lobby]}}\n"}
    )
    (tmp_path / "lobby.yaml").write_text(layout)
    (tmp_path / "document.yaml").write_text(yaml.safe_dump(document))
    (tmp_path / "document.json").write_text(json.dumps(document, indent=1))
    with pytest.raises(ConfigError) as caught:
        check(folder)

    (of_folder,) = caught.value.mistakes
    words = (of_folder.reason, of_folder.hint)
    in_folder, alone = mistakes_in(folder / "layouts/lobby.yaml"), mistakes_in(tmp_path / "lobby.yaml")
    as_yaml, as_json = mistakes_in(tmp_path / "document.yaml"), mistakes_in(tmp_path / "document.json")
    line = of_folder.where.rpartition(":")[2]
    assert in_folder == [Mistake(f"{folder}/layouts/lobby.yaml:{line}", *words)]
    assert alone == [Mistake(f"{tmp_path}/lobby.yaml:{line}", *words)]
    assert [(one.reason, one.hint) for one in as_yaml] == [words]
    (mistake,) = as_json
    assert (mistake.reason.rpartition(" (byte ")[0], mistake.hint) == words
    number = int(mistake.where.rpartition(":")[2])
    lines = (tmp_path / "document.json").read_text().splitlines()
    assert f'"{field}"' in lines[number - 1] or '"type": "numbr"' in lines[number - 1]


def test_a_good_file_is_told_for_what_it_is(tmp_path: Path) -> None:
    document = {"format": 1, "screen": "a", "pages": [{"widgets": {"a": {"type": "clock"}}}] * 2}
    (tmp_path / "a.json").write_text(json.dumps(document))
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(document))
    (tmp_path / "b.yml").write_text("pages: [{widgets: {a: {type: number, metric: some.thing}}}]\n")

    as_json, as_yaml, layout = (check_file(tmp_path / name) for name in ("a.json", "a.yaml", "b.yml"))
    assert (as_json.kind, as_json.pages, as_json.notes) == ("a screen document", 2, ())
    assert (as_yaml.kind, as_yaml.pages) == ("a screen document", 2)
    assert "JSON" in as_yaml.notes[0]
    assert (layout.kind, layout.pages) == ("a layout", 1)
    assert "any name was taken" in layout.notes[0]


def test_times_and_versions_are_taken_as_they_are_written(tmp_path: Path) -> None:
    document = "format: 1\nscreen: 10\npages: [{widgets: {a: {type: text, text: 14:30}, b: {type: text, text: 1.10}}}]"
    (tmp_path / "a.yaml").write_text(document)

    assert check_file(tmp_path / "a.yaml").pages == 1


@pytest.mark.parametrize("layout", sorted(shipped.layouts_folder().glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_layout_can_be_checked_alone(layout: Path) -> None:
    assert check_file(layout).pages > 0


def test_a_file_of_a_wall_is_checked_with_what_the_wall_has(tmp_path: Path) -> None:
    layout = "pages: [{widgets: {a: {type: number, metric: ordres}}}]\n"
    wall = write_wall(tmp_path / "wall", {"layouts/other.yaml": layout, "hub.yaml": "titel: Us\n"})
    (layout_mistake,) = mistakes_in(wall / "layouts/other.yaml")
    (hub_mistake,) = mistakes_in(wall / "hub.yaml")
    metrics = check_file(wall / "metrics.yaml")

    assert layout_mistake.where == f"{wall}/layouts/other.yaml:1"
    assert "did you mean `orders`?" in layout_mistake.hint
    assert hub_mistake.where == f"{wall}/hub.yaml:1"
    assert "has mistakes in other files" in metrics.notes[0]


def test_what_cannot_be_checked_alone_is_told(tmp_path: Path) -> None:
    (tmp_path / "metrics.yaml").write_text("a: {}\n")
    (tmp_path / "notes.txt").write_text("a")
    with pytest.raises(DisplaydError, match="with the folder"):
        check_file(tmp_path / "metrics.yaml")
    with pytest.raises(DisplaydError, match=r"neither a \.json nor"):
        check_file(tmp_path / "notes.txt")
    with pytest.raises(StoreError, match="No such file"):
        check_file(tmp_path / "gone.json")


@pytest.mark.parametrize("text", ["- a\n", "a\n", "pages: [\n", "\tx: 1\n", ""])
def test_what_is_no_layout_is_a_mistake(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text)

    assert mistakes_in(tmp_path / "a.yaml")


def test_a_path_is_for_a_file_when_it_is_one_or_would_be(tmp_path: Path) -> None:
    (tmp_path / "wall.yaml").mkdir()
    (tmp_path / "file").write_text("")

    assert is_for_a_file(tmp_path / "gone.json")
    assert is_for_a_file(tmp_path / "file")
    assert not is_for_a_file(tmp_path / "wall.yaml")
    assert not is_for_a_file(tmp_path)
