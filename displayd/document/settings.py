"""How one screen shows what it shows: each setting once, for the document, the wall folder and the differences.

A setting is one field here and its place of use. `screens.yaml` has it under `defaults` and at each screen, the
document carries it, `displayd hub plan` tells when it changes, and a mirror takes it from the screen that it mirrors.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, structs

from displayd.text.locales import LOCALE_PATTERN

__all__ = ["OF_THE_TV", "SETTINGS", "DefinitionsShown", "ScreenSettings", "tv_settings"]

DefinitionsShown = Literal["in-turn", "always", "never"]
"""Where the definitions of tiles are told: see `ScreenSettings.definitions`."""

# Of the TV, not of the picture: a mirror has its own, and the revision of what is shown says nothing of it.
_OF_THE_TV = {"is_of_the_tv": True}


class ScreenSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """How a screen shows its pages. A text or a number has an example that is not its default."""

    theme: Annotated[
        str,
        Meta(
            max_length=60,
            examples=["light"],
            description="Colours: `dark`, `light`, `high-contrast`, or a theme of the wall's own, which is a file in "
            "`themes/`; a document has its colours in `palette`.",
        ),
    ] = "dark"

    rotate: Annotated[
        Literal[0, 90, 180, 270],
        Meta(
            description="How the TV hangs: the picture is turned by so many degrees clockwise.",
            extra=_OF_THE_TV,
        ),
    ] = 0

    diagonal_in: Annotated[
        float, Meta(ge=2, le=300, examples=[55], description="Diagonal of the TV's glass, inches.", extra=_OF_THE_TV)
    ] = 50.0

    viewing_m: Annotated[
        float,
        Meta(
            ge=0.3,
            le=100,
            examples=[3],
            description="From how far the TV is read, metres: the farthest seat. Text is made large enough for it.",
            extra=_OF_THE_TV,
        ),
    ] = 5.0

    safe_area_percent: Annotated[
        float,
        Meta(
            ge=0,
            le=10,
            examples=[0],
            description="What stays free at each edge, as many TVs cut the picture there: percent of its width and "
            "height. 0 for a TV that is set to show all (`Just scan`, `Screen fit`, `1:1`).",
            extra=_OF_THE_TV,
        ),
    ] = 3.5

    locale: Annotated[
        str,
        Meta(
            pattern=LOCALE_PATTERN,
            max_length=40,
            examples=["en-GB", "de-DE"],
            description="Language of the product's own words, and how numbers and dates are written: a language, or one"
            " as in a country, such as `en-GB`.",
        ),
    ] = "en-GB"

    timezone: Annotated[
        str,
        Meta(
            max_length=60,
            examples=["Europe/London"],
            description="Time zone of clocks and opening hours, for example `Europe/London`.",
        ),
    ] = "UTC"

    transition: Annotated[
        Literal["fade", "slide", "cut"],
        Meta(description="How one page gives way to the next: `fade`, `slide` or `cut`."),
    ] = "fade"

    motion: Annotated[
        bool,
        Meta(
            description="False for a picture that never moves by itself: no count-up, no highlight, pages are cut.",
        ),
    ] = True

    pixel_shift: Annotated[
        bool,
        Meta(
            description="Whether the page moves by a few pixels every few minutes, to spare the panel.",
        ),
    ] = True

    definitions: Annotated[
        DefinitionsShown,
        Meta(
            description="Where the definitions of tiles are told: `in-turn`, one after the other on a line at the foot "
            "of the page, and in tiles that are new on their first day; `always` in every tile that has room; or "
            "`never`.",
        ),
    ] = "in-turn"

    on: Annotated[
        str,
        Meta(
            max_length=200,
            examples=["Mon-Fri 08:00-19:00"],
            description="Opening hours such as `Mon-Fri 08:00-12:00, 13:00-18:00, Sat 10:00-14:00`, in `timezone`; the "
            "screen is dark outside them. Hours without days are of the days before them. Empty: always on.",
        ),
    ] = ""


def _of_the_tv() -> frozenset[str]:
    hints = typing.get_type_hints(ScreenSettings, include_extras=True)
    return frozenset(
        name for name in SETTINGS for meta in getattr(hints[name], "__metadata__", ()) if meta.extra == _OF_THE_TV
    )


SETTINGS = ScreenSettings.__struct_fields__
"""Names of all settings."""

OF_THE_TV = _of_the_tv()
"""Names of those that a mirror has of its own."""


def tv_settings(settings: ScreenSettings) -> Mapping[str, Any]:
    """Those of `settings` that are of the TV, by name."""
    return {name: value for name, value in structs.asdict(settings).items() if name in OF_THE_TV}
