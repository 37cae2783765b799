"""The drawing loop: what has arrived is shown when it is due, and nothing is ever blank."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from displayd.device.display.paint_benchmark import tile_seconds
from displayd.device.display.screen import Flipped
from displayd.device.frame_shown import FrameShown
from displayd.device.mailbox import CacheState, DocumentRefused, LinkState, NewPicture, NewTimeSample
from displayd.device.timeline import Timeline
from displayd.device.view import Situation, View
from displayd.errors import ScreenError
from displayd.paint.painter import Painter
from displayd.paint.text import PangoFonts
from displayd.paint.transition import Kind
from displayd.scene.operations import Scene
from tests.device.rig import FACTS, START, RecordingService, Rig, exchange, pages


def test_fingerprint_is_shown_until_there_is_a_document(rig: Rig) -> None:
    rig.loop.step()

    assert rig.title == "fingerprint"
    assert FACTS.fingerprint in rig.texts()


def test_first_document_is_shown_at_once(rig: Rig) -> None:
    rig.loop.step()
    rig.send()
    rig.loop.step()

    assert rig.title == "A"


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


def test_page_stays_and_says_so_when_the_hub_is_away(rig: Rig) -> None:
    rig.send(pages=pages("A"))
    rig.loop.step()
    rig.mailbox.put(LinkState("timeout", "No answer", "hub cannot be reached.", "Check.", -1e6))
    rig.loop.step()

    assert rig.title == "A"
    assert any("No answer since" in text for text in rig.texts())


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
    rig.mailbox.put(NewTimeSample(exchange(START + 10, 100.0)))
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

    assert (rig.scene.width, rig.scene.height) == (360, 640)


@pytest.mark.expects_log
def test_picture_that_is_none_is_refused_and_the_page_stays(rig: Rig) -> None:
    rig.send()
    rig.mailbox.put(NewPicture("logo.png", "d" * 64, b"<html>"))
    rig.loop.step()

    assert rig.title == "A"
    assert rig.shown.situation.pictures == {}


def test_stop_ends_the_loop(rig: Rig) -> None:
    rig.send()
    rig.loop.stop()

    rig.loop.run()


@pytest.mark.expects_log
def test_document_that_cannot_be_shown_gives_way_to_the_one_before(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.send(pages=pages("good"), revision="r1")
    rig.loop.step()
    real = Timeline.scene_of

    def broken(self: Timeline, view: View, situation: Situation, unix_time: float) -> Scene:
        if view.edition is not None and view.edition.revision == "r2":
            raise ZeroDivisionError("boom")
        return real(self, view, situation, unix_time)

    monkeypatch.setattr(Timeline, "scene_of", broken)
    rig.send(pages=pages("bad"), revision="r2")
    rig.loop.step()
    rig.loop.step()

    assert rig.title == "good"
    assert "r2 cannot be shown" in rig.shown.fault
    rig.send(pages=pages("next"), revision="r3")
    rig.loop.step()
    assert rig.title == "next"
    assert rig.shown.fault == ""


@pytest.mark.expects_log
def test_fault_that_passes_takes_no_page_away(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.send(pages=pages("good"), revision="r1")
    rig.loop.step()
    real = Timeline.scene_of

    def broken(self: Timeline, view: View, situation: Situation, unix_time: float) -> Scene:
        raise MemoryError("no room")

    monkeypatch.setattr(Timeline, "scene_of", broken)
    deadlines = []
    # As long as the fault lasts, the clock on the glass stands still: what is due is to try again, not the next minute.
    for _ in range(3):
        deadlines.append(rig.loop.step() - rig.time)
        rig.time += 61
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
    def broken(self: Timeline, view: View, situation: Situation, unix_time: float) -> Scene:
        if view.edition is not None:
            raise ZeroDivisionError("boom")
        return real(self, view, situation, unix_time)

    real = Timeline.scene_of
    monkeypatch.setattr(Timeline, "scene_of", broken)
    rig.send(pages=pages("bad"))
    rig.loop.step()
    rig.loop.step()

    assert rig.title == "fingerprint"


def test_slow_machine_is_found_out_and_nothing_moves_there(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("displayd.device.presenter.tile_seconds", lambda scene, painter: 0.05)
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

    monkeypatch.setattr("displayd.device.presenter.tile_seconds", seconds)
    rig.send()
    rig.loop.step()
    before = rig.screen.front.snapshot()
    rig.run_until(START + 9)

    assert len(measured) == 1
    assert rig.screen.front.snapshot() == before


@pytest.mark.expects_log
def test_what_goes_wrong_elsewhere_is_told_until_it_is_over(rig: Rig) -> None:
    told = []
    for message in (
        DocumentRefused("`format` is missing", ()),
        CacheState("the disk is full"),
        LinkState("ok", "Connected", "Connected.", "", 0.0),
        CacheState(""),
    ):
        rig.mailbox.put(message)
        rig.loop.step()
        told.append(rig.shown.fault)

    assert told == ["`format` is missing", "`format` is missing; the disk is full", "the disk is full", ""]


def test_fault_in_the_fingerprint_page_is_not_hidden(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Timeline, view: View, situation: Situation, unix_time: float) -> Scene:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(Timeline, "scene_of", broken)

    with pytest.raises(ZeroDivisionError):
        rig.loop.step()


@pytest.mark.expects_log
def test_display_that_fails_is_looked_for_again_and_not_taken_for_a_bad_document(
    fonts: PangoFonts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    rig = Rig(fonts, service=(service := RecordingService()))
    works, rig.screen.flip = rig.screen.flip, failing  # type: ignore[method-assign]
    rig.send()

    for _ in range(3):
        rig.time = rig.loop.step()
    assert (rig.frame, rig.opened) == (None, 3)
    assert caplog.text.count("the display is gone") == 1
    assert "There is a picture now" not in caplog.text
    assert not [told for told in service.told if told.startswith("showing")]

    rig.screen.flip = works  # type: ignore[method-assign]
    rig.loop.step()

    assert (rig.view.kind, rig.shown.fault) == ("page", "")
    assert "There is a picture now" in caplog.text
    assert service.told[-1] == "showing on memory 640x360"


def failing(kind: Kind = "cut", rotate: int = 0) -> Flipped:
    raise ScreenError("the display is gone")


def test_what_is_not_as_it_should_be_with_the_display_is_told(rig: Rig) -> None:
    rig.screen.fault = "the TV has no mode 1280x720"
    rig.send()
    rig.loop.step()

    assert rig.shown.fault == "the TV has no mode 1280x720"


def test_run_wakes_for_messages_and_counts_how_often(fonts: PangoFonts) -> None:
    rig = Rig(fonts)
    frames: list[FrameShown] = []

    def observe(frame: FrameShown) -> None:
        frames.append(frame)
        rig.mailbox.wake()
        if frame.wakeups == 3:
            rig.loop.stop()

    rig.watch = observe
    rig.loop.run()

    assert [frame.wakeups for frame in frames] == [0, 0, 1, 2, 3]
