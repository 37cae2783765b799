"""A new widget is one file and one line: with these two, and what is made from the code, every guard is content."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

TIDE = '''"""The tide outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from displayd.protocol.vocabulary import Amount, Label
from displayd.scene.operations import Op
from displayd.tile.frame import Frame
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Tide"]

Sky = Literal["clear", "cloudy", "rain", "snow"]


class Tide(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="tide"):
    """How warm it is outside, and how the sky is."""

    temperature: Annotated[Amount | None, role("figure", "Degrees Celsius.", fills="value")] = None
    sky: Annotated[Sky, role("look", "How the sky is.")] = "clear"
    place: Annotated[Label, role("caption", "Where that is.")] = ""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {"title": "Outside", "temperature": 17.5, "sky": "cloudy", "place": "Galway"},
        "awkward": {"temperature": -999_999, "sky": "snow", "place": "A name that is longer than a tile"},
    }

    def is_empty(self) -> bool:
        """True without a temperature."""
        return self.temperature is None

    def draw(self, frame: Frame) -> list[Op]:
        """The temperature, and in words under it the sky and the place."""
        from displayd.drawing.figure.headline import headline
        from displayd.drawing.figure.notes import Note
        from displayd.tile.measure import Measure

        area = frame.area
        notes = [Note("none", words, frame.theme.dim) for words in (self.sky, self.place.strip()) if words]
        measure = Measure("celsius", None, "none", None, None)
        head = headline(frame, measure, self.temperature, notes, area.width, area.height)
        return head.draw(frame, area.x, area.y + (area.height - head.height) / 2)
'''

LINE = "from displayd.widgets.tide import Tide\n"
AFTER = "from displayd.widgets.ticker.widget import Ticker\n"

COPIED = ("displayd", "tests", "docs", "layouts", "systemd", "provisioning", ".ci", ".readme", ".github")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of this tree with one more widget in it, and without a link that leads somewhere in an image only."""
    for name in COPIED:
        left_out = shutil.ignore_patterns("__pycache__", "localtime")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=left_out)
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copy(path, tmp_path / path.name)
    (tmp_path / "displayd/widgets/tide.py").write_text(TIDE)
    registry = tmp_path / "displayd/widgets/__init__.py"
    text = registry.read_text()
    assert AFTER in text
    registry.write_text(text.replace(AFTER, AFTER + LINE))
    return tmp_path


def run(tree: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_widget_of_one_file_and_one_line_passes_every_guard(tree: Path) -> None:
    # What `make golden` and `make docs` write; the manual shows the golden picture.
    run(tree, "pytest", "-q", "tests/widgets/test_golden.py", "-k", "tide", "--update-golden")
    run(tree, "tests.support.docs")

    run(tree, "pytest", "-q", "-x", "-m", "not slow", "tests/guards", "tests/hub/layouts/test_every_widget.py")
    run(tree, "pytest", "-q", "-x", "tests/widgets", "-k", "tide or every or refused or left_over")
