"""What goes wrong between a screen and its hub, in words for the person who stands before the TV."""

from __future__ import annotations

import time
import urllib.parse
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from displayd.text.language import ENGLISH, Language

__all__ = ["NETWORK_TROUBLES", "TROUBLES", "Message", "Trouble", "TroubleFacts", "message_for", "told_address"]

Trouble = Literal[
    "no-network",
    "no-device",
    "no-cable",
    "no-address",
    "wifi-password",
    "wifi-not-found",
    "wifi-login",
    "wifi-joining",
    "dns",
    "dns-silent",
    "dns-error",
    "hub-not-found",
    "refused",
    "timeout",
    "silent",
    "cut-off",
    "tls-untrusted",
    "tls-date",
    "clock-unset",
    "tls-name",
    "tls-failed",
    "tls-dropped",
    "ca-file",
    "proxy",
    "redirected",
    "https-only",
    "not-claimed",
    "unauthorized",
    "not-found",
    "too-large",
    "server-error",
    "bad-answer",
    "refused-document",
]
"""Kinds of trouble, each with its own message.

`no-network`: nobody knows why there is none; `no-device` to `wifi-joining` say it. `dns`: the name servers know no such
name. `dns-silent`: they do not answer. `dns-error`: they refuse to, or fail. `clock-unset`: certificates begin later
than what this screen takes for today. `redirected`: somebody else is to be asked; `https-only`: the same machine, by
HTTPS. `timeout`: no connection comes about. `silent`: it does, and no answer follows. `cut-off`: the answer broke off.
`tls-dropped`: a hub without TLS where one with it was known, or `ca` asks for one.
`refused-document`: the hub is well, and what it sent is not a document.
"""

NETWORK_TROUBLES: tuple[Trouble, ...] = (
    "no-network",
    "no-device",
    "no-cable",
    "no-address",
    "wifi-password",
    "wifi-not-found",
    "wifi-login",
    "wifi-joining",
)
"""Those of a machine that has no network, whoever it wants to reach."""


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
        "no-device": Message(
            "No network device",
            "This screen has no network device that works{said}.",
            "If there is an adapter, plug it in again; if that does not help, replace it.",
        ),
        "no-cable": Message(
            "No network cable",
            "No network cable is plugged in, or its other end leads nowhere.",
            "Plug it in at both ends, or set up `wifi` in displayd.yaml; the screen goes on by itself.",
        ),
        "no-address": Message(
            "No network address",
            "The network{said} gives this screen no address: no DHCP server answers.",
            "Check the DHCP server and the socket in the wall, or give a fixed address as `network` in displayd.yaml.",
        ),
        "wifi-password": Message(
            "Wrong Wi-Fi password",
            "The Wi-Fi {wifi} does not take the password that this screen has.",
            "Correct `password` under `wifi` in displayd.yaml; capitals count.",
        ),
        "wifi-not-found": Message(
            "Wi-Fi not found",
            "The Wi-Fi {wifi} is not in reach{said}.",
            "Check `name` under `wifi` in displayd.yaml, capitals count. One that does not show itself needs"
            " `hidden: true`.",
        ),
        "wifi-login": Message(
            "Wi-Fi login refused",
            "The Wi-Fi {wifi} refuses the login of this screen{said}.",
            "Check `enterprise` under `wifi` in displayd.yaml, and ask IT whether this account may use the Wi-Fi.",
        ),
        "wifi-joining": Message(
            "Wi-Fi not joined",
            "The Wi-Fi {wifi} is in reach, but this screen cannot join it{said}.",
            "Most often the password is wrong: check `password` and `security` under `wifi` in displayd.yaml.",
        ),
        "dns": Message(
            "Hub's name unknown",
            "The name {host} cannot be found on this network.",
            "Check the address in displayd.yaml for a typing mistake, and that the network's name server knows it.",
        ),
        "dns-silent": Message(
            "Name server silent",
            "The name server of this network{said} does not answer, so {host} cannot be found.",
            "Check the name server, or give another as `name_servers` under `network` in displayd.yaml.",
        ),
        "dns-error": Message(
            "Name server has an error",
            "The name server of this network answers with an error instead of looking up {host}{said}.",
            "Ask whoever runs the name server, or give another as `name_servers` under `network` in displayd.yaml.",
        ),
        "hub-not-found": Message(
            "No hub found",
            "displayd.yaml names no hub, and no hub answers on this network.",
            "Start the hub in this network, or write its address as `hub` in displayd.yaml.",
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
        "clock-unset": Message(
            "Clock not set",
            "This screen believes that it is {today}, when the certificate of {host} does not count yet.",
            "Let the screen reach a time server (NTP, port 123), or name yours as `time_servers` in displayd.yaml.",
        ),
        "tls-name": Message(
            "Wrong certificate name",
            "The certificate that answers is not made out to {host}.",
            "Use the name in the certificate as the address in displayd.yaml, or get a certificate for this name.",
        ),
        "tls-failed": Message(
            "No secure connection",
            "{host} does not speak HTTPS on port {port}.",
            "Check the port in displayd.yaml, or write http:// instead of https://.",
        ),
        "tls-dropped": Message(
            "Hub without HTTPS",
            "This screen talks to its hub over HTTPS alone, and {host} is without.",
            "Bring HTTPS back on the hub, or write `allow_plain: true` in displayd.yaml to do without it.",
        ),
        "ca-file": Message(
            "CA certificate unusable",
            "The CA certificate on this screen cannot be used.",
            "Check the file that is named as `ca` in displayd.yaml{said}.",
        ),
        "proxy": Message(
            "Proxy in the way",
            "The proxy{said} does not let this screen through.",
            "Check `proxy` in displayd.yaml, and that the proxy runs and lets this screen reach {host}.",
        ),
        "redirected": Message(
            "Hub is elsewhere",
            "{host} sends this screen elsewhere{said}.",
            "If this network has a log-in page, let the screen past it; if not, correct the address in displayd.yaml.",
        ),
        "https-only": Message(
            "Hub wants HTTPS",
            "{host} answers by HTTPS only.",
            "Write `{detail}` in displayd.yaml.",
        ),
        "not-claimed": Message(
            "Not claimed yet",
            "This screen is not claimed yet.",
            "Scan the square, or open the hub's wall page: it has the line to paste into `screens.yaml`.",
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

`{host}`, `{port}` and `{where}` are the server's name, port and address; `{wifi}` is the name of the Wi-Fi; `{said}` is
the detail in brackets, or nothing, `{detail}` without them; `{today}` is the date that the screen believes in.
"""


class TroubleFacts(NamedTuple):
    """What a message about trouble is filled with; see `message_for`."""

    url: str
    detail: str = ""
    system_time: float | None = None
    wifi: str = ""


def told_address(url: str) -> str:
    """`url` as it may stand in logs and on the glass: without its query, which can hold a token."""
    return url.partition("?")[0]


def _in_any_language(detail: str, language: Language) -> str:
    """`detail`, which is English; in other languages what of it is an address, a number or a name."""
    if language is ENGLISH or detail.startswith("Wi-Fi"):
        return detail
    bare = detail.removeprefix("status ").removeprefix("to ")
    return "" if " " in bare.replace(", ", ",") else bare


def message_for(
    trouble: Trouble,
    url: str,
    detail: str = "",
    system_time: float | None = None,
    wifi: str = "",
    language: Language = ENGLISH,
) -> Message:
    """What to say about `trouble` with the server at `url`.

    Args:
        url: empty where no server is known yet.
        wifi: name of the Wi-Fi, for trouble with that.
        detail: what the server said, or which number it gave; shown where it helps.
        system_time: unix time that the screen believes in, for trouble with dates.
        language: English for what stands in the log too.
    """
    parts = urllib.parse.urlsplit(url)
    fields = {
        "host": parts.hostname or url,
        "port": parts.port or (443 if parts.scheme == "https" else 80),
        "where": told_address(url),
        "wifi": wifi or language.say_as("a Wi-Fi without a name", "of this place"),
        "said": f" ({said})" if (said := _in_any_language(detail, language)) else "",
        "detail": detail,
        "today": time.strftime(
            "%d %B %Y" if language is ENGLISH else "%Y-%m-%d",
            time.gmtime(time.time() if system_time is None else system_time),
        ),
    }
    return Message(*(language.say(text, **fields) for text in TROUBLES[trouble]))
