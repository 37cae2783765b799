"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from PIL import Image

from displayd.cli.main import main
from displayd.hub.wall import shipped
from tests.hub.walls import write_wall
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


def test_wrong_document_is_refused_with_every_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(document_bytes())
    document["pagse"], document["rotate"] = [], 45
    (tmp_path / "wrong.json").write_text(json.dumps(document))
    code = main(["render", str(tmp_path / "wrong.json"), "-o", str(tmp_path / "x.png")])

    err = capsys.readouterr().err
    assert code == 2
    assert "$.pagse" in err
    assert "did you mean `pages`?" in err
    assert "$.rotate" in err


def test_missing_file_is_an_error_and_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(tmp_path / "none.json"), "-o", str(tmp_path / "x.png")]) == 1
    assert "cannot read" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["document", "layout", "theme", "screens", "metrics", "hub"])
def test_schema_is_json_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", kind]) == 0
    assert json.loads(capsys.readouterr().out)


def test_unknown_schema_is_told_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "layuot"]) == 1
    assert "known: document, hub, layout, metrics, screens, theme" in capsys.readouterr().err


def test_check_of_the_sample_office_finds_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "check", str(SAMPLE)]) == 0
    assert "14 screens, no mistakes" in capsys.readouterr().out


CHECK = pytest.mark.parametrize("command", [["check"], ["hub", "check"]], ids=["check", "hub check"])


@CHECK
@pytest.mark.parametrize(
    ("hung", "code", "says"),
    [
        ("", 0, "1 screen, no mistakes; 1 page drawn, all can be read"),
        (", viewing_m: 9", 0, "1 page drawn, 0 errors, 1 warning"),
        (", viewing_m: 30", 2, "1 page drawn, 1 error, 0 warnings"),
    ],
    ids=["good", "small", "lost"],
)
def test_check_draws_the_pages_and_says_what_cannot_be_read(
    command: list[str], hung: str, code: int, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/hello.yaml").write_text("pages: [{widgets: {a: {type: text, text: Hello}}}]\n")
    (tmp_path / "screens.yaml").write_text(f"screens:\n  lobby: {{show: [hello]{hung}}}\n")
    found = main([*command, str(tmp_path)])

    printed = capsys.readouterr()
    assert found == code
    assert says in printed.out
    assert ("error: screens.yaml:2: `lobby` is too small" in printed.err) == (code == 2)
    assert printed.err.count("\nhint: ") == int(bool(hung))


def test_check_names_the_tiles_that_it_had_no_data_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts/hello.yaml").write_text("pages: [{widgets: {a: {type: bar, metric: some}}}]\n")
    (tmp_path / "metrics.yaml").write_text("some: {title: Some}\n")
    (tmp_path / "screens.yaml").write_text("screens: {lobby: {show: [hello]}}\n")

    assert main(["check", str(tmp_path), "--screen", "lobby", "--size", "1280x720"]) == 0
    assert "note: no data, so not looked at: hello/a" in capsys.readouterr().err


def test_check_finds_mistakes_where_nothing_can_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "displayd.tools.readability", None)
    good, bad = write_wall(tmp_path / "good"), write_wall(tmp_path / "bad", {"screens.yaml": "screens: {}"})
    codes = main(["check", str(good)]), main(["check", str(bad)])

    printed = capsys.readouterr()
    assert codes == (0, 2)
    assert "3 screens, no mistakes" in printed.out
    assert "note: nothing can be drawn here" in printed.err
    assert "error: screens.yaml:1: there are no screens" in printed.err


@CHECK
def test_check_finds_mistakes_with_file_and_line(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "screens.yaml").write_text("screens:\n  lobby:\n    show: [devosp]\n")
    code = main([*command, str(tmp_path)])

    err = capsys.readouterr().err
    assert code == 2
    assert "screens.yaml:3" in err
    assert "did you mean `devops`?" in err


def test_show_prints_the_document_of_a_screen(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["hub", "show", str(SAMPLE), "sales"]) == 0
    document = json.loads(capfdbinary.readouterr().out)

    assert document["screen"] == "sales"


def test_show_of_an_unknown_screen_suggests_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "show", str(SAMPLE), "slaes"]) != 0
    assert "sales" in capsys.readouterr().err


def test_key_goes_to_its_user_and_only_its_hash_to_the_yaml(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "key", "billing", "sales.*"]) == 0
    printed = capsys.readouterr()

    key = printed.err.strip().splitlines()[-1]
    assert key not in printed.out
    assert "billing:" in printed.out
    assert "sales.*" in printed.out


@pytest.mark.parametrize(
    ("arguments", "where"),
    [(["a b"], "error: NAME: "), (["billing", "sales.*", "Sales X"], "error: METRIC: `Sales X`: ")],
)
def test_key_that_hub_yaml_would_refuse_is_not_made(
    arguments: list[str], where: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["hub", "key", *arguments])

    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    assert printed.err.startswith(where)
    assert "hint: for example" in printed.err
    assert len(printed.err.splitlines()) == 2


@pytest.mark.parametrize(
    "command", ["render {tmp}/d.json -o {tmp}/none/x.png", "render {tmp}/d.json -o {tmp}", "gallery {tmp}/d.json/x"]
)
def test_place_that_cannot_be_written_is_an_error_with_a_hint(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "d.json").write_bytes(document_bytes())
    code = main(command.format(tmp=tmp_path).split())

    err = capsys.readouterr().err
    assert code == 1
    assert err.startswith(f"error: cannot write {tmp_path}")
    assert "\nhint: " in err


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


def test_fingerprint_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["fingerprint", "--state", str(tmp_path)])
    main(["fingerprint", "--state", str(tmp_path)])
    first, second = capsys.readouterr().out.split()

    assert first == second


def test_gallery_has_an_index_of_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.tools.gallery.SIZES", ((320, 200),), raising=True)
    assert main(["gallery", str(tmp_path / "gallery")]) == 0
    index = (tmp_path / "gallery" / "index.html").read_text()

    assert "<img" in index
    assert 'src="http' not in index
    assert 'href="http' not in index


def test_doctor_names_the_faults_and_exits_accordingly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["doctor", "--config", str(tmp_path / "none.yaml"), "--state", str(tmp_path)])

    out = capsys.readouterr().out
    assert code == 1
    assert "FAULT  configuration" in out
    assert "SDL driver kmsdrm" in out
    assert "font Inter" in out
    assert "no identity yet" in out
    assert not list(tmp_path.iterdir())


def test_mistakes_in_the_configuration_are_all_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "displayd.yaml").write_text("hbu: http://x\nrotate: 45\n")
    code = main(["run", "--config", str(tmp_path / "displayd.yaml"), "--state", str(tmp_path)])

    err = capsys.readouterr().err
    assert code == 2
    assert "displayd.yaml:1" in err
    assert "did you mean `hub`?" in err
    assert "displayd.yaml:2" in err


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
