"""What a browser is shown that may not look at the wall: a form to log in, or what to do."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse, Response

from displayd.hub.http.error_answers import NO_VIEWER, TOO_MANY, WRONG_LOG_IN, Refused
from displayd.hub.http.html_text import html_with_code
from displayd.hub.http.reader import ENGLISH_READER, language_attributes
from displayd.hub.http.viewing import settings_of
from displayd.hub.state import Hub
from displayd.text.formatter import Formatter
from displayd.text.language import word

__all__ = ["CONTENT_SECURITY_POLICY", "refusal_page", "refused_page"]

_STYLE = (Path(__file__).resolve().parent / "log_in.css").read_text("utf-8")

_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""The style of this page by its hash, the hub's icon, and a form that goes to the hub."""


def refusal_page(hub: Hub, refused: Refused, to: Formatter = ENGLISH_READER) -> Response:
    """`refused` for people: the form where logging in helps, and else what is wrong and what to do.

    Args:
        to: writes in the language of whoever looks.
    """
    viewers = settings_of(hub).viewers
    refusal = refused.refusal
    if refusal is NO_VIEWER and not viewers:
        return _page(refused, _nobody_yet(to), to)
    if refusal in (NO_VIEWER, WRONG_LOG_IN, TOO_MANY):
        told = "" if refusal is NO_VIEWER else f'<p class="wrong" role="alert">{escape(refused.told(to)[0])}</p>\n'
        return _page(refused, f"<h2>{_said(to, word('Log in', 'log-in page'))}</h2>\n{told}{_form(to)}", to)
    return refused_page(refused, to)


def refused_page(refused: Refused, to: Formatter) -> Response:
    """What is wrong and what to do, for people."""
    message, hint = map(html_with_code, refused.told(to))
    content = f"<h2>{_said(to, word('Not shown', 'log-in page'))}</h2>\n<p>{message}</p>\n"
    return _page(refused, f"{content}<p>{hint}</p>\n" if hint else content, to)


def _said(to: Formatter, text: str, **places: object) -> str:
    """`text` of this page in the reader's language, as HTML."""
    return html_with_code(to.say_as("log-in page", text, **places))


def _form(to: Formatter) -> str:
    # It is sent to where it is seen, which keeps `#claim-...` as well: below a path of a proxy, and without the slash
    # at its end, `log-in` would be above it.
    return f"""<form method="post">
<label>{_said(to, word("Name", "log-in page"))}
<input name="name" autocomplete="username" autocapitalize="none" required maxlength="60" autofocus></label>
<label>{_said(to, word("Password or key", "log-in page"))}
<input name="password" type="password" autocomplete="current-password" required maxlength="1000"></label>
<button>{_said(to, word("Log in", "log-in page"))}</button>
</form>
"""


def _nobody_yet(to: Formatter) -> str:
    own = word("This hub shows its wall page on its own machine alone, at {address}", "log-in page")
    run = word(
        "To look from elsewhere, run this on the hub's machine, and put the lines that it prints into `hub.yaml`:",
        "log-in page",
    )
    public = word("Or write `viewers: public` there, if whoever reaches the hub may see every figure.", "log-in page")
    return f"""<h2>{_said(to, word("Nobody may look in from here yet", "log-in page"))}</h2>
<p>{_said(to, own, address="`http://127.0.0.1:8070`")}</p>
<p>{_said(to, run)}</p>
<pre dir="ltr">displayd hub viewer NAME --password</pre>
<p>{_said(to, public)}</p>
"""


def _page(refused: Refused, content: str, to: Formatter) -> Response:
    headers = {
        **refused.headers,
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "cache-control": "no-store",
    }
    page = _PAGE.format(style=_STYLE, content=content, language=language_attributes(to))
    return HTMLResponse(page, refused.refusal.status, headers)


_PAGE = """<!doctype html>
<html {language}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f3f5f8" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#0b0e14" media="(prefers-color-scheme: dark)">
<meta name="robots" content="noindex">
<title>displayd</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<style>{style}</style>
</head>
<body>
<main>
<h1><img src="icon.svg" alt="">displayd</h1>
{content}</main>
</body>
</html>
"""
