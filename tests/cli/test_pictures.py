"""The commands that draw without a screen: what they write, and with which exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from displayd.cli.main import main
from displayd.hub.wall import shipped
from tests.support.fakes import document_bytes

SAMPLE = shipped.sample_wall_folder()


def test_render_draws_a_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lobby.json").write_bytes(document_bytes("Visitors", 42))
    code = main(["render", str(tmp_path / "lobby.json"), "-o", str(tmp_path / "out.png"), "--size", "640x360"])

    assert code == 0
    assert Image.open(tmp_path / "out.png").size == (640, 360)


def test_render_draws_a_layout_with_the_metrics_of_a_wall(tmp_path: Path) -> None:
    layout = shipped.layouts_folder() / "sales.yaml"
    common = ["render", str(layout), "--size", "640x360", "--page", "1", "--at", "2026-11-21T12:00", "-o"]
    assert main([*common, str(tmp_path / "with.png"), "--wall", str(SAMPLE)]) == 0
    assert main([*common, str(tmp_path / "without.png")]) == 0

    assert (tmp_path / "with.png").read_bytes() != (tmp_path / "without.png").read_bytes()


def test_render_draws_a_document_whose_pictures_have_names_that_no_file_can_have(tmp_path: Path) -> None:
    pages = [{"widgets": {"photo": {"type": "picture", "source": "p" * 300}}}]
    document = {"format": 1, "screen": "lobby", "logo": "l" * 400, "pages": pages}
    (tmp_path / "d.json").write_text(json.dumps(document))

    assert main(["render", str(tmp_path / "d.json"), "-o", str(tmp_path / "o.png"), "--size", "320x200"]) == 0


def test_render_draws_for_another_screen_than_the_document_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "lobby.json").write_bytes(document_bytes("Visitors", 4200))
    common = ["render", str(tmp_path / "lobby.json"), "--size", "480x320", "--at", "1795291683", "-o"]
    assert main([*common, str(tmp_path / "as-it-is.png")]) == 0
    pictures = set()
    for setting in (["--diagonal-in", "7"], ["--viewing-m", "0.6"], ["--theme", "light"], ["--locale", "de-DE"]):
        assert main([*common, str(tmp_path / "other.png"), *setting]) == 0
        pictures.add((tmp_path / "other.png").read_bytes())

    assert len(pictures | {(tmp_path / "as-it-is.png").read_bytes()}) == 5
    assert main([*common, str(tmp_path / "none.png"), "--viewing-m", "5000"]) == 2
    assert "`viewing_m` is at most 100 metres, not `5000.0`" in capsys.readouterr().err


@pytest.mark.parametrize("rotate", [90, 270])
def test_render_turns_the_page_on_the_panel(tmp_path: Path, rotate: int) -> None:
    (tmp_path / "lobby.json").write_bytes(document_bytes("Visitors", 42))
    common = ["render", str(tmp_path / "lobby.json"), "--at", "1795291683", "-o"]
    main([*common, str(tmp_path / "upright.png"), "--size", "360x640"])
    main([*common, str(tmp_path / "turned.png"), "--size", "640x360", "--rotate", str(rotate)])

    upright = Image.open(tmp_path / "upright.png")
    turned = Image.open(tmp_path / "turned.png").rotate(rotate, expand=True)
    assert turned.tobytes() == upright.tobytes()


def test_render_says_which_pages_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lobby.json").write_bytes(document_bytes())
    code = main(["render", str(tmp_path / "lobby.json"), "-o", str(tmp_path / "x.png"), "--page", "3"])

    assert code == 1
    assert "pages are 1 to 1" in capsys.readouterr().err
    assert not (tmp_path / "x.png").exists()


@pytest.mark.parametrize("place", ["wall/layouts", "elsewhere"])
def test_layout_is_drawn_with_the_pictures_of_its_wall(place: str, tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (255, 0, 0)).save(out, "PNG")
    for folder in {place, "wall/layouts", "wall/pictures"}:
        (tmp_path / folder).mkdir(parents=True)
    for folder in {place, "wall/layouts"}:
        (tmp_path / folder / "logo.yaml").write_text("pages: [{widgets: {a: {type: picture, source: logo.png}}}]\n")
    (tmp_path / "wall/pictures/logo.png").write_bytes(out.getvalue())
    (tmp_path / "wall/screens.yaml").write_text("screens: {a: {show: [logo]}}\n")
    wall = ["--wall", str(tmp_path / "wall")] if place == "elsewhere" else []
    code = main(["render", str(tmp_path / place / "logo.yaml"), "-o", str(tmp_path / "o.png"), "--size=320x200", *wall])

    assert code == 0
    assert Image.open(tmp_path / "o.png").convert("RGB").getpixel((160, 100)) == (255, 0, 0)


@pytest.mark.slow
def test_gallery_has_an_index_of_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.tools.gallery.SIZES", ((320, 200),), raising=True)
    assert main(["gallery", str(tmp_path / "gallery")]) == 0
    index = (tmp_path / "gallery" / "index.html").read_text()

    assert "<img" in index
    assert 'src="http' not in index
    assert 'href="http' not in index


def test_picture_beside_a_document_is_drawn(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (255, 0, 0)).save(out, "PNG")
    (tmp_path / "logo.png").write_bytes(out.getvalue())
    page = {"widgets": {"logo": {"type": "picture", "source": "logo.png"}}}
    (tmp_path / "d.json").write_bytes(document_bytes(title="", pages=[page]))
    main(["render", str(tmp_path / "d.json"), "-o", str(tmp_path / "o.png"), "--size", "320x200"])

    assert Image.open(tmp_path / "o.png").convert("RGB").getpixel((160, 100)) == (255, 0, 0)


def test_logo_beside_a_document_is_drawn(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (255, 0, 0)).save(out, "PNG")
    (tmp_path / "logo.png").write_bytes(out.getvalue())
    (tmp_path / "d.json").write_bytes(document_bytes(logo="logo.png"))
    main(["render", str(tmp_path / "d.json"), "-o", str(tmp_path / "o.png"), "--size", "1920x1080"])

    colors = Image.open(tmp_path / "o.png").convert("RGB").crop((0, 0, 960, 140)).getcolors(1_000_000) or []
    assert (255, 0, 0) in {color for _, color in colors}
