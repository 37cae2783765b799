"""Views onto the glass: the right page at the planned instant, and nothing painted twice."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from displayd.device.display.screen import Flipped
from displayd.device.loop import PREPARE_SECONDS
from displayd.device.mailbox import NewTimeSample
from displayd.device.placement import inner_of
from displayd.paint.text import PangoFonts
from displayd.paint.transition import Kind
from displayd.scene.geometry import Rect
from displayd.scene.operations import Scene
from displayd.widgets.funnel.widget import Funnel
from tests.device.rig import SIZE, START, Rig, exchange, pages


def test_page_changes_exactly_when_its_time_is_up(rig: Rig) -> None:
    rig.send()
    rig.run_until(START + 9.999)
    before = rig.title
    rig.time = START + 10
    rig.loop.step()

    assert (before, rig.title) == ("A", "B")


def test_next_page_is_painted_before_its_turn(rig: Rig) -> None:
    rig.send()
    rig.run_until(START + 10 - PREPARE_SECONDS + 0.01)
    rig.loop.step()
    painted = rig.screen.back.cells_painted
    rig.time = START + 10
    rig.loop.step()

    assert rig.title == "B"
    assert rig.screen.back.cells_painted == painted
    assert rig.screen.flips == 2


def test_what_draws_a_widget_is_loaded_before_its_page_is_due(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = f"{Funnel.PACKAGE}.drawing"
    monkeypatch.delitem(sys.modules, drawing, raising=False)
    funnel = {"type": "funnel", "stages": [{"label": "In", "value": 2}]}
    rig.send(pages=[*pages("A"), {"title": "B", "seconds": 10, "widgets": {"one": funnel}}])
    rig.run_until(START + 10 - PREPARE_SECONDS - 0.1)
    before = drawing in sys.modules
    rig.run_until(START + 10 - PREPARE_SECONDS + 0.1)
    rig.loop.step()

    assert (before, drawing in sys.modules, rig.title) == (False, True, "A")


def slowed(rig: Rig, monkeypatch: pytest.MonkeyPatch, processor_seconds: float) -> None:
    """Have the back canvas of `rig` take `processor_seconds` more for every drawing."""
    real = rig.screen.back.draw

    def slowly(scene: Scene, rotate: int, inner: Rect) -> list[Rect]:
        until = time.thread_time() + processor_seconds
        while time.thread_time() < until:
            pass
        return real(scene, rotate, inner)

    monkeypatch.setattr(rig.screen.back, "draw", slowly)


def test_how_long_a_page_takes_to_be_got_ready_is_told(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    slowed(rig, monkeypatch, 0.25)
    rig.loop.step()
    before = rig.shown.painting_seconds
    rig.send()
    rig.loop.step()

    assert before == 0, "what is shown without a dashboard is no page"
    assert rig.shown.painting_seconds >= 0.25


def test_a_page_that_waits_and_is_looked_at_again_says_nothing_of_how_long_pages_take(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig.send()
    rig.run_until(START + 10 - PREPARE_SECONDS + 0.1)
    before = rig.shown.painting_seconds
    slowed(rig, monkeypatch, 0.25)
    rig.run_until(START + 9.9)

    assert 0 < before < 0.25
    assert rig.shown.painting_seconds == before


def test_unchanged_page_is_painted_once(rig: Rig) -> None:
    rig.send(pages=pages("A", seconds=3600))
    rig.run_until(START + 50)
    painted = rig.screen.front.cells_painted + rig.screen.back.cells_painted
    rig.run_until(START + 59)

    assert rig.screen.front.cells_painted + rig.screen.back.cells_painted == painted


def test_same_document_again_paints_nothing(rig: Rig) -> None:
    rig.send(pages=pages("A"))
    rig.loop.step()
    painted = rig.screen.front.cells_painted + rig.screen.back.cells_painted
    rig.send(pages=pages("A"))
    rig.loop.step()

    assert rig.screen.front.cells_painted + rig.screen.back.cells_painted == painted


def test_texts_are_set_in_the_language_of_the_document_that_is_shown(rig: Rig) -> None:
    rig.send(pages=pages("A"), locale="ja")
    rig.loop.step()
    first = rig.screen.front.painter.fonts.language
    rig.send(pages=pages("A"), locale="ko")
    rig.loop.step()

    assert (first, rig.screen.front.painter.fonts.language) == ("ja", "ko")


def test_changed_value_repaints_its_own_cell_only(rig: Rig) -> None:
    widgets = {name: {"type": "number", "value": 1} for name in "abcd"}
    page = {"title": "A", "landscape": ["a b", "c d"], "widgets": widgets}
    rig.send(pages=[page])
    rig.loop.step()
    painted = rig.screen.front.cells_painted
    page["widgets"] = {**widgets, "c": {"type": "number", "value": 2}}
    rig.send(pages=[page])
    rig.loop.step()

    assert rig.screen.front.cells_painted == painted + 1
    assert rig.screen.flips == 1


def test_every_flip_is_logged_with_its_planned_instant(fonts: PangoFonts, tmp_path: Path) -> None:
    rig = Rig(fonts, tmp_path / "flips")
    rig.send()
    rig.run_until(START + 35)

    flips = [json.loads(line) for line in (tmp_path / "flips").read_text().splitlines()]
    assert [flip["planned"] for flip in flips] == [None, START + 10, START + 20, START + 30]
    assert [flip["page"] for flip in flips] == [0, 1, 0, 1]
    assert {flip["revision"] for flip in flips} == {"r1"}
    assert flips[1]["scene"] != flips[0]["scene"]


def test_clock_that_is_set_is_no_late_flip(fonts: PangoFonts, tmp_path: Path) -> None:
    rig = Rig(fonts, tmp_path / "flips")
    rig.send(pages=pages("A", "B", seconds=60))
    rig.loop.step()
    # The hub's clock is 100 s ahead: page B has been due for 40 s, and nobody was late.
    rig.mailbox.put(NewTimeSample(exchange(START + 100, 100.0)))
    rig.loop.step()

    flips = [json.loads(line) for line in (tmp_path / "flips").read_text().splitlines()]
    assert [(flip["page"], flip["planned"]) for flip in flips] == [(0, None), (1, None)]
    assert rig.flip_log.take_skew().count == 0


@pytest.mark.parametrize("kind", ["fade", "slide", "cut"])
def test_page_changes_in_the_way_that_the_document_says(rig: Rig, kind: str) -> None:
    rig.send(transition=kind)
    rig.loop.step()
    first = rig.screen.last_kind
    rig.run_until(START + 10)
    rig.loop.step()

    assert (first, rig.screen.last_kind) == ("cut", kind)


def test_motion_false_means_that_pages_are_cut(rig: Rig) -> None:
    rig.send(transition="fade", motion=False)
    rig.run_until(START + 10)
    rig.loop.step()

    assert (rig.title, rig.screen.last_kind) == ("B", "cut")


def test_page_that_is_gone_in_a_moment_is_cut(rig: Rig) -> None:
    rig.send(pages=[*pages("A"), *pages("B", seconds=0.9)], transition="fade")
    seen = []
    rig.run_until(START + 60, lambda deadline: seen.append((rig.title, rig.screen.last_kind)))

    assert {kind for title, kind in seen if title == "B"} == {"cut"}
    assert ("A", "fade") in seen


def test_new_figures_of_a_mirror_are_no_page_change(rig: Rig) -> None:
    rig.send(pages=pages("A"), mirror={"group": "g", "effective_at": START - 5}, revision="r1")
    rig.loop.step()
    rig.send(pages=pages("A", value=2), mirror={"group": "g", "effective_at": START + 2}, revision="r2")
    rig.run_until(START + 2)
    rig.loop.step()

    assert rig.screen.last_kind == "cut"


def test_transition_begins_at_the_planned_instant(fonts: PangoFonts, tmp_path: Path) -> None:
    rig = Rig(fonts, tmp_path / "flips")
    began = []
    real = rig.screen.flip

    def flip(kind: Kind = "cut", rotate: int = 0) -> Flipped:
        began.append(rig.time)
        # A first frame after 3 ms, and a third of a second for all of them.
        rig.time += 0.35
        real(kind, rotate)
        return Flipped(0.003, 21)

    rig.screen.flip = flip  # type: ignore[method-assign]
    rig.send(transition="fade")
    rig.run_until(START + 35)

    flips = [json.loads(line) for line in (tmp_path / "flips").read_text().splitlines()]
    assert began[1:] == [START + 10, START + 20, START + 30]
    assert [round(flip["actual"] - flip["planned"], 4) for flip in flips[1:]] == [0.003] * 3
    assert {flip["frames"] for flip in flips[1:]} == {21}


def test_new_figure_counts_in_its_own_cell_and_comes_to_rest(rig: Rig) -> None:
    widgets = {name: {"type": "number", "value": 1000} for name in "abcd"}
    page = {"title": "A", "landscape": ["a b", "c d"], "widgets": widgets}
    rig.send(pages=[page])
    rig.run_until(START + 100)
    page["widgets"] = {**widgets, "c": {"type": "number", "value": 2000}}
    rig.send(pages=[page])
    painted, flips = rig.screen.front.cells_painted, rig.screen.flips
    texts: list[str] = []
    rig.run_until(START + 103, lambda deadline: texts.append("".join(rig.texts())))

    assert 15 <= rig.screen.front.cells_painted - painted <= 30
    assert rig.screen.flips == flips
    assert len(set(texts)) > 8
    assert rig.texts().count("1,000") == 3
    assert "2,000" in rig.texts()
    still = rig.screen.front.cells_painted
    rig.run_until(START + 119)
    assert rig.screen.front.cells_painted == still


def test_moving_figure_ends_with_the_pixels_of_a_page_that_never_moved(fonts: PangoFonts) -> None:
    moved, still = Rig(fonts), Rig(fonts)
    for rig, motion in ((moved, True), (still, False)):
        rig.send(pages=pages("A", value=1000), motion=motion)
        rig.run_until(START + 100)
        rig.send(pages=pages("A", value=2000), motion=motion)
        rig.run_until(START + 103)
        rig.loop.step()

    assert moved.screen.front.snapshot() == still.screen.front.snapshot()


def test_only_page_wanders_without_a_flip(rig: Rig) -> None:
    rig.send(pages=pages("A"))
    rig.loop.step()
    inner = inner_of(rig.view, rig.shown.situation, rig.time)
    before, flips = rig.screen.front.snapshot(), rig.screen.flips
    wakeups = rig.run_until(START + 151)
    rig.loop.step()

    assert inner_of(rig.view, rig.shown.situation, rig.time) != inner
    assert rig.screen.front.snapshot() != before
    assert rig.screen.flips == flips
    assert wakeups <= 8


def test_what_a_wandering_page_pushes_lies_on_the_panel(rig: Rig) -> None:
    pushed: list[Rect] = []
    real = rig.screen.update

    def update(rects: Sequence[Rect]) -> None:
        pushed.extend(rects)
        real(rects)

    rig.screen.update = update  # type: ignore[method-assign]
    for number in range(60):
        rig.send(pages=pages("A", value=number), revision=str(number))
        rig.run_until(START + 150 * number + 10)

    assert pushed
    assert all(rect.x >= 0 and rect.right <= SIZE[0] and rect.y >= 0 and rect.bottom <= SIZE[1] for rect in pushed)
