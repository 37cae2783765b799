"""What goes wrong between a screen and its hub, in words for the person who stands before the TV."""

from __future__ import annotations

import time
import urllib.parse
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

__all__ = ["TROUBLES", "Message", "Trouble", "message_for", "told_address"]

Trouble = Literal[
    "no-network",
    "dns",
    "refused",
    "timeout",
    "silent",
    "cut-off",
    "tls-untrusted",
    "tls-date",
    "tls-name",
    "tls-failed",
    "ca-file",
    "proxy",
    "redirected",
    "not-claimed",
    "unauthorized",
    "not-found",
    "too-large",
    "server-error",
    "bad-answer",
    "refused-document",
]
"""Kinds of trouble, each with its own message.

`timeout`: no connection comes about. `silent`: it does, and no answer follows. `cut-off`: the answer broke off.
`refused-document`: the hub is well, and what it sent is not a document.
"""


class Message(NamedTuple):
    """One trouble, said plainly."""

    heading: str
    """What is wrong, in two or three words."""
    sentence: str
    """The same in a sentence."""
    advice: str
    """What to do about it."""


TROUBLES: Mapping[Trouble, Message] = MappingProxyType(
    {
        "no-network": Message(
            "No network",
            "This screen has no network.",
            "Check the network cable or the Wi-Fi; the screen goes on by itself.",
        ),
        "dns": Message(
            "Hub not found",
            "The name {host} cannot be found on this network.",
            "Check the address in displayd.yaml for a typing mistake, and the network's name server (DNS).",
        ),
        "refused": Message(
            "Hub not running",
            "{host} is there, but no hub is running on port {port}.",
            "Start the hub, or correct the port in displayd.yaml.",
        ),
        "timeout": Message(
            "Hub unreachable",
            "{host} cannot be reached.",
            "Check that it is switched on, and that no firewall stands between it and this screen.",
        ),
        "silent": Message(
            "Hub does not answer",
            "{host} takes the call but does not answer.",
            "The hub may be overloaded or stuck; restart it if this stays.",
        ),
        "cut-off": Message(
            "Connection broke off",
            "The connection to {host} broke off.",
            "This happens when the hub restarts. If it stays, check the network between the two.",
        ),
        "tls-untrusted": Message(
            "Certificate not trusted",
            "The certificate of {host} is not trusted by this screen.",
            "Ask IT for the company's CA certificate, and name its file as `ca` in displayd.yaml.",
        ),
        "tls-date": Message(
            "Certificate out of date",
            "The certificate of {host} is not valid today, and this screen believes that it is {today}.",
            "If that date is wrong, check the time server (NTP). If it is right, renew the hub's certificate.",
        ),
        "tls-name": Message(
            "Certificate of another name",
            "The certificate that answers is not made out to {host}.",
            "Use the name in the certificate as the address in displayd.yaml, or get a certificate for this name.",
        ),
        "tls-failed": Message(
            "No secure connection",
            "{host} does not speak HTTPS on port {port}.",
            "Check the port in displayd.yaml, or write http:// instead of https://.",
        ),
        "ca-file": Message(
            "CA certificate unusable",
            "The CA certificate on this screen cannot be used.",
            "Check the file that is named as `ca` in displayd.yaml{said}.",
        ),
        "proxy": Message(
            "Proxy in the way",
            "The proxy{said} does not let this screen through.",
            "Check `proxy` in displayd.yaml, and whether the proxy runs and may be used without a password.",
        ),
        "redirected": Message(
            "Hub is elsewhere",
            "{host} sends this screen elsewhere{said}.",
            "If this network has a log-in page, let the screen past it; if not, correct the address in displayd.yaml.",
        ),
        "not-claimed": Message(
            "Not claimed yet",
            "This screen is not claimed yet.",
            "Give the code on the screen to whoever looks after the screens; it goes on by itself.",
        ),
        "unauthorized": Message(
            "Not let in",
            "{host} does not let this screen in{said}.",
            "Ask whoever looks after the hub to let this screen in.",
        ),
        "not-found": Message(
            "Nothing at the address",
            "There is no dashboard at {where}.",
            "Correct the address in displayd.yaml, or put the document there.",
        ),
        "too-large": Message(
            "Dashboard too large",
            "What {host} sends is too large for a screen{said}.",
            "Ask whoever looks after the dashboards to make this one smaller.",
        ),
        "server-error": Message(
            "Hub has an error",
            "{host} answers with an error of its own{said}.",
            "The hub's log says why; the screen goes on by itself.",
        ),
        "bad-answer": Message(
            "No hub at the address",
            "Something else than a hub answers at {host}{said}.",
            "Check the address in displayd.yaml, and whether this network has a log-in page.",
        ),
        "refused-document": Message(
            "Dashboard refused",
            "The hub sent a dashboard that this screen cannot show, so the one before stays.",
            "Ask whoever looks after the dashboards to mend it{said}.",
        ),
    }
)
"""What to say about each kind, to be filled in by `message_for`.

`{host}`, `{port}` and `{where}` are the server's name, port and address; `{said}` is the detail in brackets, or
nothing; `{today}` is the date that the screen believes in.
"""


def told_address(url: str) -> str:
    """`url` as it may stand in logs and on the glass: without its query, which can hold a token."""
    return url.partition("?")[0]


def message_for(trouble: Trouble, url: str, detail: str = "", system_time: float | None = None) -> Message:
    """What to say about `trouble` with the server at `url`.

    Args:
        detail: what the server said, or which number it gave; shown where it helps.
        system_time: unix time that the screen believes in, for trouble with dates.
    """
    parts = urllib.parse.urlsplit(url)
    fields = {
        "host": parts.hostname or url,
        "port": parts.port or (443 if parts.scheme == "https" else 80),
        "where": told_address(url),
        "said": f" ({detail})" if detail else "",
        "today": time.strftime("%d %B %Y", time.gmtime(time.time() if system_time is None else system_time)),
    }
    return Message(*(text.format_map(fields) for text in TROUBLES[trouble]))
