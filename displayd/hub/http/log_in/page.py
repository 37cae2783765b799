"""What a browser is shown that may not look at the wall: a form to log in, or what to do."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path

from starlette.responses import HTMLResponse, Response

from displayd.hub.http.error_answers import NO_VIEWER, TOO_MANY, WRONG_LOG_IN, Refused
from displayd.hub.http.html_text import html_with_code
from displayd.hub.http.viewing import settings_of
from displayd.hub.state import Hub

__all__ = ["CONTENT_SECURITY_POLICY", "refusal_page"]

_STYLE = (Path(__file__).resolve().parent / "log_in.css").read_text("utf-8")

_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""The style of this page by its hash, the hub's icon, and a form that goes to the hub."""

# It is sent to where it is seen, which keeps `#claim-...` as well: below a path of a proxy, and without the slash at
# its end, `log-in` would be above it.
_FORM = """<form method="post">
<label>Name <input name="name" autocomplete="username" autocapitalize="none" required maxlength="60" autofocus></label>
<label>Password or key
<input name="password" type="password" autocomplete="current-password" required maxlength="1000"></label>
<button>Log in</button>
</form>
"""

_NOBODY_YET = """<h2>Nobody may look in from here yet</h2>
<p>This hub shows its wall page on its own machine alone, at <code>http://127.0.0.1:8070</code>.</p>
<p>To look from elsewhere, run this on the hub's machine, and put the lines that it prints into
<code>hub.yaml</code>:</p>
<pre>displayd hub viewer NAME --password</pre>
<p>Or write <code>viewers: public</code> there, if whoever reaches the hub may see every figure.</p>
"""


def refusal_page(hub: Hub, refused: Refused) -> Response:
    """`refused` for people: the form where logging in helps, and else what is wrong and what to do."""
    viewers = settings_of(hub).viewers
    refusal = refused.refusal
    if refusal is NO_VIEWER and not viewers:
        content = _NOBODY_YET
    elif refusal in (NO_VIEWER, WRONG_LOG_IN, TOO_MANY):
        told = "" if refusal is NO_VIEWER else f'<p class="wrong" role="alert">{escape(refused.message)}</p>\n'
        content = f"<h2>Log in</h2>\n{told}{_FORM}"
    else:
        hint = f"<p>{html_with_code(refused.hint)}</p>\n" if refused.hint else ""
        content = f"<h2>Not shown</h2>\n<p>{html_with_code(refused.message)}</p>\n{hint}"
    headers = {
        **refused.headers,
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "cache-control": "no-store",
    }
    return HTMLResponse(_PAGE.format(style=_STYLE, content=content), refusal.status, headers)


_PAGE = """<!doctype html>
<html lang="en">
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
