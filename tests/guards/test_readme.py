"""The examples of README and docs/ work: files are taken, and every widget and setting is described."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.device.config import Config
from displayd.document.model import decode
from displayd.hub.wall import shipped
from displayd.hub.wall.loader import load
from displayd.validation import yaml_source
from displayd.widgets import WIDGETS

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()
WALL_FOLDER = (ROOT / "docs/wall-folder.md").read_text()
DOCUMENT = (ROOT / "docs/document.md").read_text()


def block(first_words: str, page: str = WALL_FOLDER) -> str:
    """The YAML block of `page` that begins with a comment of these words."""
    found = re.search(rf"```yaml\n(# {re.escape(first_words)}.*?)```", page, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("page", [README, DOCUMENT], ids=["README", "document"])
def test_document_of_three_lines_is_one(page: str) -> None:
    line = re.search(r"echo '(\{.*\})' > lobby.json", page)

    assert line is not None
    assert decode(line[1].encode()).screen == "lobby"


def test_wall_folder_of_the_example_has_no_mistakes(tmp_path: Path) -> None:
    layout, metrics = block("layouts/support.yaml"), block("metrics.yaml")
    # The ready-made dashboards that the example shows want their metrics too.
    shown = "".join(path.read_text() for path in shipped.layouts_folder().glob("*.yaml")) + layout
    others = set(re.findall(r"metric: ([a-z0-9.-]+)", shown)) - set(yaml_source.parse("m", metrics).data)
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/support.yaml").write_text(layout)
    (tmp_path / "metrics.yaml").write_text(metrics + "".join(f"{name}: {{title: Other}}\n" for name in sorted(others)))
    screens = re.sub(r"device: [A-Z0-9-]*\.*,? ?", "", block("screens.yaml"))
    screens += "  own: {show: [support]}\n"
    (tmp_path / "screens.yaml").write_text(screens)
    for folder, name in (("themes", "larkspur.yaml"), ("pictures", "flower.png")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_bytes((shipped.sample_wall_folder() / folder / name).read_bytes())
    (tmp_path / "themes/larkspur.yaml").write_text(block("themes/larkspur.yaml"))

    wall = load(tmp_path)
    assert set(wall.screens) == {"dev-left", "dev-right", "sales", "support", "ceo", "hall", "own"}
    assert wall.screens["hall"].settings.viewing_m == 7


def test_screens_of_the_readme_are_those_of_the_wall_folder() -> None:
    whole = block("screens.yaml").splitlines()

    assert [line for line in block("screens.yaml: which", README).splitlines()[1:] if line not in whole] == []


def test_every_widget_has_its_section() -> None:
    page = (ROOT / "docs/widgets.md").read_text()
    tags = {str(widget.__struct_config__.tag) for widget in WIDGETS}

    assert set(re.findall(r"^\| \[`([a-z]+)`\]", page, re.MULTILINE)) == tags
    assert set(re.findall(r"^### ([a-z]+)$", page, re.MULTILINE)) == tags


def test_every_setting_of_a_screen_has_its_row() -> None:
    rows = set(re.findall(r"^\| `([a-z_]+)` \|", (ROOT / "docs/displayd-yaml.md").read_text(), re.MULTILINE))

    assert set(Config.__struct_fields__) <= rows


def test_key_is_made_as_the_page_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (command,) = re.findall(r"`displayd (hub key create billing '[^`]+)`", WALL_FOLDER)
    state = ["--state", str(tmp_path)]

    assert main(shlex.split(command) + state) == 0
    assert main(["hub", "key", "list", *state]) == 0
    assert "sales.*" in capsys.readouterr().out
