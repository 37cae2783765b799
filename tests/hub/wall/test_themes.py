"""Themes of the wall's own: a company's colours, and whether they can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

from displayd.document.model import Page, decode, encode
from displayd.errors import ConfigError, Mistake
from displayd.hub.publish.pages import document_of
from displayd.hub.publish.plan_base import base_of
from displayd.hub.publish.wall_diff import differences
from displayd.hub.wall.loader import load
from displayd.hub.wall.themes import Logo, WallTheme, checked_theme, readable
from displayd.scene.theme import THEMES, contrast_ratio
from displayd.validation.yaml_source import parse
from tests.hub.walls import HUB, eventually, png, secret_of, serving, wall, write_wall

LOGO = Logo("pictures/abc", 1.4)
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def checked(text: str, name: str = "larkspur") -> tuple[WallTheme | None, list[Mistake]]:
    """The theme of these lines, in a wall with one picture."""
    return checked_theme(parse(f"themes/{name}.yaml", text), name, {"logo.png": LOGO})


def good(text: str) -> WallTheme:
    """The theme of these lines, which has no mistakes."""
    theme, mistakes = checked(text)
    assert mistakes == []
    assert theme is not None
    return theme


def test_what_a_theme_leaves_out_is_as_in_its_base() -> None:
    theme = good('base: light\nbackground: "#E8E4FF"\nseries: ["#5B3FD0"]\nlogo: pictures/logo.png\n')

    assert theme.palette.background == "#e8e4ff"
    assert theme.palette.series == ("#5b3fd0",)
    assert theme.palette.text == THEMES["light"].text
    assert theme.palette.card == THEMES["light"].card
    assert theme.logo == LOGO


def test_an_empty_file_is_the_dark_theme() -> None:
    assert good("").palette == THEMES["dark"]


def test_lines_and_bands_may_be_as_quiet_as_one_likes() -> None:
    card = THEMES["dark"].card

    assert good(f'grid: "{card}"\nraised: "{card}"\n').palette.grid == card


def test_a_colour_that_cannot_be_read_is_told_with_its_contrast_and_one_that_can() -> None:
    _, (mistake,) = checked('card: "#151a23"\ndim: "#555e6b"\n')

    assert mistake.where == "themes/larkspur.yaml:2"
    assert "`dim` #555e6b has a contrast of 2.6:1 on `card` #151a23 and 2.9:1 on `background`" in mistake.reason
    proposed = mistake.hint.removeprefix("for example ").strip('"')
    assert contrast_ratio(proposed, "#151a23") >= 4.5
    assert good(f'card: "#151a23"\ndim: "{proposed}"\n')


def test_each_colour_of_the_series_is_told_by_its_place() -> None:
    _, (mistake,) = checked('series:\n  - "#5aa9ff"\n  - "#101010"\n')

    assert mistake.where == "themes/larkspur.yaml:3"
    assert mistake.reason.startswith("`series[1]` #101010 has a contrast of 1.0:1 on `card`")


def test_a_card_that_does_not_suit_the_colours_of_the_base_is_told_where_it_stands() -> None:
    _, mistakes = checked('background: "#000000"\ncard: "#707070"\n')

    assert {mistake.where for mistake in mistakes} == {"themes/larkspur.yaml:2"}
    assert "`red` #ff6b6b, from the base, has a contrast of" in " ".join(mistake.reason for mistake in mistakes)
    assert any(mistake.hint.startswith("set `red` as well, for example") for mistake in mistakes)
    assert any(mistake.hint.startswith("set `series` as well, with") for mistake in mistakes)


def test_grounds_on_which_nothing_can_be_read_at_once_are_said_to_be_too_different() -> None:
    _, mistakes = checked('background: "#ffffff"\n')

    assert len(mistakes) == 2
    assert all("make them more alike" in mistake.hint for mistake in mistakes)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("card: # none\n", ["`card` is empty", "in quotes"]),
        ("logo:\n", ["`logo` is empty", "leave it out"]),
        ('crad: "#151a23"\n', ["unknown field `crad`", "did you mean `card`?"]),
        ('card: "#15a"\n', ["`card` cannot be `#15a`", '"#5aa9ff"']),
        ("card: navy\n", ['"#5aa9ff"']),
        ("base: drak\n", ["did you mean `dark`?"]),
        ("logo: lgo.png\n", ["there is no picture `lgo.png`", "did you mean `logo.png`?"]),
        ("series: []\n", ["`series` has at least 1 item, not 0"]),
        ("- a\n", ["this is a mapping, not a list"]),
    ],
)
def test_mistakes_are_told_with_a_hint(text: str, words: list[str]) -> None:
    theme, mistakes = checked(text)

    assert theme is None
    assert len(mistakes) == 1
    assert all(word in str(mistakes[0]) for word in words), mistakes


@pytest.mark.parametrize("name", ["dark", "high-contrast", "our theme"])
def test_a_name_that_is_taken_or_cannot_be_one_is_a_mistake(name: str) -> None:
    theme, mistakes = checked("", name)

    assert theme is None
    assert f"`{name}`" in mistakes[0].reason


@given(COLORS, COLORS)
def test_on_every_ground_there_is_a_colour_that_can_be_read(color: str, ground: str) -> None:
    found = readable(color, [ground])

    assert found is not None
    assert contrast_ratio(found, ground) >= 4.5


@given(COLORS, COLORS)
def test_a_colour_that_can_be_read_is_its_own_nearest(color: str, ground: str) -> None:
    if contrast_ratio(color, ground) >= 4.5:
        assert readable(color, [ground]) == color


SCREENS = """
screens:
  left: {device: LEFT, show: [team], theme: larkspur}
  right: {device: RIGHT, mirror: left}
  other: {device: OTHER, show: [sales]}
"""
BRAND = 'base: light\nbackground: "#e8e4ff"\nlogo: logo.png\n'
FILES: dict[str, str | bytes | None] = {
    "screens.yaml": SCREENS,
    "themes/larkspur.yaml": BRAND,
    "pictures/logo.png": png(6, 2),
}


def plan_lines(changes: dict[str, str | bytes | None]) -> list[str]:
    """What `changes` to the wall with a theme would do."""
    found = differences(base_of(wall(FILES)), base_of(wall({**FILES, **changes})))
    return [line.strip() for difference in found for line in str(difference).splitlines()]


def test_a_screen_with_a_theme_of_the_walls_own_is_told_its_colours_and_its_logo() -> None:
    found = wall(FILES)
    documents = {name: document_of(spec, "") for name, spec in found.screens.items()}

    assert documents["left"].theme == "larkspur"
    assert documents["left"].palette is not None
    assert documents["left"].palette.background == "#e8e4ff"
    assert documents["left"].logo == found.pictures["logo.png"].source
    assert documents["left"].logo_aspect == 3
    assert (documents["right"].palette, documents["right"].logo) == (documents["left"].palette, documents["left"].logo)
    assert (documents["other"].palette, documents["other"].logo) == (None, "")


def test_a_logo_of_any_shape_makes_a_document() -> None:
    found = wall({**FILES, "pictures/logo.png": png(100, 2)})
    pages = {"title": "x", "widgets": {"a": {"type": "text", "text": "x"}}}

    document = document_of(found.screens["left"], "", [convert(pages, Page)])

    assert decode(encode(document)) == document


def test_a_theme_with_mistakes_is_told_once_and_is_not_called_unknown() -> None:
    with pytest.raises(ConfigError) as caught:
        wall({**FILES, "themes/larkspur.yaml": 'card: "#777777"\nbse: dark\n'})

    assert [mistake.where for mistake in caught.value.mistakes] == ["themes/larkspur.yaml:2"]


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        (
            {"screens.yaml": SCREENS.replace("larkspur", "lakspur")},
            "screens.yaml:2",
            ["unknown theme `lakspur`", "did you mean `larkspur`?"],
        ),
        (
            {"themes/larkspur.yml": BRAND, "themes/larkspur.yaml": None},
            "themes/larkspur.yml",
            ["call it larkspur.yaml"],
        ),
        ({"themes/dark.yaml": BRAND}, "themes/dark.yaml:1", ["is a theme that is there already"]),
        ({"themes/odd.yaml": b"\xff"}, "themes/odd.yaml:1", ["is not UTF-8"]),
    ],
)
def test_what_is_wrong_with_a_theme_is_told_with_its_place(
    changes: dict[str, str | bytes | None], where: str, words: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        wall({**FILES, **changes})

    (mistake,) = caught.value.mistakes
    assert mistake.where == where
    assert all(word in str(mistake) for word in words)


def test_a_theme_is_read_from_the_folder(tmp_path: Path) -> None:
    found = load(write_wall(tmp_path, FILES))

    assert found.screens["left"].palette is not None


def test_a_plan_says_what_changes_inside_a_theme() -> None:
    assert plan_lines({"themes/larkspur.yaml": BRAND.replace("#e8e4ff", "#eeeaff")}) == [
        "left:",
        "theme `larkspur`: background `#e8e4ff` -> `#eeeaff`",
        "right:",
        "theme `larkspur`: background `#e8e4ff` -> `#eeeaff`",
    ]
    assert plan_lines({"themes/larkspur.yaml": BRAND.replace("logo: logo.png", "")})[1] == "has no logo any more"
    assert plan_lines({"pictures/logo.png": png(7, 2)})[1] == "has another logo"
    assert plan_lines({"screens.yaml": SCREENS.replace("larkspur", "dark")})[1:3] == [
        "theme `larkspur` -> `dark`",
        "has no logo any more",
    ]


def test_an_edited_theme_reaches_the_screens_that_have_it(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {**FILES, "hub.yaml": HUB})

    with serving(folder, tmp_path / "state") as hub:
        first = hub.screen("left").json()
        logo = hub.send("GET", f"/v1/{first['logo']}", secret_of("left"))
        tag = hub.screen("other").headers["etag"]
        write_wall(folder, {**FILES, "hub.yaml": HUB, "themes/larkspur.yaml": BRAND.replace("#e8e4ff", "#eeeaff")})
        arrived = eventually(lambda: hub.screen("right").json()["palette"]["background"] == "#eeeaff")
        untouched = hub.screen("other", tag).status_code

    assert logo.content == png(6, 2)
    assert arrived
    assert untouched == 304
