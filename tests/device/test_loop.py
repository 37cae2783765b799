"""The drawing loop: the right page at the planned instant, nothing painted twice, nothing ever blank."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from displayd.compose.pairing_page import ClaimFacts
from displayd.device.display.paint_benchmark import tile_seconds
from displayd.device.display.screen import Flipped, MemoryScreen
from displayd.device.edition import Edition
from displayd.device.loop import PREPARE_SECONDS, RenderLoop
from displayd.device.mailbox import LinkState, Mailbox, NewPicture, NewTimeSample
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock, TimeSample
from displayd.device.system.systemd import QuietService
from displayd.device.timeline import Timeline, View
from displayd.document.model import decode
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.text import PangoFonts
from displayd.paint.transition import Kind
from displayd.scene.geometry import Rect
from displayd.scene.operations import Scene, Text

START = 1_795_291_680.0
SIZE = (640, 360)
FACTS = ClaimFacts("K7QF-2MXD-6TBA-W3EN", "http://hub", "pi", "192.0.2.7", "Connecting", "Asking http://hub.")


@pytest.fixture(scope="module")
def fonts() -> PangoFonts:
    return PangoFonts()


class Rig:
    """A loop on a memory screen whose time stands still until it is moved."""

    def __init__(self, fonts: PangoFonts, log: Path | None = None, system_error: float | None = 0.001) -> None:
        self.time = START
        self.clock = HubClock(lambda: self.time - START + 100, lambda: self.time, lambda: system_error)
        self.mailbox = Mailbox()
        self.shelf = PictureShelf()
        self.screen = MemoryScreen(Painter(fonts, self.shelf), SIZE)
        self.timeline = Timeline(SIZE, fonts, None, (0.0, 0.0, 0.0, 0.0))
        self.loop = RenderLoop(
            self.screen,
            self.timeline,
            self.mailbox,
            self.clock,
            QuietService(),
            self.shelf,
            FlipLog(log),
            facts=lambda: FACTS,
        )

    def send(self, **fields: Any) -> None:
        document = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": pages("A", "B"), **fields}))
        self.mailbox.put(Edition(document, document.revision or "r1", received_at=100.0))

    def run_until(self, unix_time: float, each: Callable[[float], None] = lambda deadline: None) -> int:
        """Step as the loop does, sleeping exactly until each deadline; how often it woke."""
        wakeups = 0
        while True:
            deadline = self.loop.step()
            each(deadline)
            assert deadline > self.time, "the loop would spin"
            if deadline > unix_time:
                self.time = unix_time
                return wakeups
            self.time = deadline
            wakeups += 1

    @property
    def title(self) -> str:
        """Title of the page on the glass."""
        assert self.loop.view is not None
        return self.loop.view.showing.page.title if self.loop.view.showing else self.loop.view.kind

    def texts(self) -> list[str]:
        assert self.loop.scene is not None
        return [op.text for cell in self.loop.scene.cells for op in cell.ops if isinstance(op, Text)]


def pages(*titles: str, seconds: float = 10.0, **widget: Any) -> list[dict[str, Any]]:
    one = {"type": "number", "value": 1, **widget}
    return [{"title": title, "seconds": seconds, "widgets": {"one": one}} for title in titles]


@pytest.fixture
def rig(fonts: PangoFonts) -> Rig:
    return Rig(fonts)


def test_fingerprint_is_shown_until_there_is_a_document(rig: Rig) -> None:
    rig.loop.step()

    assert rig.title == "fingerprint"
    assert FACTS.fingerprint in rig.texts()


def test_first_document_is_shown_at_once(rig: Rig) -> None:
    rig.loop.step()
    rig.send()
    rig.loop.step()

    assert rig.title == "A"


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


def test_clock_with_seconds_costs_two_wakeups_a_second_at_most(rig: Rig) -> None:
    clock = {"type": "clock", "show_seconds": True}
    rig.send(pages=[{"title": "A", "widgets": {"clock": clock}}])
    rig.loop.step()
    painted = rig.screen.front.cells_painted
    wakeups = rig.run_until(START + 30.5)

    assert wakeups <= 60
    assert 29 <= rig.screen.front.cells_painted - painted <= 32


def test_screen_with_no_clock_sleeps_until_the_minute(rig: Rig) -> None:
    rig.send(pages=pages("A"))
    wakeups = rig.run_until(START + 59)

    assert wakeups <= 3


def test_revision_of_a_mirror_takes_effect_at_its_instant(rig: Rig) -> None:
    rig.send(pages=pages("old"), mirror={"group": "g", "effective_at": START - 5}, revision="r1")
    rig.loop.step()
    rig.send(pages=pages("new"), mirror={"group": "g", "effective_at": START + 2}, revision="r2")
    rig.run_until(START + 1.999)
    before = rig.title
    rig.time = START + 2
    rig.loop.step()

    assert (before, rig.title) == ("old", "new")


def test_screen_that_missed_the_instant_shows_the_revision_at_once(rig: Rig) -> None:
    rig.send(pages=pages("old"), mirror={"group": "g", "effective_at": START - 50}, revision="r1")
    rig.loop.step()
    rig.send(pages=pages("new"), mirror={"group": "g", "effective_at": START - 3}, revision="r2")
    rig.loop.step()

    assert rig.title == "new"


def test_every_flip_is_logged_with_its_planned_instant(fonts: PangoFonts, tmp_path: Path) -> None:
    rig = Rig(fonts, tmp_path / "flips")
    rig.send()
    rig.run_until(START + 35)

    flips = [json.loads(line) for line in (tmp_path / "flips").read_text().splitlines()]
    assert [flip["planned"] for flip in flips] == [None, START + 10, START + 20, START + 30]
    assert [flip["page"] for flip in flips] == [0, 1, 0, 1]
    assert {flip["revision"] for flip in flips} == {"r1"}
    assert flips[1]["scene"] != flips[0]["scene"]


def test_page_stays_and_says_so_when_the_hub_is_away(rig: Rig) -> None:
    rig.send(pages=pages("A"))
    rig.loop.step()
    rig.mailbox.put(LinkState("timeout", "No answer", "hub cannot be reached.", "Check.", -1e6))
    rig.loop.step()

    assert rig.title == "A"
    assert any("No news from the hub since" in text for text in rig.texts())


def test_notice_goes_when_the_hub_is_back(rig: Rig) -> None:
    rig.send(pages=pages("A"))
    rig.mailbox.put(LinkState("timeout", "No answer", "hub cannot be reached.", "Check.", -1e6))
    rig.loop.step()
    rig.mailbox.put(LinkState("ok", "Connected", "Connected.", "", 0.0))
    rig.loop.step()

    assert not any("No news" in text for text in rig.texts())


def test_untrusted_clock_is_said_and_the_cycle_goes_on(fonts: PangoFonts) -> None:
    rig = Rig(fonts, system_error=None)
    rig.time = 1000.0
    rig.send()
    rig.loop.step()
    at_the_start = rig.texts()
    rig.mailbox.put(LinkState("no-network", "No network", "This screen has no network.", "Check the cable.", 100.0))
    rig.loop.step()
    first = rig.title
    rig.run_until(1012)
    rig.loop.step()

    assert any("Clock not set" in text for text in rig.texts())
    assert not any("Clock not set" in text for text in at_the_start)
    assert rig.title != first


def test_page_follows_the_hubs_clock_and_not_the_systems(fonts: PangoFonts) -> None:
    rig = Rig(fonts)
    rig.send()
    rig.loop.step()
    # The hub is 10 s ahead of the system clock: on its time page B is on show.
    rig.mailbox.put(NewTimeSample(TimeSample(START + 10 - 100, 0.001, 100.0)))
    rig.loop.step()

    assert rig.title == "B"


def test_closed_hours_are_dark_and_opening_brings_the_page_back(rig: Rig) -> None:
    # START is 20:08 UTC.
    rig.send(pages=pages("A", seconds=3600), on="20:00-20:09")
    rig.loop.step()
    shown = [rig.title]
    rig.run_until(START + 61)
    rig.loop.step()
    shown.append(rig.title)
    rig.run_until(START + 86_400 - 8 * 60 + 30)
    rig.loop.step()
    shown.append(rig.title)

    assert shown == ["A", "off", "A"]


def test_turned_document_fills_a_turned_panel(rig: Rig) -> None:
    rig.send(rotate=90)
    rig.loop.step()

    assert rig.loop.scene is not None
    assert (rig.loop.scene.width, rig.loop.scene.height) == (360, 640)


@pytest.mark.expects_log
def test_picture_that_is_none_is_refused_and_the_page_stays(rig: Rig) -> None:
    rig.send()
    rig.mailbox.put(NewPicture("logo.png", "d" * 64, b"<html>"))
    rig.loop.step()

    assert rig.title == "A"
    assert rig.timeline.pictures == {}


def test_stop_ends_the_loop(rig: Rig) -> None:
    rig.send()
    rig.loop.stop()

    rig.loop.run()


@pytest.mark.expects_log
def test_document_that_cannot_be_shown_gives_way_to_the_one_before(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.send(pages=pages("good"), revision="r1")
    rig.loop.step()
    real = Timeline.scene_of

    def broken(self: Timeline, view: View, unix_time: float) -> Scene:
        if view.edition is not None and view.edition.revision == "r2":
            raise ZeroDivisionError("boom")
        return real(self, view, unix_time)

    monkeypatch.setattr(Timeline, "scene_of", broken)
    rig.send(pages=pages("bad"), revision="r2")
    rig.loop.step()
    rig.loop.step()

    assert rig.title == "good"
    assert "r2 cannot be shown" in rig.loop.problem()
    rig.send(pages=pages("next"), revision="r3")
    rig.loop.step()
    assert rig.title == "next"
    assert rig.loop.problem() == ""


@pytest.mark.expects_log
def test_fault_that_passes_takes_no_page_away(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.send(pages=pages("good"), revision="r1")
    rig.loop.step()
    real = Timeline.scene_of

    def broken(self: Timeline, view: View, unix_time: float) -> Scene:
        raise MemoryError("no room")

    monkeypatch.setattr(Timeline, "scene_of", broken)
    deadlines = []
    for _ in range(3):
        deadlines.append(rig.loop.step() - rig.time)
        rig.time += 1
    monkeypatch.setattr(Timeline, "scene_of", real)
    rig.loop.step()

    assert rig.title == "good"
    assert min(deadlines) > 0.5, "the loop would spin"


def test_pictures_that_no_document_names_are_forgotten(rig: Rig) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    for number in range(20):
        source, digest = f"pictures/{number}", f"{number:064d}"
        rig.send(
            pages=[{"title": "A", "widgets": {"logo": {"type": "picture", "source": source}}}], revision=str(number)
        )
        rig.mailbox.put(NewPicture(source, digest, out.getvalue()))
        rig.loop.step()

    assert len(rig.shelf.files) <= 3
    assert digest in rig.shelf.files


@pytest.mark.expects_log
def test_remembered_document_that_cannot_be_shown_leaves_the_fingerprint(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: Timeline, view: View, unix_time: float) -> Scene:
        if view.edition is not None:
            raise ZeroDivisionError("boom")
        return real(self, view, unix_time)

    real = Timeline.scene_of
    monkeypatch.setattr(Timeline, "scene_of", broken)
    rig.send(pages=pages("bad"))
    rig.loop.step()
    rig.loop.step()

    assert rig.title == "fingerprint"


def test_clock_that_is_set_is_no_late_flip(fonts: PangoFonts, tmp_path: Path) -> None:
    rig = Rig(fonts, tmp_path / "flips")
    rig.send(pages=pages("A", "B", seconds=60))
    rig.loop.step()
    # The hub's clock is 100 s ahead: page B has been due for 40 s, and nobody was late.
    rig.mailbox.put(NewTimeSample(TimeSample(START + 100 - 100, 0.001, 100.0)))
    rig.loop.step()

    flips = [json.loads(line) for line in (tmp_path / "flips").read_text().splitlines()]
    assert [(flip["page"], flip["planned"]) for flip in flips] == [(0, None), (1, None)]
    assert rig.loop.flip_log.take_skew().count == 0


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


def test_slow_machine_is_found_out_and_nothing_moves_there(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("displayd.device.loop.tile_seconds", lambda scene, painter: 0.05)
    with caplog.at_level("INFO"):
        rig.send(pages=pages("A", value=1000))
        rig.run_until(START + 100)
    rig.send(pages=pages("A", value=2000))
    painted = rig.screen.front.cells_painted
    rig.run_until(START + 103)

    assert rig.screen.front.cells_painted == painted + 1
    assert "A tile takes 50.0 ms to paint: too slow for figures that move" in caplog.text


def test_page_whose_tiles_are_too_low_to_be_seen_can_be_measured(rig: Rig) -> None:
    tiles = {name: {"type": "number", "value": 1} for name in "abcd"}
    rows = {"landscape": ["a", "b", "c", "d"], "landscape_rows": [100, 0.001, 0.001, 0.001]}
    rig.send(pages=[{"title": "A", "widgets": tiles, **rows}])
    rig.run_until(START + 5)

    assert rig.title == "A"


def test_machine_is_measured_once_and_the_glass_does_not_show_it(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    measured = []

    def seconds(scene: Scene, painter: Painter) -> float:
        measured.append(scene)
        return tile_seconds(scene, painter)

    monkeypatch.setattr("displayd.device.loop.tile_seconds", seconds)
    rig.send()
    rig.loop.step()
    before = rig.screen.front.snapshot()
    rig.run_until(START + 9)

    assert len(measured) == 1
    assert rig.screen.front.snapshot() == before


def test_only_page_wanders_without_a_flip(rig: Rig) -> None:
    rig.send(pages=pages("A"))
    rig.loop.step()
    inner = rig.timeline.inner_of(rig.loop.view, rig.time) if rig.loop.view else None
    before, flips = rig.screen.front.snapshot(), rig.screen.flips
    wakeups = rig.run_until(START + 151)
    rig.loop.step()

    assert rig.loop.view is not None
    assert rig.timeline.inner_of(rig.loop.view, rig.time) != inner
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
