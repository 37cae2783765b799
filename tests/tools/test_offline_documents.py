"""Documents without a running hub."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from displayd.document.model import decode
from displayd.errors import ConfigError, DisplaydError, StoreError
from displayd.tools.offline_documents import layout_document, show
from displayd.widgets.number.widget import Number
from tests.hub.walls import png, serving, write_wall


def test_a_document_is_shown_with_the_numbers_that_can_be_had(tmp_path: Path) -> None:
    metrics = "orders: {}\nerrors: {host: memory}\nlatency: {sample: {}}\n"
    folder = write_wall(tmp_path / "wall", {"metrics.yaml": metrics})
    with serving(folder, tmp_path / "state") as hub:
        hub.push("orders", value=3)

    without = decode(show(folder, "left"))
    stored = decode(show(folder, "left", state=tmp_path / "state"))
    made_up = decode(show(folder, "other", unix_time=time.time()))

    assert without.pages[0].widgets["orders"].is_empty()
    assert not without.pages[0].widgets["errors"].is_empty()
    number = stored.pages[0].widgets["orders"]
    assert isinstance(number, Number)
    assert number.value == 3
    assert made_up.pages[0].widgets["latency"].sample


def test_a_state_folder_without_values_is_an_error_and_not_passed_over(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")

    with pytest.raises(StoreError, match="no hub keeps its values there"):
        show(folder, "left", state=tmp_path / "stat")


def test_a_screen_that_is_not_there_is_an_error_with_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(DisplaydError) as caught:
        show(write_wall(tmp_path), "lefft")

    assert caught.value.hint == "did you mean `left`?"


def test_a_layout_alone_makes_a_document(tmp_path: Path) -> None:
    write_wall(
        tmp_path,
        {"layouts/logo.yaml": "pages: [{widgets: {a: {type: picture, source: logo.png}}}]", "pictures/logo.png": png()},
    )

    alone = layout_document(tmp_path / "layouts/team.yaml")
    with_wall = layout_document(tmp_path / "layouts/team.yaml", tmp_path)
    picture = layout_document(tmp_path / "layouts/logo.yaml")

    assert alone.pages[0].widgets["orders"].title == ""
    assert with_wall.pages[0].widgets["orders"].title == "Orders"
    assert "logo.png" in str(picture.pages[0].widgets["a"])


def test_a_layout_is_drawn_by_the_clock_of_its_wall(tmp_path: Path) -> None:
    write_wall(tmp_path, {})

    assert layout_document(tmp_path / "layouts/team.yaml", tmp_path).timezone == "Europe/London"
    assert layout_document(tmp_path / "layouts/team.yaml").timezone == "UTC"


def test_a_broken_layout_is_told_with_its_lines(tmp_path: Path) -> None:
    (tmp_path / "team.yaml").write_text("pages:\n  - widgets:\n      a: {type: numbr}\n")

    with pytest.raises(ConfigError) as caught:
        layout_document(tmp_path / "team.yaml")
    with pytest.raises(StoreError):
        layout_document(tmp_path / "nowhere.yaml")
    assert caught.value.mistakes[0].where == "team.yaml:3"
