"""`screens.yaml` as types: which TV is which screen, and what it shows."""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from displayd.document.model import Name
from displayd.document.settings import OF_THE_TV, SETTINGS, ScreenSettings
from displayd.protocol.vocabulary import Label
from displayd.scene.theme import THEMES
from displayd.validation.faults import Fault, check, suggestion
from displayd.validation.file_names import composed
from displayd.validation.names import theme_faults, written_hours_faults, written_timezone_faults
from displayd.validation.open_fields import left_open
from displayd.validation.yaml_source import Path

__all__ = [
    "ALL",
    "BESIDE_MIRROR",
    "Defaults",
    "Entries",
    "Ring",
    "ScreenEntry",
    "ScreenFields",
    "Seconds",
    "entries_of",
    "screens_file",
    "under",
]

ALL = "all"
"""Stands in `show` for every dashboard."""

BESIDE_MIRROR = ("device", "title", *(name for name in SETTINGS if name in OF_THE_TV))
"""What may stand beside `mirror`: of the TV, not of the picture."""

Seconds = Annotated[float, Meta(gt=0, le=86_400)]

Ring = Literal["canary", "everyone"]
"""Who gets a release: `canary` is those screens that try it first."""

DashboardName = Annotated[str, Meta(min_length=1, max_length=100, examples=["devops"])]
"""Of a layout: its file's name without `.yaml`."""

Hours = Annotated[str, Meta(max_length=200)]


class Defaults(ScreenSettings, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What holds for every screen that does not say otherwise."""

    seconds: Annotated[
        Seconds, Meta(description="How long a page stays, in seconds, where neither screen nor layout says.")
    ] = 20.0

    updates: Annotated[
        Hours,
        Meta(
            description="Quiet hours in `timezone`, such as `02:00-04:00` or `Sat 02:00-05:00`: when a screen installs"
            " a new version of its image and starts anew. Empty: at any time."
        ),
    ] = "02:00-04:00"


class ScreenFields(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an entry says besides the settings."""

    device: Annotated[
        str | None,
        Meta(description="Fingerprint that the TV shows until it is claimed; leave it out while there is no TV yet."),
    ] = None

    show: Annotated[
        str | Annotated[list[DashboardName], Meta(max_length=100)] | None,
        Meta(
            description="Names of dashboards, shown one after the other; `all` for every dashboard of the wall. "
            "`all` means: the dashboards of the other screens in the order of this file, then the layouts in the "
            "wall's own `layouts/` that no screen shows, by name. A new one joins without an edit here."
        ),
    ] = None

    mirror: Annotated[
        Name | None,
        Meta(
            description="Name of another screen: show the same at the same instant. Beside it may stand only "
            f"{', '.join(f'`{name}`' for name in BESIDE_MIRROR)}."
        ),
    ] = None

    title: Annotated[
        Label | None, Meta(description="What the screen is called on the wall page; its name if left out.")
    ] = None

    seconds: Annotated[
        Seconds | None,
        Meta(description="How long every page stays on this screen, in seconds, whatever the layouts say."),
    ] = None

    updates: Annotated[Hours | None, Meta(description="Quiet hours of this screen, as in `defaults`.")] = None

    ring: Annotated[
        Ring | None,
        Meta(
            description="Which releases of the image the screen gets: `canary` those that are to be tried first too,"
            " `everyone` (if left out) those that were promoted. A mirror is in the ring of the screen it mirrors."
        ),
    ] = None

    @property
    def dashboards(self) -> list[str]:
        """Names of the dashboards that `show` names; none for `all`."""
        if isinstance(self.show, str):
            return [] if self.show == ALL else [composed(self.show)]
        return [composed(name) for name in self.show or ()]


def _open_settings() -> list[tuple[str, Any, None]]:
    """Every setting as a field that may be left out."""
    hints = typing.get_type_hints(ScreenSettings, include_extras=True)
    return [(name, left_open(hints[name]), None) for name in SETTINGS]


_entry_kind: Any = msgspec.defstruct(
    "ScreenEntry",
    _open_settings(),
    bases=(ScreenFields,),
    namespace={"__doc__": "One screen: which TV it is, and what it shows. Either `show` or `mirror` is needed."},
    frozen=True,
    forbid_unknown_fields=True,
    kw_only=True,
)

ScreenEntry: type[ScreenFields] = _entry_kind
"""An entry of `screens:`; a setting that it leaves out is None, and then as in `Defaults`."""


@dataclass(frozen=True)
class Entries:
    """What `screens.yaml` says, as far as it can be read."""

    defaults: Defaults
    screens: Mapping[str, ScreenFields]
    """One that cannot be read is there without what it says, for those that mirror it."""
    unreadable: frozenset[str]

    @property
    def shown(self) -> set[str]:
        """Names of all dashboards that a screen names."""
        return {name for entry in self.screens.values() for name in entry.dashboards}


def entries_of(data: Mapping[str, Any], themes: Collection[str] = ()) -> tuple[Entries, list[Fault]]:
    """The entries in `data`, and what is wrong with their fields; checked one by one, so that one hides no other.

    Args:
        themes: names of the wall's own themes.
    """
    known_themes = sorted({*THEMES, *themes})
    known = ["defaults", "screens"]
    faults = [Fault((key,), f"unknown field `{key}`", suggestion(key, known)) for key in data if key not in known]
    defaults, more = check(data.get("defaults") or {}, Defaults)
    faults += under(("defaults",), [*more, *_setting_faults(data.get("defaults"), known_themes)])
    screens = data.get("screens")
    if not isinstance(screens, Mapping) or not screens:
        reason = "`screens` is a mapping, not a list" if isinstance(screens, list) else "there are no screens"
        faults.append(Fault(("screens",), reason, "for example `lobby: {show: [devops]}`"))
        screens = {}
    entries, unreadable = {}, set()
    for name, entry_data in screens.items():
        faults += under(("screens",), check({name: {}}, dict[Name, Any])[1])
        entry, more = check({} if entry_data is None else entry_data, ScreenEntry)
        faults += under(("screens", name), [*more, *_setting_faults(entry_data, known_themes)])
        if entry is None:
            unreadable.add(name)
        entries[name] = entry or ScreenEntry()
    return Entries(defaults or Defaults(), entries, frozenset(unreadable)), faults


def under(path: Path, faults: Iterable[Fault]) -> list[Fault]:
    """`faults` of what stands at `path`."""
    return [fault.under(*path) for fault in faults]


@functools.cache
def screens_file() -> type[Struct]:
    """`screens.yaml` as a whole, for its JSON Schema; its entries are checked one by one."""
    entries = types.GenericAlias(dict, (Name, ScreenEntry))
    return msgspec.defstruct(
        "ScreensFile",
        [
            ("defaults", Annotated[Defaults, Meta(description="What holds for every screen.")], Defaults()),
            ("screens", Annotated[entries, Meta(min_length=1, description="The screens by name.")]),
        ],
        namespace={"__doc__": "`screens.yaml`: which screen shows what."},
        forbid_unknown_fields=True,
        kw_only=True,
    )


def _setting_faults(given: Any, themes: list[str]) -> Iterator[Fault]:
    """What types cannot say about settings, for as much of `given` as has the right type."""
    texts = {key: value for key, value in given.items() if isinstance(value, str)} if isinstance(given, Mapping) else {}
    if "theme" in texts:
        yield from theme_faults(("theme",), texts["theme"], themes)
    yield from written_timezone_faults(("timezone",), texts.get("timezone"))
    yield from written_hours_faults(("on",), texts.get("on", ""))
    yield from written_hours_faults(("updates",), texts.get("updates", ""), "02:00-04:00")
