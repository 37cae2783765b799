"""The wall page as HTML: one file with its style and script inside, nothing from anywhere else."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from html import escape
from pathlib import Path

from displayd.hub.http.error_answers import MistakeBody
from displayd.hub.http.html_text import html_with_code
from displayd.hub.http.reader import ENGLISH_READER, language_attributes
from displayd.hub.http.wall_page.cards import wall_section
from displayd.hub.http.wall_page.view import UnclaimedView, WallView
from displayd.hub.http.wall_page.words import for_script, told, told_count
from displayd.text.formatter import Formatter

__all__ = ["CONTENT_SECURITY_POLICY", "ICON", "wall_page"]

ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="2" y="5" width="28" height="20" rx="4"
 fill="#151a23" stroke="#5aa9ff" stroke-width="2"/><path d="M7 19l6-6 5 4 7-7" fill="none" stroke="#4cc38a"
 stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/><path d="M11 29h10" stroke="#5aa9ff"
 stroke-width="2" stroke-linecap="round"/></svg>"""
"""A TV with a line on it."""

_FOLDER = Path(__file__).resolve().parent
_STYLE = (_FOLDER / "wall.css").read_text("utf-8")
_SCRIPT = "".join((_FOLDER / name).read_text("utf-8") for name in ("parts.js", "wall.js"))


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src {_digest(_STYLE)}; script-src {_digest(_SCRIPT)}; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Style and script of this page by their hashes, pictures from the hub, signing out there, and nothing else."""


def wall_page(view: WallView, viewer: str = "", to: Formatter = ENGLISH_READER) -> str:
    """The page for `view`, complete without its script; the script keeps it up to date.

    Args:
        viewer: name of whoever has logged in to see it; empty where nobody had to.
        to: writes in the language of whoever looks.
    """
    online = sum(screen.state == "online" for screen in view.screens)
    # As the text of a script may not have the end of one in it.
    words = json.dumps(for_script(to)).replace("<", "\\u003c")
    count = escape(told_count(to, "screens_on", len(view.screens), on=online))
    return f"""<!doctype html>
<html {language_attributes(to)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f3f5f8" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0b0e14" media="(prefers-color-scheme: dark)">
<title>{escape(view.title)}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<style>{_STYLE}</style>
</head>
<body>
<a class="skip" href="#screens">{escape(told(to, "skip"))}</a>
<header>
<h1>{escape(view.title)}</h1>
<p class="count" data-count>{count}</p>
<p class="lost" data-lost hidden role="status"></p>
</header>
<main data-shape="{view.shape}">
<p class="notice" data-not-here hidden role="status">{escape(told(to, "not_here"))}</p>
{_part("troubles", _troubles(to, view))}
{_part("mistakes", _mistakes(to, view))}
{_part("sources", _sources(to, view))}
{_part("drawing", _not_drawing(to, view.drawing))}
{_part("unclaimed", _unclaimed(to, view.unclaimed))}
{_filters(to, view)}
{wall_section(to, view)}
{_part("reviews", _reviews(to, view))}
</main>
<footer><span>displayd {escape(view.version)}</span>{_sign_out(to, viewer)}</footer>
{_dialog(to)}
<p class="unseen" role="status" data-told></p>
<script type="application/json" id="words">{words}</script>
<script>{_SCRIPT}</script>
</body>
</html>
"""


def _part(name: str, content: str) -> str:
    """Something that the script exchanges as a whole when it has changed."""
    return f'<div data-part="{name}">{content}</div>'


def _troubles(to: Formatter, view: WallView) -> str:
    """What the hub itself cannot do, before everything else: nobody sees it on a TV."""
    lines = "".join(
        f"<li><b>{escape(one.text)}</b> <span>{html_with_code(one.hint)}</span></li>\n" for one in view.troubles
    )
    head = f'<section class="notice bad hub" role="alert">\n<h2>{escape(told(to, "hub"))}</h2>\n<ul>\n'
    return f"{head}{lines}</ul>\n</section>\n" if lines else ""


def _sign_out(to: Formatter, viewer: str) -> str:
    if not viewer:
        return ""
    words = escape(told(to, "sign_out", name=viewer))
    return f'<form method="post" action="sign-out"><button>{words}</button></form>'


def _mistakes(to: Formatter, view: WallView) -> str:
    if not view.mistakes:
        return ""
    what = told_count(to, "mistakes", len(view.mistakes))
    effect = told(to, "keeps" if view.is_serving else "serves_nothing")
    return f"""<section class="notice bad" role="alert">
<h2>{escape(what)}</h2>
<p>{escape(effect)}</p>
<ol>
{"".join(_mistake(mistake) for mistake in view.mistakes)}</ol>
</section>
"""


def _mistake(mistake: MistakeBody) -> str:
    hint = f'<span class="hint">{html_with_code(mistake.hint)}</span>' if mistake.hint else ""
    return f"<li><code>{escape(mistake.where)}</code> <span>{html_with_code(mistake.reason)}</span>{hint}</li>\n"


def _sources(to: Formatter, view: WallView) -> str:
    return _warned(told(to, "no_data"), view.problems) + _warned(told(to, "left_out"), view.left_out)


def _warned(heading: str, reasons: Iterable[str]) -> str:
    lines = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    head = f'<section class="notice warn">\n<h2>{escape(heading)}</h2>\n'
    return f"{head}<ul>{lines}</ul>\n</section>\n" if lines else ""


def _not_drawing(to: Formatter, reason: str) -> str:
    if not reason:
        return ""
    why = escape(told(to, "not_drawing_why", reason=reason))
    return f'<section class="notice warn">\n<h2>{escape(told(to, "not_drawing"))}</h2>\n<p>{why}</p>\n</section>\n'


def _unclaimed(to: Formatter, unclaimed: list[UnclaimedView]) -> str:
    if not unclaimed:
        return ""
    items = "".join(
        f'<li id="claim-{one.fingerprint}" data-fingerprint="{one.fingerprint}" data-code="{one.code}">'
        f"<b>{one.fingerprint}</b>"
        f" <span>{escape(told(to, 'code'))} <b>{one.code}</b> · {escape(one.address)}{_wish(to, one)}</span>\n"
        f'<code class="line" tabindex="0" dir="ltr">{escape(one.line)}</code>'
        f'<button type="button" data-copy-line>{escape(told(to, "copy"))}</button></li>\n'
        for one in unclaimed
    )
    what = told_count(to, "claims", len(unclaimed))
    return f"""<section class="notice">
<h2>{escape(what)}</h2>
<p>{html_with_code(told(to, "paste"))}</p>
<ul>
{items}</ul>
</section>
"""


def _wish(to: Formatter, one: UnclaimedView) -> str:
    """What the screen would like to be called, where it says so."""
    return f" {escape(told(to, 'wish', name=one.wanted_name))}" if one.wanted_name else ""


def _reviews(to: Formatter, view: WallView) -> str:
    """What is to be gone through again, below everything that is more urgent."""
    overdue = [one for one in view.reviews if one.days is not None]
    silent = [one for one in view.reviews if one.days is None]
    if not view.reviews:
        return ""

    def on(screens: list[str]) -> str:
        return f"<span>{escape(told(to, 'review_on', screens=', '.join(screens)))}</span>"

    late = "".join(
        f"<li><strong>{escape(one.title)}</strong> <b>{escape(told_count(to, 'reviewed', one.days or 0))}</b>"
        f" {on(one.screens)}</li>\n"
        for one in overdue
    )
    never = "".join(f"<li><strong>{escape(one.title)}</strong> {on(one.screens)}</li>\n" for one in silent)
    late = f"<h2>{escape(told(to, 'review_late'))}</h2><ul>{late}</ul>" if late else ""
    never = f'<h2 class="minor">{escape(told(to, "review_none"))}</h2><ul class="quiet">{never}</ul>' if never else ""
    return f"""<section class="reviews" aria-label="{escape(told(to, "reviews"))}">
{late}
{never}
<p>{html_with_code(told(to, "review_how", today=view.today))}</p>
</section>
"""


def _filters(to: Formatter, view: WallView) -> str:
    """What is to be seen of the screens; kept in the address by the script, and of no use without it."""
    groups = "".join(_option(one.name) for one in view.mirrors)
    if groups:
        groups = _option("*", told(to, "mirrored")) + groups + _option("-", told(to, "alone"))
    dashboards = {name: title for one in view.screens for name, title in zip(one.dashboards, one.shows, strict=True)}
    shown = "".join(_option(name, title) for name, title in sorted(dashboards.items(), key=lambda one: one[1].lower()))
    states = "".join(_option(name, told(to, name)) for name in ("bad", "online", "offline", "waiting", "free"))
    every = _option("", told(to, "any"))
    return f"""<form role="search" class="filters" aria-label="{escape(told(to, "filters"))}" data-filters hidden>
<label>{escape(told(to, "search"))}
<input type="search" name="q" autocomplete="off" spellcheck="false" maxlength="100"></label>
<label>{escape(told(to, "dashboard"))} <select name="dashboard" data-options>{every}{shown}</select></label>
<label>{escape(told(to, "group"))} <select name="group" data-options>{every}{groups}</select></label>
<label>{escape(told(to, "state"))} <select name="state">{every}{states}</select></label>
<label class="tick"><input type="checkbox" name="sent" value="1"> {escape(told(to, "sent_too"))}</label>
<button type="button" data-clear hidden>{escape(told(to, "clear"))}</button>
<p role="status" data-shown></p>
</form>"""


def _option(value: str, label: str = "") -> str:
    return f'<option value="{escape(value)}">{escape(label or value)}</option>'


def _dialog(to: Formatter) -> str:
    """A screen in full size; the script fills it in."""
    names = ("state", "shows", "page", "address", "mirrors", "image", "update", "clock", "problems")
    facts = "".join(
        f'<div><dt>{escape(told(to, f"fact_{one}"))}</dt><dd data-fact="{one}"></dd></div>' for one in names
    )
    return f"""<dialog aria-labelledby="whole-name" data-whole>
<div class="head"><h2 id="whole-name" tabindex="-1" autofocus></h2>
<button type="button" data-copy-name>{escape(told(to, "copy_name"))}</button>
<button type="button" data-copy-address>{escape(told(to, "copy_address"))}</button>
<button type="button" data-close>{escape(told(to, "close"))}</button></div>
<div class="pictures">
<figure data-drawn><img alt=""><figcaption>{escape(told(to, "drawn_by_hub"))}</figcaption></figure>
<figure data-sent><img alt=""><figcaption></figcaption></figure></div>
<dl>{facts}</dl>
</dialog>"""
