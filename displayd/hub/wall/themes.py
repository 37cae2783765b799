"""`themes/NAME.yaml`: the colours and the logo of a company, checked until all that is written in them can be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple

from msgspec import Meta, Struct, structs

from displayd.document.model import Name
from displayd.errors import Mistake
from displayd.hub.layouts.page_draft import picture_name
from displayd.hub.wall.pictures import Picture
from displayd.hub.wall.texts import WallTexts
from displayd.scene.theme import THEMES, Theme, contrast_ratio, mixed
from displayd.validation.as_meant import as_meant
from displayd.validation.faults import Fault, check
from displayd.validation.file_names import file_suggestion
from displayd.validation.yaml_source import Path, YamlText

__all__ = ["NO_LOGO", "Logo", "ThemeFile", "WallTheme", "checked_theme", "readable", "themes_of"]

LEAST_CONTRAST = 4.5
"""Source: WCAG 2.2, 1.4.3."""

# What each colour is read on. The header of a page stands on the background, with its title and its dashboard.
_READ_ON = {
    "text": ("card", "background"),
    "dim": ("card", "background"),
    "good": ("card",),
    "amber": ("card",),
    "red": ("card",),
    "series": ("card",),
}

_COLOR_HINT = 'for example "#5aa9ff", in quotes: a bare # begins a comment'

# Fine enough that no eye sees the difference to the nearest colour that will do.
_STEPS = 200


Hex = Annotated[str, Meta(pattern=r"^#[0-9a-fA-F]{6}$", examples=["#5aa9ff"])]
"""A colour. In YAML it takes quotes: a bare `#` begins a comment."""


class ThemeFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A theme of the wall's own, such as a company's colours; what it leaves out is as in `base`.

    Text, levels and series have a contrast of at least 4.5:1 on the card.
    """

    base: Annotated[
        Literal["dark", "light", "high-contrast"], Meta(description="The theme that has what this one leaves out.")
    ] = "dark"

    background: Annotated[Hex | None, Meta(description="Behind the cards.")] = None
    card: Annotated[Hex | None, Meta(description="Behind what is in a tile.")] = None
    raised: Annotated[Hex | None, Meta(description="Bands and empty tracks: a step away from the card.")] = None
    grid: Annotated[Hex | None, Meta(description="Structure lines, as quiet as can be seen.")] = None
    text: Annotated[Hex | None, Meta(description="What is read first: values and names.")] = None
    dim: Annotated[Hex | None, Meta(description="Titles, units, ticks: what one reads once.")] = None
    good: Annotated[Hex | None, Meta(description="As it should be.")] = None
    amber: Annotated[Hex | None, Meta(description="Worse than `amber` of a metric.")] = None
    red: Annotated[Hex | None, Meta(description="Worse than `red` of a metric.")] = None

    series: Annotated[
        Annotated[list[Hex], Meta(min_length=1, max_length=24)] | None,
        Meta(description="Lines, bars and slices, in order of use."),
    ] = None

    logo: Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)] | None,
        Meta(description="Name of a picture in `pictures/`, shown before the title of every page."),
    ] = None


class Logo(NamedTuple):
    """A picture before the title of every page."""

    source: str
    """As in `Document.logo`; empty for none."""
    aspect: float
    """Width divided by height."""


NO_LOGO = Logo("", 1.0)


@dataclass(frozen=True)
class WallTheme:
    """A theme of the wall's own."""

    name: str
    palette: Theme
    logo: Logo


def themes_of(texts: WallTexts, pictures: Mapping[str, Picture]) -> dict[str, WallTheme | None]:
    """The wall's own themes by name, None for one with mistakes."""
    logos = {name: Logo(picture.source, picture.aspect) for name, picture in pictures.items()}
    themes: dict[str, WallTheme | None] = {}
    for name, path, data in texts.named_files("themes"):
        text = texts.text(path, data)
        themes[name], mistakes = checked_theme(text, name, logos) if text else (None, [])
        texts.mistakes += mistakes
    return themes


def checked_theme(text: YamlText, name: str, pictures: Mapping[str, Logo]) -> tuple[WallTheme | None, list[Mistake]]:
    """The theme in `text`, or every mistake in it.

    Args:
        pictures: the wall's pictures, by name.
    """
    data = {} if text.data is None else as_meant(text, ThemeFile)
    file, faults = check(data, ThemeFile)
    faults = [*_name_faults(name), *(_with_quotes(fault) for fault in faults)]
    if isinstance(data, Mapping):
        faults += _empty_faults(data)
    theme = None
    if file is not None:
        logo = picture_name(file.logo or "")
        theme = WallTheme(name, _palette(file), pictures.get(logo, NO_LOGO))
        faults += _contrast_faults(theme.palette, data)
        if logo and logo not in pictures:
            hint = file_suggestion(logo, sorted(pictures)) or "put the file into pictures/"
            faults.append(Fault(("logo",), f"there is no picture `{file.logo}`", hint))
    mistakes = [fault.in_file(text) for fault in faults]
    return (None if mistakes else theme), mistakes


def readable(color: str, grounds: Collection[str]) -> str | None:
    """`color`, or the nearest one that can be read on all `grounds`: mixed with as little black or white as will do.

    Returns:
        `#rrggbb`; None when nothing can be read on all of them.
    """
    for step in range(_STEPS + 1):
        for ink in ("#ffffff", "#000000"):
            candidate = mixed(color, ink, step / _STEPS)
            if all(contrast_ratio(candidate, ground) >= LEAST_CONTRAST for ground in grounds):
                return candidate
    return None


def _palette(file: ThemeFile) -> Theme:
    """The colours of the base with those of `file` in their places."""
    own: dict[str, Any] = {}
    for field in Theme.__struct_fields__:
        value = getattr(file, field)
        if value is not None:
            own[field] = value.lower() if isinstance(value, str) else tuple(color.lower() for color in value)
    return structs.replace(THEMES[file.base], **own)


def _name_faults(name: str) -> Iterator[Fault]:
    if name in THEMES:
        yield Fault((), f"`{name}` is a theme that is there already", "give the file another name")
    for fault in check(name, Name)[1]:
        yield Fault((), f"the name `{name}`: {fault.reason}", "letters, digits, `-` and `_`, for example larkspur.yaml")


def _with_quotes(fault: Fault) -> Fault:
    """`fault` with a hint that can be copied where a colour belongs."""
    is_color = fault.path[:1] and fault.path[0] in Theme.__struct_fields__
    return Fault(fault.path, fault.reason, _COLOR_HINT) if is_color else fault


def _empty_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Fields without a value: nearly always a colour without quotes, which YAML takes for a comment."""
    for name, value in data.items():
        if value is None and name in ThemeFile.__struct_fields__:
            hint = "leave it out" if name in ("base", "logo") else _COLOR_HINT
            yield Fault((name,), f"`{name}` is empty", hint)


def _contrast_faults(palette: Theme, data: Mapping[str, Any]) -> Iterator[Fault]:
    """Colours that cannot be read where they stand."""
    for role, names in _READ_ON.items():
        value = getattr(palette, role)
        for number, color in enumerate((value,) if isinstance(value, str) else value):
            grounds = {name: getattr(palette, name) for name in names}
            weak = {name: ratio for name in names if (ratio := contrast_ratio(color, grounds[name])) < LEAST_CONTRAST}
            if weak:
                path: Path = (role,) if isinstance(value, str) else (role, number)
                yield _contrast_fault(path, color, grounds, weak, data)


def _contrast_fault(
    path: Path, color: str, grounds: Mapping[str, str], weak: Mapping[str, float], data: Mapping[str, Any]
) -> Fault:
    """What is wrong with `color`, told where the file says it; else where it says what the colour stands on.

    Args:
        weak: the grounds on which it cannot be read, and its contrast there.
    """
    role = f"{path[0]}[{path[1]}]" if len(path) > 1 else f"{path[0]}"
    is_own = path[0] in data
    found = " and ".join(f"{_ratio(ratio)} on `{name}` {grounds[name]}" for name, ratio in weak.items())
    reason = f"`{role}` {color}{'' if is_own else ', from the base,'} has a contrast of {found}, less than 4.5:1"
    nearest = readable(color, grounds.values())
    if nearest is None:
        hint = f"no colour can be read on both {' and '.join(grounds.values())}: make them more alike"
    elif is_own or len(path) == 1:
        hint = f'for example "{nearest}"' if is_own else f'set `{role}` as well, for example "{nearest}"'
    else:
        hint = f'set `series` as well, with "{nearest}" in this place'
    own_grounds = [name for name in weak if name in data]
    return Fault(path if is_own or not own_grounds else (own_grounds[0],), reason, hint)


def _ratio(ratio: float) -> str:
    """`ratio` for a message, never rounded up to what would do."""
    return f"{int(ratio * 10) / 10:.1f}:1"
