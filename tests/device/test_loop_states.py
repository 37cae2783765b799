"""The drawing loop where something is missing: a display, or a configuration that makes sense."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from displayd.device.display.screen import MemoryScreen
from displayd.device.loop import DISPLAY_RETRY_SECONDS, MAX_SLEEP_SECONDS
from displayd.paint.painter import Painter
from displayd.paint.text import PangoFonts
from tests.device.rig import FACTS, START, RecordingService, Rig, pages


class Changing(MemoryScreen):
    """A screen whose display is exchanged."""

    is_changed = False
    is_closed = False

    def is_outdated(self) -> bool:
        """As told."""
        return self.is_changed

    def close(self) -> None:
        """Noted."""
        self.is_closed = True


@pytest.fixture
def service() -> RecordingService:
    return RecordingService()


@pytest.fixture
def watched(fonts: PangoFonts, service: RecordingService) -> Rig:
    """A rig that somebody supervises, with a screen that can be exchanged."""
    return Rig(fonts, service=service, screen=lambda rig: Changing(Painter(fonts, rig.shelf), (640, 360)))


@pytest.mark.expects_log
def test_display_that_is_not_there_is_looked_for_every_few_seconds(watched: Rig) -> None:
    watched.no_display = "no TV is connected"
    for _ in range(200):
        watched.loop.step()
        watched.time += 0.1

    assert watched.frame is None
    assert watched.opened == 20 / DISPLAY_RETRY_SECONDS
    watched.no_display = ""
    watched.time += DISPLAY_RETRY_SECONDS
    watched.loop.step()
    assert watched.title == "fingerprint"


@pytest.mark.expects_log
def test_loop_without_a_display_sleeps_until_it_looks_again(watched: Rig) -> None:
    watched.no_display = "no TV is connected"
    deadline = watched.loop.step()

    assert deadline == pytest.approx(START + DISPLAY_RETRY_SECONDS)
    watched.time += 1
    assert watched.loop.step() == pytest.approx(START + DISPLAY_RETRY_SECONDS)


@pytest.mark.expects_log
def test_waiting_for_a_display_is_healthy(watched: Rig, service: RecordingService) -> None:
    watched.no_display = "no TV is connected"
    watched.loop.step()
    watched.time += 0.5
    watched.loop.step()

    assert service.told == ["alive", "ready", "waiting for a display: no TV is connected", "alive"]


@pytest.mark.expects_log
def test_why_there_is_no_display_is_said_when_it_changes(watched: Rig, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "displayd")
    for fault in ("no TV is connected", "no TV is connected", "no driver", ""):
        watched.no_display = fault
        watched.loop.step()
        watched.time += DISPLAY_RETRY_SECONDS

    said = [record.getMessage() for record in caplog.records if "picture" in record.getMessage()]
    assert said == [
        "No picture, trying every 4 s: no TV is connected",
        "No picture, trying every 4 s: no driver",
        "There is a picture now",
    ]


@pytest.mark.expects_log
def test_what_comes_while_there_is_no_display_is_shown_when_there_is_one(watched: Rig) -> None:
    watched.no_display = "no TV is connected"
    watched.send(pages=pages("A"))
    watched.loop.step()
    watched.no_display = ""
    watched.time += DISPLAY_RETRY_SECONDS
    watched.loop.step()

    assert watched.title == "A"


def test_another_display_gets_the_whole_picture_in_its_size(watched: Rig, fonts: PangoFonts) -> None:
    watched.send(pages=pages("A"))
    watched.loop.step()
    old = watched.screen
    assert isinstance(old, Changing)
    watched.screen = MemoryScreen(Painter(fonts, watched.shelf), (360, 640))
    old.is_changed = True
    watched.loop.step()

    assert old.is_closed
    assert (watched.scene.width, watched.scene.height) == (360, 640)
    assert watched.title == "A"


@pytest.mark.expects_log
def test_display_that_goes_is_looked_for_at_once_and_then_every_few_seconds(watched: Rig) -> None:
    watched.send(pages=pages("A"))
    watched.loop.step()
    old = watched.screen
    assert isinstance(old, Changing)
    old.is_changed = True
    watched.no_display = "no TV is connected"
    watched.loop.step()
    watched.frame = None
    watched.loop.step()

    assert watched.opened == 2
    assert watched.frame is None
    old.is_changed = False
    watched.no_display = ""
    watched.time += DISPLAY_RETRY_SECONDS
    watched.loop.step()
    assert watched.title == "A"


def test_mistake_in_the_configuration_is_on_the_glass_until_it_is_mended(
    watched: Rig, service: RecordingService, fonts: PangoFonts
) -> None:
    introduction = FACTS._replace(fingerprint="", heading="Mistake in displayd.yaml", advice="Line 3: rotat")
    watched.mailbox.put(replace(watched.settings, introduction=introduction, fault="Line 3: rotat"))
    watched.send(pages=pages("A"))
    watched.loop.step()
    during = watched.title, watched.shown.fault
    texts = watched.texts()
    watched.mailbox.put(watched.settings)
    watched.loop.step()

    assert during == ("mistake", "Line 3: rotat")
    assert {"Mistake in displayd.yaml", "Line 3: rotat"} <= set(texts)
    assert (watched.title, watched.shown.fault) == ("A", "")


def test_whoever_supervises_us_hears_of_the_mistake_that_is_on_the_glass(
    watched: Rig, service: RecordingService
) -> None:
    for fault in ("Line 3: rotat", "Line 4: loud", ""):
        watched.mailbox.put(replace(watched.settings, fault=fault))
        watched.loop.step()

    told = [one for one in service.told if one not in ("alive", "ready")]
    assert told == ["Line 3: rotat", "Line 4: loud", "showing on memory 640x360"]


def test_mended_configuration_opens_the_screen_that_it_asks_for(watched: Rig, fonts: PangoFonts) -> None:
    watched.loop.step()
    old = watched.screen
    assert isinstance(old, Changing)
    other = MemoryScreen(Painter(fonts, watched.shelf), (360, 640))
    watched.mailbox.put(replace(watched.settings, open_screen=lambda: other))
    watched.loop.step()

    assert old.is_closed
    assert watched.scene.width == 360


def test_settings_for_the_same_screen_leave_it_open(watched: Rig) -> None:
    watched.loop.step()
    watched.mailbox.put(replace(watched.settings, rotate=90))
    watched.loop.step()

    assert watched.opened == 1
    assert watched.shown.rotate == 90


def test_run_says_when_the_first_picture_is_there_and_when_it_ends(watched: Rig, service: RecordingService) -> None:
    watched.loop.stop()
    watched.loop.run()

    assert [told for told in service.told if told != "alive"] == ["showing on memory 640x360", "ready", "stopping"]


def test_closed_window_ends_the_loop(fonts: PangoFonts) -> None:
    class Window(MemoryScreen):
        def pump(self) -> bool:
            return False

    rig = Rig(fonts, screen=lambda rig: Window(Painter(fonts, rig.shelf), (640, 360)))

    rig.loop.run()

    assert rig.title == "fingerprint"


def test_frames_tell_how_long_the_loop_is_free(watched: Rig) -> None:
    watched.send(pages=pages("A", "B", seconds=10))
    deadline = watched.loop.step()

    assert watched.shown.free_seconds == pytest.approx(deadline - START)
    assert watched.shown.free_seconds > MAX_SLEEP_SECONDS
    assert watched.shown.snapshot(160).startswith(b"\x89PNG")
