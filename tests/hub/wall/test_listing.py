"""What counts in a wall folder, and what is never opened."""

from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest

from displayd.errors import ConfigError
from displayd.hub.wall.listing import listing
from displayd.hub.wall.loader import load
from displayd.hub.wall.reader import read
from tests.hub.walls import SCREENS, TEAM, files_of, png, write_wall

NFC, NFD = (unicodedata.normalize(form, "büro") for form in ("NFC", "NFD"))


def refused(folder: Path) -> list[str]:
    """The mistakes of the folder, as lines."""
    with pytest.raises(ConfigError) as caught:
        read(folder)
    return [str(mistake) for mistake in caught.value.mistakes]


@pytest.mark.parametrize("place", ["layouts/zz.yaml", "screens.yaml", "pictures/logo.png", "layouts"])
def test_a_named_pipe_is_refused_by_name_and_never_opened(tmp_path: Path, place: str) -> None:
    folder = write_wall(tmp_path / "wall", {place: None} if place == "screens.yaml" else {})
    if place == "layouts":
        (folder / "layouts").rename(tmp_path / "away")
    (folder / place).parent.mkdir(exist_ok=True)
    os.mkfifo(folder / place)

    (line,) = refused(folder)

    assert line.startswith(f"{place}: is a named pipe, not a ")


def test_sockets_devices_and_folders_are_refused_by_name(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(folder / "layouts/a.yaml"))
    (folder / "layouts/b.yaml").mkdir()

    lines = refused(folder)

    assert [line.partition(" (")[0] for line in lines] == [
        "layouts/a.yaml: is a socket, not a file",
        "layouts/b.yaml: is a folder, not a file",
    ]


@pytest.mark.parametrize(
    "place", ["layouts/zz.yaml", "hub.yaml", "themes/zz.yaml", "metrics/zz.yaml", "pictures/zz.png", "layouts"]
)
def test_a_link_that_leaves_the_folder_is_refused_and_nothing_behind_it_is_told(tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = "root:secret:20228"
    for name in ("zz.yaml", "zz.png"):
        (outside / name).write_text(f"{secret}\n")
    folder = write_wall(tmp_path / "wall", {"hub.yaml": None})
    if place == "layouts":
        (folder / "layouts").rename(tmp_path / "away")
    (folder / place).parent.mkdir(exist_ok=True)
    (folder / place).symlink_to(outside if place == "layouts" else outside / f"zz{Path(place).suffix}")

    lines = refused(folder)

    assert [line.partition(" (")[0] for line in lines] == [f"{place}: is a link that leads out of the wall folder"]
    assert secret not in "".join(lines)


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "../../../../../../../../etc/passwd", "/dev/zero", "/", "../.git/config"]
)
def test_links_to_the_system_and_to_what_git_keeps_are_refused(tmp_path: Path, target: str) -> None:
    folder = write_wall(tmp_path / "wall", {".git/config": "url: https://me:password@git.example/wall\n"})
    (folder / "layouts/zz.yaml").symlink_to(target)

    assert [line.partition(" (")[0] for line in refused(folder)] == [
        "layouts/zz.yaml: is a link that leads out of the wall folder"
    ]


def test_a_folder_beside_the_wall_whose_name_begins_alike_is_outside(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    write_wall(tmp_path / "wall-old")
    (folder / "layouts/zz.yaml").symlink_to(tmp_path / "wall-old/layouts/team.yaml")

    assert "leads out" in refused(folder)[0]


def test_a_release_behind_a_link_and_a_config_map_are_read(tmp_path: Path) -> None:
    mount = tmp_path / "mount"
    write_wall(mount / "..2026_11_28", {"pictures/logo.png": png()})
    (mount / "..data").symlink_to("..2026_11_28")
    for name in ("screens.yaml", "metrics.yaml", "hub.yaml", "layouts", "pictures"):
        (mount / name).symlink_to(f"..data/{name}")
    (tmp_path / "current").symlink_to("mount")
    plain = write_wall(tmp_path / "plain", {"pictures/logo.png": png()})

    assert read(tmp_path / "current") == read(plain)
    assert read(mount) == read(plain)


def test_links_inside_the_folder_are_read_also_where_they_lead_in_a_circle(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"pictures/logo.png": png(), "brand/extra/mark.png": png(3)})
    (folder / "layouts/copy.yaml").symlink_to("team.yaml")
    (folder / "pictures/brand").symlink_to("../brand")
    (folder / "brand/up").symlink_to("../pictures")

    own = read(folder).own

    assert own["layouts/copy.yaml"] == own["layouts/team.yaml"]
    assert [name for name in own if name.startswith("pictures/")] == [
        "pictures/brand/extra/mark.png",
        "pictures/logo.png",
    ]


def test_a_link_to_nothing_and_a_circle_of_links_are_told(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    (folder / "layouts/a.yaml").symlink_to("gone.yaml")
    (folder / "layouts/b.yaml").symlink_to("c.yaml")
    (folder / "layouts/c.yaml").symlink_to("b.yaml")

    lines = refused(folder)

    assert lines[0] == "layouts/a.yaml: is a link to what is not there (remove it, or mend the link)"
    assert [line.partition(":")[0] for line in lines] == ["layouts/a.yaml", "layouts/b.yaml", "layouts/c.yaml"]


def test_names_are_the_same_however_their_accents_are_spelled(tmp_path: Path) -> None:
    """A Mac writes NFD, a keyboard NFC."""
    assert NFC != NFD
    changes: dict[str, str | bytes | None] = {
        f"layouts/{NFD}.yaml": f"pages: [{{widgets: {{logo: {{type: picture, source: {NFC}.png}}}}}}]\n",
        f"pictures/{NFD}.png": png(),
        "screens.yaml": f"screens:\n  left: {{show: {NFC}}}\n  right: {{show: [{NFC}, {NFD}]}}\n",
        "themes/own.yaml": f"logo: {NFC}.png\n",
    }

    found = load(write_wall(tmp_path / "wall", changes))

    assert found.screens["left"].show == (NFC,)
    assert found.screens["right"].show == (NFC, NFC)
    assert list(found.pictures) == [f"{NFC}.png"]
    assert found.layouts[NFC].pages[0].page


@pytest.mark.parametrize("place", ["layouts/{}.yaml", "themes/{}.yaml", "metrics/{}.yaml", "pictures/{}.png"])
def test_two_files_whose_names_differ_in_spelling_only_are_a_mistake(tmp_path: Path, place: str) -> None:
    folder = write_wall(tmp_path / "wall", {place.format(NFC): b"x", place.format(NFD): b"x"})
    is_told_apart = len(list((folder / place).parent.glob(f"*{Path(place).suffix}"))) > 1
    assert is_told_apart

    (line,) = refused(folder)

    assert line.startswith(f"{place.format(NFC)}: two files have this name, each with its own spelling of the accents")


@pytest.mark.parametrize(
    ("name", "proper"),
    [
        ("Screens.yaml", "screens.yaml"),
        ("screens.yml", "screens.yaml"),
        ("screens.yaml.txt", "screens.yaml"),
        ("Layouts", "layouts"),
        ("HUB.YML", "hub.yaml"),
        ("Pictures", "pictures"),
    ],
)
def test_a_name_that_is_nearly_one_of_a_wall_is_told(tmp_path: Path, name: str, proper: str) -> None:
    folder = write_wall(tmp_path / "wall", {"pictures/logo.png": png()})
    (folder / proper).rename(folder / name)

    assert refused(folder) == [f"{name}: is not read (call it {proper})"]


def test_a_capital_in_show_gets_the_word_that_helps(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"screens.yaml": SCREENS.replace("[sales]", "[SALES]")})

    with pytest.raises(ConfigError) as caught:
        load(folder)

    assert str(caught.value.mistakes[0]).endswith(
        "there is no dashboard `SALES` (did you mean `sales`? Capitals count)"
    )


def test_a_folder_of_very_many_files_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.hub.wall.listing.MAX_LOOKED_AT", 50)
    folder = write_wall(tmp_path / "wall")
    for number in range(60):
        (folder / f"layouts/{number}.txt").write_text("x")

    assert refused(folder) == ["layouts/: there are more than 50 files in the wall folder (move them elsewhere)"]


def test_a_listing_says_whether_anything_that_matters_has_changed(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall")
    at_first = listing(folder)
    (folder / "README.md").write_text("x")
    with_a_note = listing(folder)
    team = folder / "layouts/team.yaml"
    stamp = team.stat()
    team.write_bytes(team.read_bytes().replace(b"Failures", b"Problems"))
    os.utime(team, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    edited = listing(folder)
    folder.rename(tmp_path / "away")
    write_wall(folder, {"layouts/team.yaml": team.name and TEAM.replace("Failures", "Problems")})
    replaced = listing(folder)

    assert at_first == with_a_note
    assert len({at_first, edited, replaced}) == 3
    assert set(read(tmp_path / "away").own) == set(files_of())
