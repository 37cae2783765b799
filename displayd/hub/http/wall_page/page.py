"""The wall page as HTML: one file with its style and script inside, nothing from anywhere else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from displayd.hub.http.error_answers import MistakeBody
from displayd.hub.http.html_text import html_with_code
from displayd.hub.http.wall_page.view import ScreenView, UnclaimedView, WallView
from displayd.text.formatter import Formatter

__all__ = ["CONTENT_SECURITY_POLICY", "ICON", "wall_page"]

ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="5" width="28" height="20" rx="4"
 fill="#151a23" stroke="#5aa9ff" stroke-width="2"/><path d="M7 19l6-6 5 4 7-7" fill="none" stroke="#4cc38a"
 stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/><path d="M11 29h10" stroke="#5aa9ff"
 stroke-width="2" stroke-linecap="round"/></svg>"""
"""A TV with a line on it."""

_FOLDER = Path(__file__).resolve().parent
_STYLE = (_FOLDER / "wall.css").read_text("utf-8")
_SCRIPT = (_FOLDER / "wall.js").read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src {_digest(_STYLE)}; script-src {_digest(_SCRIPT)}; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Style and script of this page by their hashes, pictures from the hub, signing out there, and nothing else."""

_STATES = {"online": "on", "offline": "silent", "waiting": "not heard of yet", "free": "no TV yet"}


def wall_page(view: WallView, viewer: str = "") -> str:
    """The page for `view`, complete without its script; the script keeps it up to date.

    Args:
        viewer: name of whoever has logged in to see it; empty where nobody had to.
    """
    online = sum(screen.state == "online" for screen in view.screens)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark">
<meta name="theme-color" content="#0b0e14">
<title>{escape(view.title)}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<style>{_STYLE}</style>
</head>
<body>
<main data-shape="{view.shape}">
<header>
<h1>{escape(view.title)}</h1>
<p class="count"><b data-online>{online}</b> of {len(view.screens)} screens on</p>
<p class="lost" data-lost hidden role="status">The hub does not answer. Last heard <span data-lost-for></span></p>
</header>
<p class="notice" data-not-here hidden role="status">The screen that was scanned does not wait here:
by now it is claimed, or it asks another hub.</p>
{_troubles(view)}{_mistakes(view)}{_sources(view.problems)}{_unclaimed(view.unclaimed)}
<section class="wall" aria-label="Screens">
{"".join(_screen(screen, view.time) for screen in view.screens)}</section>
{_reviews(view)}<footer>displayd {escape(view.version)}{_sign_out(viewer)}</footer>
</main>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _troubles(view: WallView) -> str:
    """What the hub itself cannot do, before everything else: nobody sees it on a TV."""
    lines = "".join(
        f"<li><b>{escape(one.text)}</b> <span>{html_with_code(one.hint)}</span></li>\n" for one in view.troubles
    )
    head = '<section class="notice bad hub" role="alert">\n<h2>The hub</h2>\n<ul>\n'
    return f"{head}{lines}</ul>\n</section>\n" if lines else ""


def _sign_out(viewer: str) -> str:
    if not viewer:
        return ""
    return f'<form method="post" action="sign-out"><button>Sign out {escape(viewer)}</button></form>'


def _mistakes(view: WallView) -> str:
    if not view.mistakes:
        return ""
    count = len(view.mistakes)
    what = "one mistake" if count == 1 else f"{count} mistakes"
    effect = (
        "The screens keep what they had before."
        if view.is_serving
        else "There has been no folder without mistakes yet, so screens get nothing."
    )
    return f"""<section class="notice bad" role="alert">
<h2>The wall folder has {what}</h2>
<p>{effect}</p>
<ol>
{"".join(_mistake(mistake) for mistake in view.mistakes)}</ol>
</section>
"""


def _mistake(mistake: MistakeBody) -> str:
    hint = f"<span class=hint>{html_with_code(mistake.hint)}</span>" if mistake.hint else ""
    return f"<li><code>{escape(mistake.where)}</code> <span>{html_with_code(mistake.reason)}</span>{hint}</li>\n"


def _sources(problems: Iterable[str]) -> str:
    lines = "".join(f"<li>{escape(problem)}</li>" for problem in problems)
    return f'<section class="notice warn">\n<h2>No data</h2>\n<ul>{lines}</ul>\n</section>\n' if lines else ""


def _unclaimed(unclaimed: list[UnclaimedView]) -> str:
    if not unclaimed:
        return ""
    items = "".join(
        f'<li data-fingerprint="{one.fingerprint}" data-code="{one.code}"><b>{one.fingerprint}</b>'
        f" <span>code <b>{one.code}</b> · {escape(one.address)}{_wish(one)}</span>\n"
        f"<code class=line>{escape(one.line)}</code><button type=button data-copy>Copy the line</button></li>\n"
        for one in unclaimed
    )
    what = "One screen waits" if len(unclaimed) == 1 else f"{len(unclaimed)} screens wait"
    return f"""<section class="notice">
<h2>{what} to be claimed</h2>
<p>Paste the line under <code>screens:</code> in <code>screens.yaml</code>, and give the screen a name.
Compare the whole fingerprint with the one on the glass.</p>
<ul>
{items}</ul>
</section>
"""


def _wish(one: UnclaimedView) -> str:
    """What the screen would like to be called, where it says so."""
    return f" asks to be called {escape(one.wanted_name)}" if one.wanted_name else ""


def _reviews(view: WallView) -> str:
    """What is to be gone through again, below everything that is more urgent."""
    overdue = [one for one in view.reviews if one.days is not None]
    silent = [one for one in view.reviews if one.days is None]
    if not view.reviews:
        return ""
    late = "".join(
        f"<li><strong>{escape(one.title)}</strong> <b>reviewed {one.days} days ago</b>"
        f" <span>on {escape(', '.join(one.screens))}</span></li>\n"
        for one in overdue
    )
    never = "".join(
        f"<li><strong>{escape(one.title)}</strong> <span>on {escape(', '.join(one.screens))}</span></li>\n"
        for one in silent
    )
    return f"""<section class="reviews" aria-label="Reviews">
{f"<h2>Time to go through again</h2><ul>{late}</ul>" if late else ""}
{f"<h3>No review noted</h3><ul class=quiet>{never}</ul>" if never else ""}
<p>Once its team has gone through a dashboard, write the day into its file: <code>reviewed: {view.today}</code></p>
</section>
"""


def _screen(screen: ScreenView, now: float) -> str:
    name = escape(screen.name)
    shape = ' class="portrait"' if screen.is_portrait else ""
    title = f'<span class="title">{escape(screen.title)}</span>' if screen.title != screen.name else ""
    group = f'<span class="group" title="Mirror group">{_MIRROR}{escape(_group(screen))}</span>' if screen.group else ""
    problems = "".join(f"<li>{escape(problem)}</li>" for problem in screen.problems)
    return f"""<article{shape} id="screen-{name}" data-name="{name}" data-state="{screen.state}">
<div class="glass">{_picture(screen)}</div>
<div class="what">
<h2>{name}{title}</h2>
<p class="state"><span class="dot"></span><span data-seen>{escape(_seen(screen, now))}</span></p>
<p class="shows">{escape(" · ".join(screen.shows))}</p>
<p class="foot">{group}<span class="page" data-page>{escape(screen.page)}</span>
<span class="image" data-image>{escape(screen.image)}</span>
<span class="update" data-update>{escape(screen.update)}</span></p>
{f'<ul class="problems">{problems}</ul>' if problems else ""}</div>
</article>
"""


_MIRROR = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M8 1v14M2 4l4 4-4 4zM14 4l-4 4 4 4z"/></svg>'


def _group(screen: ScreenView) -> str:
    return f"mirrors {screen.mirrors}" if screen.mirrors else "mirrored"


def _picture(screen: ScreenView) -> str:
    if not screen.picture:
        words = {"free": "no TV yet", "waiting": "not heard of yet"}.get(screen.state, "no picture yet")
        return f'<span class="none">{words}</span>'
    address = f"v1/screens/{quote(screen.name)}/picture?v={screen.picture}"
    return f'<img src="{address}" alt="What {escape(screen.name)} shows" data-picture="{screen.picture}">'


def _seen(screen: ScreenView, now: float) -> str:
    if screen.seen_at is None:
        return _STATES[screen.state]
    ago = f"{Formatter().age(max(0.0, now - screen.seen_at))} ago"
    return f"on, {ago}" if screen.state == "online" else f"{_STATES[screen.state]}, seen {ago}"
