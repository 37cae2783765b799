"""`screens.yaml`: what its entries mean for each screen, and everything that can be wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from displayd.document.model import MAX_PAGES, Name
from displayd.hub.wall.file_types import Defaults, Rotate, ScreenEntry, Transition
from displayd.hub.wall.themes import NO_LOGO, Logo, WallTheme
from displayd.protocol.fingerprint import normalised
from displayd.scene.theme import THEMES, Theme
from displayd.validation.faults import Fault, check, suggestion
from displayd.validation.names import hours_faults, theme_faults, timezone_faults
from displayd.validation.yaml_source import Path, YamlText

__all__ = ["ALL", "Entries", "ScreenSpec", "entries_of", "specs_of"]

ALL = "all"
"""Stands in `show` for every dashboard."""

# What a mirror has of its own, beside the screen that it mirrors: the TV, not the picture.
_OF_THE_TV = ("device", "rotate", "title", "diagonal_in", "viewing_m")


@dataclass(frozen=True)
class ScreenSpec:
    """One screen, with everything that holds for it; a mirror has what the screen it mirrors has."""

    name: str
    title: str
    device: str | None
    """Fingerprint in its normal form; None while no TV is claimed."""
    show: tuple[str, ...]
    """Names of the dashboards, in order."""
    mirror: str | None
    """The screen that this one mirrors."""
    group: str | None
    """Name of the mirror group, which is that of the screen mirrored; None outside any group."""
    rotate: Rotate
    own_seconds: float | None
    """How long every page stays; None to go by the layouts."""
    seconds: float
    """How long a page stays where nobody else says."""
    theme: str
    palette: Theme | None
    """The colours of a theme of the wall's own; None for those that come with displayd."""
    logo: Logo
    timezone: str
    locale: str
    transition: Transition
    motion: bool
    pixel_shift: bool
    on: str
    diagonal_in: float
    viewing_m: float


@dataclass(frozen=True)
class Entries:
    """What `screens.yaml` says, as far as it can be read."""

    defaults: Defaults
    screens: Mapping[str, ScreenEntry]
    """One that cannot be read is there without what it says, for those that mirror it."""
    unreadable: frozenset[str]

    @property
    def shown(self) -> set[str]:
        """Names of all dashboards that a screen names."""
        return {name for entry in self.screens.values() for name in _listed(entry.show)}


def entries_of(data: Mapping[str, Any], themes: Collection[str] = ()) -> tuple[Entries, list[Fault]]:
    """The entries in `data`, and what is wrong with their fields; checked one by one, so that one hides no other.

    Args:
        themes: names of the wall's own themes.
    """
    known_themes = sorted({*THEMES, *themes})
    faults: list[Fault] = []
    for key in data:
        if key not in ("defaults", "screens"):
            faults.append(Fault((key,), f"unknown field `{key}`", suggestion(key, ["defaults", "screens"])))
    defaults, more = check(data.get("defaults") or {}, Defaults)
    faults += _under(("defaults",), [*more, *(_setting_faults(defaults, known_themes) if defaults else ())])
    screens = data.get("screens")
    if not isinstance(screens, Mapping) or not screens:
        faults.append(Fault(("screens",), "there are no screens", "for example `lobby: {show: [devops]}`"))
        screens = {}
    entries, unreadable = {}, set()
    for name, entry_data in screens.items():
        faults += _under(("screens",), check({name: {}}, dict[Name, Any])[1])
        entry, more = check({} if entry_data is None else entry_data, ScreenEntry)
        faults += _under(("screens", name), [*more, *(_setting_faults(entry, known_themes) if entry else ())])
        if entry is None:
            unreadable.add(name)
        entries[name] = entry or ScreenEntry()
    return Entries(defaults or Defaults(), entries, frozenset(unreadable)), faults


def specs_of(
    text: YamlText,
    entries: Entries,
    known: list[str],
    own: Iterable[str],
    pages: Mapping[str, int],
    themes: Mapping[str, WallTheme],
) -> tuple[dict[str, ScreenSpec], list[Fault]]:
    """Every screen with all that holds for it, and what is wrong between the screens.

    Args:
        known: names of all dashboards there are.
        own: names of those in the wall's own folder.
        pages: how many pages each has, as far as is known.
        themes: the wall's own.
    """
    faults = [*_device_faults(text, entries), *_mirror_faults(entries), *_show_faults(entries, known)]
    every = _every_dashboard(entries.screens, own)
    groups = {entry.mirror for entry in entries.screens.values() if entry.mirror}
    specs = {}
    for name, entry in entries.screens.items():
        leader = entries.screens.get(entry.mirror or name, entry)
        group = (entry.mirror or name) if (entry.mirror or name) in groups else None
        show = every if leader.show == ALL else _listed(leader.show)
        if entry.show == ALL and not show:
            faults.append(Fault((name, "show"), "there is no dashboard yet", "write one into layouts/"))
        count = sum(pages.get(one, 0) for one in show)
        if count > MAX_PAGES and entry.mirror is None:
            reason = f"{count} pages are more than a screen takes ({MAX_PAGES})"
            faults.append(Fault((name, "show"), reason, "show fewer dashboards"))
        specs[name] = _spec(name, entry, leader, entries.defaults, tuple(show), group, themes)
    return specs, _under(("screens",), faults)


def _under(path: Path, faults: Iterable[Fault]) -> list[Fault]:
    return [Fault((*path, *fault.path), fault.reason, fault.hint) for fault in faults]


def _listed(show: str | list[str] | None) -> list[str]:
    """The dashboards named in `show`; none for `all`."""
    if isinstance(show, str):
        return [] if show == ALL else [show]
    return list(show or ())


def _every_dashboard(entries: Mapping[str, ScreenEntry], own: Iterable[str]) -> list[str]:
    """What `show: all` means; see `ScreenEntry.show`."""
    shown = (name for entry in entries.values() for name in _listed(entry.show))
    return list(dict.fromkeys((*shown, *sorted(own))))


def _spec(
    name: str,
    entry: ScreenEntry,
    leader: ScreenEntry,
    defaults: Defaults,
    show: tuple[str, ...],
    group: str | None,
    themes: Mapping[str, WallTheme],
) -> ScreenSpec:
    def setting(field_name: str) -> Any:
        own = getattr(entry if field_name in _OF_THE_TV else leader, field_name)
        return getattr(defaults, field_name) if own is None else own

    theme = themes.get(setting("theme"))
    return ScreenSpec(
        name=name,
        title=entry.title or name,
        device=normalised(entry.device) if entry.device else None,
        show=show,
        mirror=entry.mirror,
        group=group,
        rotate=setting("rotate"),
        own_seconds=leader.seconds,
        seconds=defaults.seconds,
        theme=setting("theme"),
        palette=theme.palette if theme else None,
        logo=theme.logo if theme else NO_LOGO,
        timezone=setting("timezone"),
        locale=setting("locale"),
        transition=setting("transition"),
        motion=setting("motion"),
        pixel_shift=setting("pixel_shift"),
        on=setting("on"),
        diagonal_in=setting("diagonal_in"),
        viewing_m=setting("viewing_m"),
    )


def _device_faults(text: YamlText, entries: Entries) -> Iterator[Fault]:
    owners: dict[str, str] = {}
    for name, entry in entries.screens.items():
        if not entry.device:
            continue
        fingerprint = normalised(entry.device)
        if fingerprint is None:
            hint = "sixteen letters and digits as the TV shows them, for example `K7QF-2MXD-6TBA-W3EN`"
            yield Fault((name, "device"), f"`{entry.device}` is not a fingerprint", hint)
        elif fingerprint in owners:
            owner = owners[fingerprint]
            other = text.where(("screens", owner, "device"))
            hint = f"for two TVs that show the same, write `mirror: {owner}` and the second TV's own device"
            yield Fault((name, "device"), f"`{fingerprint}` is already the device of `{owner}` ({other})", hint)
        else:
            owners[fingerprint] = name


def _mirror_faults(entries: Entries) -> Iterator[Fault]:
    screens = entries.screens
    for name, entry in screens.items():
        if entry.mirror is None:
            continue
        for other in ScreenEntry.__struct_fields__:
            if other != "mirror" and other not in _OF_THE_TV and getattr(entry, other) is not None:
                reason = f"`{other}` and `mirror` cannot stand together: a mirror does as `{entry.mirror}` does"
                yield Fault((name, other), reason, f"leave out `{other}`, or `mirror`")
        if entry.mirror not in screens:
            hint = suggestion(entry.mirror, [one for one in screens if one != name])
            yield Fault((name, "mirror"), f"there is no screen `{entry.mirror}` to mirror", hint)
            continue
        chain = [name]
        while (following := screens[chain[-1]].mirror) in screens and chain[-1] not in chain[:-1]:
            chain.append(str(following))
        if chain[-1] == name:
            circle = " -> ".join(f"`{one}`" for one in chain)
            reason = f"`{name}` mirrors itself" if len(chain) == 2 else f"mirrors in a circle: {circle}"
            yield Fault((name, "mirror"), reason, "give one of them `show` instead of `mirror`")
        elif len(chain) > 2 and chain[-1] not in chain[:-1]:
            reason = f"`{entry.mirror}` is itself a mirror, of `{chain[2]}`"
            yield Fault((name, "mirror"), reason, f"write `mirror: {chain[-1]}`")


def _show_faults(entries: Entries, known: list[str]) -> Iterator[Fault]:
    for name, entry in entries.screens.items():
        if entry.mirror is not None or name in entries.unreadable:
            continue
        if entry.show is None:
            yield Fault((name,), "has neither `show` nor `mirror`", "for example `show: [devops]`")
        elif not entry.show:
            yield Fault((name, "show"), "shows nothing", "name a dashboard, or leave the screen out")
        for index, dashboard in enumerate(_listed(entry.show)):
            if dashboard and dashboard not in known:
                path: Path = (name, "show", index) if isinstance(entry.show, list) else (name, "show")
                hint = suggestion(dashboard, [*known, ALL])
                yield Fault(path, f"there is no dashboard `{dashboard}`", hint)


def _setting_faults(settings: Defaults | ScreenEntry, themes: list[str]) -> Iterator[Fault]:
    if settings.theme is not None:
        yield from theme_faults(("theme",), settings.theme, themes)
    yield from timezone_faults(("timezone",), settings.timezone)
    yield from hours_faults(("on",), settings.on or "")
