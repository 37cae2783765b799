"""The screens of a wall: everything that holds for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec import structs

from displayd.document.model import MAX_PAGES
from displayd.document.settings import OF_THE_TV, SETTINGS, ScreenSettings
from displayd.hub.wall.screen_rules import screens_faults
from displayd.hub.wall.screens_file import ALL, Defaults, Entries, Ring, ScreenFields, under
from displayd.hub.wall.themes import NO_LOGO, Logo, WallTheme
from displayd.protocol.fingerprint import normalised
from displayd.scene.theme import Theme
from displayd.text.time_zones import canonical_timezone
from displayd.validation.faults import Fault
from displayd.validation.hours_words import HoursError
from displayd.validation.opening_hours import hours_text, parse_hours
from displayd.validation.yaml_source import YamlText

__all__ = ["ScreenSpec", "specs_of"]


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
    own_seconds: float | None
    """How long every page stays; None to go by the layouts."""
    seconds: float
    """How long a page stays where nobody else says."""
    updates: str
    """Quiet hours, in the time zone of `settings`; empty for any time."""
    ring: Ring
    settings: ScreenSettings
    palette: Theme | None
    """The colours of a theme of the wall's own; None for those that come with displayd."""
    logo: Logo


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
    faults = list(screens_faults(text, entries, known))
    every = _every_dashboard(entries.screens, own)
    groups = {entry.mirror for entry in entries.screens.values() if entry.mirror}
    specs = {}
    for name, entry in entries.screens.items():
        leader = entries.screens.get(entry.mirror or name, entry)
        group = (entry.mirror or name) if (entry.mirror or name) in groups else None
        show = every if leader.show == ALL else leader.dashboards
        if entry.show == ALL and not show:
            faults.append(Fault((name, "show"), "there is no dashboard yet", "write one into layouts/"))
        count = sum(pages.get(one, 0) for one in show)
        if count > MAX_PAGES and entry.mirror is None:
            reason = f"{count} pages are more than a screen takes ({MAX_PAGES})"
            faults.append(Fault((name, "show"), reason, "show fewer dashboards"))
        specs[name] = _spec(name, entry, leader, entries.defaults, tuple(show), group, themes)
    return specs, under(("screens",), faults)


def _every_dashboard(entries: Mapping[str, ScreenFields], own: Iterable[str]) -> list[str]:
    """What `show: all` means; see `ScreenFields.show`."""
    shown = (name for entry in entries.values() for name in entry.dashboards)
    return list(dict.fromkeys((*shown, *sorted(own))))


def _spec(
    name: str,
    entry: ScreenFields,
    leader: ScreenFields,
    defaults: Defaults,
    show: tuple[str, ...],
    group: str | None,
    themes: Mapping[str, WallTheme],
) -> ScreenSpec:
    own = {name: getattr(entry if name in OF_THE_TV else leader, name) for name in SETTINGS}
    settings = _as_told(
        ScreenSettings(**{name: getattr(defaults, name) if value is None else value for name, value in own.items()})
    )
    theme = themes.get(settings.theme)
    return ScreenSpec(
        name=name,
        title=entry.title or name,
        device=normalised(entry.device) if entry.device else None,
        show=show,
        mirror=entry.mirror,
        group=group,
        own_seconds=leader.seconds,
        seconds=defaults.seconds,
        updates=defaults.updates if leader.updates is None else leader.updates,
        ring=leader.ring or "everyone",
        settings=settings,
        palette=theme.palette if theme else None,
        logo=theme.logo if theme else NO_LOGO,
    )


def _as_told(settings: ScreenSettings) -> ScreenSettings:
    """`settings` in the words that screens of every version know, whatever words somebody wrote them in."""
    try:
        on = hours_text(parse_hours(settings.on))
    except HoursError:
        # A mistake, which is told where the entries are checked.
        on = ""
    return structs.replace(settings, on=on, timezone=canonical_timezone(settings.timezone))
