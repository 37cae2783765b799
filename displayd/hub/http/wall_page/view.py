"""The wall as the page shows it, as plain data: the body of `/wall.json`."""

from __future__ import annotations

import datetime
import hashlib
import math
import zoneinfo
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from displayd.hub.fleet import Seen, line_to_paste, name_for
from displayd.hub.http.error_answers import MistakeBody, mistakes_told
from displayd.hub.http.wall_page.drawn import due, upright_size_of, version_of
from displayd.hub.publish.older_screens import as_read_by
from displayd.hub.releases.offers import release_for
from displayd.hub.releases.words import image_of, update_fault, update_news
from displayd.hub.state import OF_THE_FOLDER, Hub
from displayd.hub.troubles import Trouble
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.fingerprint import short_code

__all__ = ["MirrorView", "ReviewView", "ScreenView", "UnclaimedView", "WallView", "screen_view", "wall_view"]

# Time for a screen to fetch a new issue and to report on it, before the wall page says that it is behind.
BEHIND_SECONDS = 60.0

# Numbers that nobody has looked at for so long are re-tuned or taken away.
REVIEW_DAYS = 21

# Lines for one folder: whoever has put a hundred films among the pictures needs no hundred lines.
MOST_LEFT_OUT = 8


class ScreenView(Struct, frozen=True, kw_only=True):
    """One screen."""

    name: Annotated[str, Meta(description="Name of the screen in `screens.yaml`.")]
    title: Annotated[str, Meta(description="What the screen is called; its name if it has no title.")]
    state: Annotated[
        str, Meta(description="`online`, `offline`, `waiting` (claimed and not heard of) or `free` (no device).")
    ]
    shows: Annotated[list[str], Meta(description="Titles of its dashboards.")]
    page: Annotated[str, Meta(description="Title of the page on the glass.")] = ""
    group: Annotated[str, Meta(description="Mirror group, by the screen that is mirrored.")] = ""
    mirrors: Annotated[str, Meta(description="Name of the screen that it mirrors; empty for none.")] = ""
    is_portrait: Annotated[bool, Meta(description="True for a TV that hangs on its side.")] = False
    seen_at: Annotated[float | None, Meta(description="Unix time of its last request; null before the first.")] = None
    clock_error_seconds: Annotated[
        float | None,
        Meta(
            description="How far its idea of the hub's time is off at most, seconds, as it said last; null when it is "
            "not online, or does not know."
        ),
    ] = None
    picture: Annotated[str, Meta(description="Digest of the latest picture, empty for none.")] = ""
    picture_at: Annotated[float | None, Meta(description="Unix time at which the picture came.")] = None
    image: Annotated[str, Meta(description="Version and slot of the image it runs; empty for none.")] = ""
    update: Annotated[str, Meta(description="How far it is with a new version, in words; empty for nothing.")] = ""
    problems: Annotated[list[str], Meta(description="What is wrong with it, in words.")] = []
    dashboards: Annotated[list[str], Meta(description="Names of its dashboards, in the order of `shows`.")] = []
    address: Annotated[str, Meta(description="Its own on the network; where it asks from if it says none.")] = ""
    width_px: Annotated[int, Meta(description="Of the upright page on its panel.")] = 1920
    height_px: Annotated[int, Meta(description="Of the upright page on its panel.")] = 1080
    drawn: Annotated[
        str,
        Meta(
            description="Changes when `/v1/screens/{name}/page` gives another picture, at the latest after a minute; "
            "empty while there is nothing to draw."
        ),
    ] = ""
    planned_page: Annotated[str, Meta(description="Title of the page that is planned for now; empty for none.")] = ""
    planned_until: Annotated[
        float | None, Meta(description="Unix time of the next planned change; null when none is foreseen.")
    ] = None
    is_dark: Annotated[bool, Meta(description="True outside the screen's hours.")] = False


class MirrorView(Struct, frozen=True, kw_only=True):
    """Screens that mirror each other."""

    name: Annotated[str, Meta(description="Name of the group: that of the screen that is mirrored.")]
    screens: Annotated[list[str], Meta(description="Names of its screens, in the order of `screens.yaml`.")]
    apart_seconds: Annotated[
        float | None,
        Meta(
            description="How far apart their pages change at most, as they measured last: the latest page change and "
            "the errors of two clocks; null where not all of them are there and have measured it."
        ),
    ] = None


class UnclaimedView(Struct, frozen=True):
    """One screen that nobody has claimed."""

    fingerprint: Annotated[str, Meta(description="Of the secret that it sends.")]
    address: Annotated[str, Meta(description="Where it asks from.")]
    seen_at: Annotated[float, Meta(description="Unix time of its last request.")]
    line: Annotated[str, Meta(description="To paste under `screens:`.")]
    wanted_name: Annotated[str, Meta(description="`name` in its displayd.yaml; empty for none.")] = ""
    code: Annotated[str, Meta(description="Short code on its glass, to find it by; not to be trusted.")] = ""


class ReviewView(Struct, frozen=True, kw_only=True):
    """A dashboard whose team should go through it again."""

    title: Annotated[str, Meta(description="Title of the dashboard.")]
    layout: Annotated[str, Meta(description="Name of its file, without `.yaml`.")]
    reviewed: Annotated[
        str,
        Meta(description="The day of its last review, for example `2026-11-20`; empty where the file does not say."),
    ] = ""
    days: Annotated[int | None, Meta(description="How long ago that is.")] = None
    screens: Annotated[list[str], Meta(description="Names of those that show it.")]


class WallView(Struct, frozen=True, kw_only=True):
    """The whole wall at one moment."""

    title: Annotated[str, Meta(description="Heading of the wall page.")]
    version: Annotated[str, Meta(description="Version of the hub.")]
    time: Annotated[float, Meta(description="Unix time by the hub's clock.")]
    shape: Annotated[
        str,
        Meta(
            description=("Changes when screens, mistakes or unclaimed screens come or go: the page is then drawn anew.")
        ),
    ]
    screens: Annotated[list[ScreenView], Meta(description="Every screen, in the order of `screens.yaml`.")]
    unclaimed: Annotated[list[UnclaimedView], Meta(description="Screens that nobody has claimed, the newest first.")]
    mistakes: Annotated[list[MistakeBody], Meta(description="What is wrong with the wall folder as it is now.")]
    mistakes_since: Annotated[float | None, Meta(description="Unix time since which there are mistakes.")] = None
    is_serving: Annotated[bool, Meta(description="False while there has been no wall folder without mistakes yet.")] = (
        True
    )
    mirrors: Annotated[list[MirrorView], Meta(description="Screens that mirror each other.")] = []
    drawing: Annotated[
        str, Meta(description="Why the hub cannot draw pages itself; empty while it can, as far as is known.")
    ] = ""
    troubles: Annotated[
        list[Trouble], Meta(description="What the hub cannot do now, the oldest first; `mistakes` are told apart.")
    ] = []
    problems: Annotated[list[str], Meta(description="What is wrong with sources.")] = []
    left_out: Annotated[
        list[str], Meta(description="Files that sources leave out as they cannot be shown, and why, by metric.")
    ] = []
    reviews: Annotated[
        list[ReviewView],
        Meta(
            description=(
                "Dashboards that were not reviewed for long, the longest first; then those that do not say, by title."
            )
        ),
    ] = []
    today: Annotated[str, Meta(description="The date in the office, for example `2026-11-20`.")] = ""


def wall_view(hub: Hub, screens: list[ScreenView] | None = None) -> WallView:
    """What there is to see of `hub` now.

    Args:
        screens: what there is to see of all screens; looked at here if None.
    """
    now, wall = hub.clock(), hub.wall
    today = datetime.datetime.fromtimestamp(now, zoneinfo.ZoneInfo(wall.timezone if wall else "UTC")).date()
    if screens is None:
        screens = [] if wall is None else [screen_view(hub, wall, spec, now) for spec in wall.screens.values()]
    unclaimed = _unclaimed(hub, wall, now)
    mistakes = mistakes_told(hub.mistakes)
    title = wall.settings.title if wall else "displayd"
    fixed = [
        title,
        [(one.name, one.title, one.shows, one.group, one.mirrors, one.width_px, one.height_px) for one in screens],
        hub.drawer.unable(),
        [(one.line, one.wanted_name) for one in unclaimed],
        mistakes,
        troubles := [one for one in hub.troubles.now() if one.kind not in OF_THE_FOLDER],
        problems := _source_problems(hub),
        left_out := _left_out(hub),
        reviews := _reviews(wall, today) if wall else [],
    ]
    return WallView(
        title=title,
        version=hub.version,
        time=now,
        shape=hashlib.sha256(msgspec.json.encode(fixed)).hexdigest()[:16],
        screens=screens,
        unclaimed=unclaimed,
        mistakes=mistakes,
        mistakes_since=hub.mistakes_since if mistakes else None,
        is_serving=wall is not None,
        mirrors=_mirrors(hub, wall) if wall else [],
        drawing=hub.drawer.unable(),
        troubles=troubles,
        problems=problems,
        left_out=left_out,
        reviews=reviews,
        today=today.isoformat(),
    )


def _mirrors(hub: Hub, wall: Wall) -> list[MirrorView]:
    """The mirror groups, with how well they keep together."""
    groups: dict[str, list[str]] = {}
    for name, spec in wall.screens.items():
        if spec.group is not None:
            groups.setdefault(spec.group, []).append(name)
    return [MirrorView(name=name, screens=found, apart_seconds=_apart(hub, found)) for name, found in groups.items()]


def _apart(hub: Hub, screens: list[str]) -> float | None:
    """The most that the page changes of `screens` are apart; see `MirrorView`."""
    now, errors, late = hub.clock(), [], 0.0
    for name in screens:
        seen = hub.fleet.seen(name)
        if seen is None or seen.status is None or not seen.is_online(now) or seen.status.clock_error_seconds is None:
            return None
        errors.append(seen.status.clock_error_seconds)
        late = max(late, seen.status.flip_skew.worst_ms / 1000)
    return late + sum(sorted(errors)[-2:])


def _unclaimed(hub: Hub, wall: Wall | None, now: float) -> list[UnclaimedView]:
    """The screens that wait to be claimed, with lines that can be pasted together."""
    taken, found = set(wall.screens if wall else ()), []
    for one in hub.fleet.unclaimed(now):
        name = name_for(one.wanted_name, taken)
        taken.add(name)
        line = line_to_paste(name, one.fingerprint, wall.layouts if wall else ())
        code = short_code(one.fingerprint)
        found.append(UnclaimedView(one.fingerprint, one.address, one.seen_at, line, one.wanted_name, code))
    return found


def _reviews(wall: Wall, today: datetime.date) -> list[ReviewView]:
    """The dashboards on show that were reviewed more than `REVIEW_DAYS` ago, or that do not say when."""
    shown: dict[str, list[str]] = {}
    for spec in wall.screens.values():
        for name in set(spec.show):
            shown.setdefault(name, []).append(spec.name)
    found = []
    for name, screens in shown.items():
        layout = wall.layouts[name]
        days = (today - layout.reviewed).days if layout.reviewed else None
        if days is None or days > REVIEW_DAYS:
            reviewed = layout.reviewed.isoformat() if layout.reviewed else ""
            found.append(ReviewView(title=layout.title, layout=name, reviewed=reviewed, days=days, screens=screens))
    return sorted(found, key=lambda one: (-(one.days or 0), one.title, one.layout))


def screen_view(hub: Hub, wall: Wall, spec: ScreenSpec, now: float) -> ScreenView:
    """What there is to see of one screen at the unix time `now`."""
    seen = hub.fleet.seen(spec.name)
    state = "free" if spec.device is None else "waiting" if seen is None else "online"
    if seen is not None and not seen.is_online(now):
        state = "offline"
    status = seen.status if seen else None
    told = status if state == "online" else None
    snapshot = seen.snapshot if seen else None
    update = seen.update if seen else None
    release = release_for(spec, hub.releases, update.compatible) if update else None
    found = due(hub, spec, now)
    planned = found.planned if found else None
    width_px, height_px = upright_size_of(hub, spec)
    return ScreenView(
        name=spec.name,
        title=spec.title,
        state=state,
        shows=[wall.layouts[name].title for name in spec.show],
        page=told.page_title if told else "",
        group=spec.group or "",
        mirrors=spec.mirror or "",
        is_portrait=spec.settings.rotate in (90, 270),
        seen_at=seen.seen_at if seen else None,
        clock_error_seconds=told.clock_error_seconds if told else None,
        picture=snapshot.digest if snapshot else "",
        picture_at=snapshot.taken_at if snapshot else None,
        image=image_of(update),
        update=update_news(update, release, spec, now),
        problems=[
            *filter(None, [hub.fault(spec.name), update_fault(update)]),
            *(_problems(hub, spec, seen) if seen and state == "online" else ()),
        ],
        dashboards=list(spec.show),
        address=(told.address if told else "") or (seen.address if seen else ""),
        width_px=width_px,
        height_px=height_px,
        drawn=version_of(found.key) if found and found.key else "",
        planned_page=planned.title if planned else "",
        planned_until=planned.until if planned and planned.until < math.inf else None,
        is_dark=planned is not None and planned.page is None,
    )


def _problems(hub: Hub, spec: ScreenSpec, seen: Seen) -> list[str]:
    """What is wrong with a screen that is there."""
    issue, status = hub.issue(spec.name), seen.status
    found = []
    if issue is not None and as_read_by(issue, seen.format_minor) is not issue:
        found.append("is too old for parts of its dashboards: update it")
    if status is None:
        return found
    if status.problem:
        found.append(status.problem)
    if status.throttling:
        found.append(f"Raspberry Pi: {status.throttling}")
    replaced_at = hub.replaced_at(spec.name, status.revision) if status.revision else None
    if replaced_at is not None and seen.status_at - max(replaced_at, hub.started_at) > BEHIND_SECONDS:
        found.append("shows an older revision")
    return found


def _source_problems(hub: Hub) -> list[str]:
    """One line for each reason for which metrics have no data: who does not answer, why, since when."""
    reasons: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for metric in hub.metrics.names():
        if failure := hub.metrics.failure(metric):
            reasons.setdefault((failure.who, failure.reason), []).append((metric, failure.since))
    lines = []
    for (who, reason), found in reasons.items():
        names = ", ".join(name for name, _ in found[:4]) + (" ..." if len(found) > 4 else "")
        why = f"{reason} since {_moment(hub, min(since for _, since in found))}"
        lines.append(f"{who}: {why} ({names})" if who else f"{names}: {why}")
    return lines


def _left_out(hub: Hub) -> list[str]:
    """A line for each file that cannot be shown; of a metric without data its problem tells."""
    lines = []
    for metric in hub.metrics.names():
        reading = hub.metrics.reading(metric)
        if reading is None or hub.metrics.failure(metric):
            continue
        told = reading.left_out[:MOST_LEFT_OUT]
        lines += [f"{metric}: {line}" for line in told]
        if len(told) < len(reading.left_out):
            lines.append(f"{metric}: +{len(reading.left_out) - len(told)}")
    return lines


def _moment(hub: Hub, unix_time: float) -> str:
    """When something was, by the clock of the office; with the day where that is not today."""
    zone = zoneinfo.ZoneInfo(hub.wall.timezone if hub.wall else "UTC")
    then, now = (datetime.datetime.fromtimestamp(one, zone) for one in (unix_time, hub.clock()))
    return f"{then:%H:%M}" if then.date() == now.date() else f"{then.day} {then:%b %H:%M}"
