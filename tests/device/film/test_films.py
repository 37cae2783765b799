"""Films on the pages of a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from displayd.device.mailbox import NewPicture
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Film
from tests.device.film.test_player import eventually, is_running
from tests.device.rig import START, Rig
from tests.support.clips import FRAMES_PER_SECOND, STEP, clip, digest_of, place_in

FIGURE = {"title": "Figure", "seconds": 10, "widgets": {"one": {"type": "number", "value": 1}}}


def film_page(**fields: Any) -> dict[str, Any]:
    tile = {"type": "video", "source": "videos/a.mp4", "covers": True, **fields}
    return {"title": "Film", "seconds": 10, "widgets": {"film": tile}}


@pytest.fixture
def rig(fonts: PangoFonts) -> Iterator[Rig]:
    made = Rig(fonts)
    yield made
    made.loop.close()


def bring(rig: Rig, folder: Path, data: bytes, source: str = "videos/a.mp4") -> None:
    """Let a film arrive, as the network's thread does."""
    place, digest = place_in(folder, data), digest_of(data)
    before = rig.loop.films.place_of
    rig.loop.films.place_of = lambda asked: place if asked == digest else before(asked)
    rig.mailbox.put(NewPicture(source, digest, b"", is_on_disk=True))


def grey(rig: Rig) -> float:
    """Number of the frame that is in the middle of the glass, as far as its grey says it."""
    pixels = rig.screen.front.pixels
    at = pixels.stride * (pixels.height // 2) + 4 * (pixels.width // 2)
    with pixels.locked() as data:
        return float(data[at]) * 219 / 255 / STEP


def shows(rig: Rig, is_so: Callable[[], bool]) -> bool:
    def stepped() -> bool:
        rig.loop.step()
        return is_so()

    return eventually(stepped)


def test_frames_change_on_the_glass_and_nothing_else_does(rig: Rig, tmp_path: Path) -> None:
    page = {
        "title": "Both",
        "landscape": ["film one"],
        "widgets": {**film_page()["widgets"], "one": {"type": "number", "value": 1}},
    }
    rig.send(pages=[page])
    bring(rig, tmp_path, clip())
    tiles = {cell.name: cell.rect for cell in rig_cells(rig)}
    middle = tiles["film"].x + tiles["film"].width // 2

    def at(x: int) -> int:
        pixels = rig.screen.front.pixels
        with pixels.locked() as data:
            return int(data[pixels.stride * 250 + 4 * x])

    assert shows(rig, lambda: bool(rig.loop.films.pids()))
    first, painted = 0, rig.shown.cells_painted
    for number in (3, 20, 31):
        rig.time = START + (number + 0.5) / FRAMES_PER_SECOND
        wanted = 255 / 219 * STEP * ((START * 10 + number) % 40)
        assert shows(rig, lambda: abs(at(middle) - wanted) < 4), (at(middle), wanted)  # noqa: B023
        first += 1

    # One tile for each of 31 frames at most; the figure beside it is not painted again.
    assert first <= rig.shown.cells_painted - painted <= 32
    digest = rig.scene.digest()
    assert digest == rig.scene.digest()
    assert all(op.frame == -1 for cell in rig.scene.cells for op in cell.ops if isinstance(op, Film))


def rig_cells(rig: Rig) -> tuple[Any, ...]:
    rig.loop.step()
    return rig.scene.cells


def test_a_film_begins_with_its_page_and_its_process_ends_with_it(rig: Rig, tmp_path: Path) -> None:
    rig.send(pages=[film_page(), FIGURE])
    bring(rig, tmp_path, clip())
    rig.time = START + 10
    assert shows(rig, lambda: rig.title == "Figure")
    assert rig.loop.films.pids() == []

    # A little before its turn the next page is painted, and its film begun.
    rig.time = START + 19.5
    assert shows(rig, lambda: bool(rig.loop.films.pids()))
    (pid,) = rig.loop.films.pids()
    rig.time = START + 20.05
    assert shows(rig, lambda: rig.title == "Film" and grey(rig) < 1.0), (rig.title, grey(rig))
    rig.time = START + 21.25
    assert shows(rig, lambda: abs(grey(rig) - 12) < 0.7), grey(rig)
    rig.time = START + 30
    assert shows(rig, lambda: rig.title == "Figure")

    assert eventually(lambda: not is_running(pid))
    assert rig.loop.films.pids() == []


def test_new_figures_on_its_page_do_not_begin_a_film_anew(rig: Rig, tmp_path: Path) -> None:
    rig.send(pages=[film_page()], revision="r1")
    bring(rig, tmp_path, clip())
    assert shows(rig, lambda: bool(rig.loop.films.pids()))
    pids = rig.loop.films.pids()

    rig.send(pages=[film_page()], revision="r2", mirror={"group": "g", "effective_at": START + 1})
    rig.time = START + 1.5
    rig.loop.step()

    assert rig.view.edition is not None
    assert rig.view.edition.revision == "r2"
    assert rig.loop.films.pids() == pids


@pytest.mark.expects_log
def test_a_page_of_a_broken_film_is_skipped_and_told(rig: Rig, tmp_path: Path) -> None:
    rig.send(pages=[film_page(), FIGURE])
    bring(rig, tmp_path, clip()[:500])

    assert shows(rig, lambda: rig.title == "Figure")
    titles = set()
    for second in range(1, 45):
        rig.time = START + second
        rig.loop.step()
        titles.add(rig.title)

    assert titles == {"Figure"}
    assert "a video cannot be played: The file is damaged" in rig.shown.fault
    assert rig.loop.films.pids() == []


@pytest.mark.expects_log
def test_where_all_pages_are_such_the_glass_says_why(rig: Rig, tmp_path: Path) -> None:
    rig.send(pages=[film_page()])
    bring(rig, tmp_path, clip()[:500])

    assert shows(rig, lambda: "The video cannot be played" in rig.texts())
    assert "The file is damaged" in rig.texts()


@pytest.mark.expects_log
def test_without_ffmpeg_a_page_of_films_is_skipped(rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = clip()
    monkeypatch.setenv("PATH", str(tmp_path))
    rig.send(pages=[film_page(), FIGURE])
    bring(rig, tmp_path, data)

    assert shows(rig, lambda: rig.title == "Figure")
    assert "This screen has no ffmpeg" in rig.shown.fault


@pytest.mark.expects_log
def test_what_could_not_be_played_is_tried_again_after_a_while(
    rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = clip()
    rig.send(pages=[film_page()])
    with monkeypatch.context() as without:
        without.setenv("PATH", str(tmp_path))
        bring(rig, tmp_path, data)
        assert shows(rig, lambda: "This screen has no ffmpeg" in rig.texts())

    rig.time += 601

    assert shows(rig, lambda: bool(rig.loop.films.pids()))


def test_a_film_that_has_not_arrived_is_skipped_and_comes_when_it_has(rig: Rig, tmp_path: Path) -> None:
    rig.send(pages=[film_page(), FIGURE])
    rig.loop.step()
    assert rig.title == "Figure"

    bring(rig, tmp_path, clip())

    assert shows(rig, lambda: rig.title == "Film")


def test_a_page_with_other_tiles_is_not_skipped(rig: Rig) -> None:
    page = film_page()
    page["widgets"]["one"] = FIGURE["widgets"]["one"]  # type: ignore[index]
    rig.send(pages=[page, FIGURE])

    rig.loop.step()

    assert rig.title == "Film"
    assert "No video yet" in rig.texts()


def test_pages_keep_their_times_where_one_is_skipped(rig: Rig) -> None:
    rig.send(pages=[{**FIGURE, "title": "A"}, film_page(), {**FIGURE, "title": "B"}])

    seen = []
    for second in range(60):
        rig.time = START + second + 0.1
        rig.loop.step()
        seen.append(rig.title)

    # The loop has 30 s; in the place of the film the page after it is there.
    begins = seen.index("A", 1) if seen[0] != "A" else 0
    assert seen[begins : begins + 30] == ["A"] * 10 + ["B"] * 20
