"""The screens on the wall page: a card for each, those that mirror each other side by side, problems first."""

from __future__ import annotations

import zlib
from html import escape
from urllib.parse import quote

from displayd.hub.http.wall_page.view import MirrorView, ScreenView, WallView
from displayd.hub.http.wall_page.words import told
from displayd.text.formatter import Formatter

__all__ = ["APART_SECONDS", "wall_section"]

APART_SECONDS = 0.1
"""People see that two pictures change when they do so further apart than this."""

_MIRROR = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1v14M2 4l4 4-4 4zM14 4l-4 4 4 4z"/></svg>'

_COPY = (
    '<svg viewBox="0 0 16 16" aria-hidden="true"><rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/>'
    '<path d="M10.5 3.5v-1h-8v8h1"/></svg>'
)


def wall_section(to: Formatter, view: WallView) -> str:
    """Every screen of `view`."""
    screens = {one.name: one for one in view.screens}
    mirrors = {name: one for one in view.mirrors for name in one.screens}
    units: dict[str, list[ScreenView]] = {}
    for one in view.screens:
        units.setdefault(mirrors[one.name].name if one.name in mirrors else one.name, []).append(one)
    numbered = [(number, *unit) for number, unit in enumerate(units.items())]
    ordered = sorted(numbered, key=lambda unit: not any(map(_is_bad, unit[2])))
    by_name = {one.name: one for one in view.mirrors}
    made = "".join(_unit(to, number, name, members, by_name.get(name), view) for number, name, members in ordered)
    none = escape(told(to, "none_shown"))
    return f"""<section class="wall" id="screens" tabindex="-1" aria-label="{escape(told(to, "screens"))}" data-wall>
<h2 class="unseen">{escape(told(to, "screens"))}</h2>
<div class="units">
{made}</div>
<p class="none-shown" data-none{"" if not screens else " hidden"}>{none}</p>
</section>"""


def _is_bad(screen: ScreenView) -> bool:
    """Whether somebody should look after it; the script has the same rule."""
    return screen.state == "offline" or bool(screen.problems)


def _unit(
    to: Formatter, number: int, name: str, screens: list[ScreenView], mirror: MirrorView | None, view: WallView
) -> str:
    """One screen, or those that mirror each other, side by side."""
    cards = "".join(_card(to, one, view) for one in screens)
    if mirror is None:
        return f'<div class="unit" data-unit="{name}" data-order="{number}" data-size="1">{cards}</div>\n'
    words = escape(_step(to, mirror))
    is_bad = mirror.apart_seconds is not None and mirror.apart_seconds > APART_SECONDS
    step = f'<p class="step"{" data-bad" if is_bad else ""}>{_MIRROR}<span data-step>{words}</span></p>'
    size = min(len(screens), 4)
    head = f'<div class="unit pair" data-unit="{name}" data-order="{number}" data-size="{size}">'
    return f"{head}{step}<div>{cards}</div></div>\n"


def _step(to: Formatter, mirror: MirrorView) -> str:
    """How well the screens of a mirror group keep together."""
    names = ", ".join(mirror.screens)
    if mirror.apart_seconds is None:
        return told(to, "step_unknown", names=names)
    seconds = mirror.apart_seconds
    apart = (
        told(to, "seconds", n=f"{seconds:.1f}")
        if seconds >= 1
        else told(to, "milliseconds", n=max(1, round(seconds * 1e3)))
    )
    return told(to, "in_step" if seconds <= APART_SECONDS else "out_of_step", names=names, apart=apart)


def _card(to: Formatter, screen: ScreenView, view: WallView) -> str:
    name = escape(screen.name)
    title = f' <span class="title">{escape(screen.title)}</span>' if screen.title != screen.name else ""
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in screen.problems)
    data = f'data-group="{escape(screen.group)}" data-dashboards="{escape(" ".join(screen.dashboards))}"'
    shape = "upright" if screen.height_px > screen.width_px else "wide"
    whole = escape(told(to, "open", name=screen.name))
    body = f"""<div class="glass"><button type="button" class="drawn" data-open aria-label="{whole}">
{_drawn(to, screen, view)}</button>
{_sent(to, screen, view.time)}</div>
<div class="what">
<h3><span data-own-name>{name}</span>{title}</h3><button type="button" class="copy" data-copy-name
 aria-label="{escape(told(to, "copy_name_of", name=screen.name))}">{_COPY}</button>
<p class="state"><span class="dot"></span><span data-seen>{escape(_seen(to, screen, view.time))}</span></p>
<p class="shows">{escape(" · ".join(screen.shows))}</p>
<p class="foot"><span class="page" data-page>{escape(_page(to, screen))}</span>
<span class="image" data-image>{escape(screen.image)}</span>
<span class="update" data-update>{escape(screen.update)}</span></p>
<ul class="problems" data-problems{"" if problems else " hidden"}>{problems}</ul></div>"""
    fixed = f"{title} {data} {shape} {screen.width_px} {screen.height_px} {screen.shows} {view.drawing}"
    print_ = f"{zlib.crc32(fixed.encode()):08x}"
    return f"""<article class="{shape}" id="screen-{name}" data-name="{name}" data-state="{screen.state}" {data}
 data-print="{print_}"{" data-bad" if _is_bad(screen) else ""}>
{body}
</article>
"""


def _page(to: Formatter, screen: ScreenView) -> str:
    if screen.is_dark:
        return told(to, "dark")
    return told(to, "now", page=screen.planned_page) if screen.planned_page else ""


def _drawn(to: Formatter, screen: ScreenView, view: WallView) -> str:
    """The page as the hub draws it; what the screen sent, where the hub cannot draw."""
    words, source = told(to, "drawn_picture", name=screen.name), ""
    if view.drawing:
        words = told(to, "sent_picture", name=screen.name)
        source = f"v1/screens/{quote(screen.name)}/picture?v={screen.picture}" if screen.picture else ""
    elif screen.drawn:
        source = f"v1/screens/{quote(screen.name)}/page?v={screen.drawn}"
    missing = told(to, "no_picture") if view.drawing else told(to, "dark" if screen.is_dark else "no_page")
    size = f'width="{screen.width_px}" height="{screen.height_px}"'
    picture = f' src="{escape(source)}" alt="{escape(words)}"' if source else ' alt="" hidden'
    said = f'<span class="none" data-none{" hidden" if source else ""}>{escape(missing)}</span>'
    return f'<img {size} loading="lazy" decoding="async"{picture} data-drawn="{source and screen.drawn}">{said}'


def _sent(to: Formatter, screen: ScreenView, now: float) -> str:
    """What the screen sent of its glass, with its age; for whoever asks for that."""
    age = "" if screen.picture_at is None else told(to, "sent_ago", age=to.age(max(0.0, now - screen.picture_at)))
    return (
        f'<figure class="sent" data-sent data-picture="{screen.picture}">'
        f'<img width="{screen.width_px}" height="{screen.height_px}" alt="" hidden>'
        f"<figcaption data-sent-at>{escape(age or told(to, 'no_picture'))}</figcaption></figure>"
    )


def _seen(to: Formatter, screen: ScreenView, now: float) -> str:
    if screen.seen_at is None:
        return told(to, screen.state)
    age = to.age(max(0.0, now - screen.seen_at))
    return (
        told(to, "seen_on", age=age)
        if screen.state == "online"
        else told(to, "seen_off", state=told(to, screen.state), age=age)
    )
