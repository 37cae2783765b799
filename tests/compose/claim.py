"""A screen that waits to be claimed, as its claim page tells of it."""

from __future__ import annotations

from displayd.compose.claim_page import ClaimFacts
from displayd.device.trouble import message_for
from displayd.text.language import language_of

__all__ = ["MACHINE", "waiting_in"]

MACHINE = (
    ("Network", "2001:db8:1234:5678:9abc:def0:1234:5678 · enxdca632010203 · dc:a6:32:01:02:03"),
    ("Wi-Fi", "A Wi-Fi with a name of 32 letters · -61 dBm"),
    ("Clock", "21 Nov 2026, 20:08 UTC · from the web server"),
    ("Version", "0.3.0"),
)
"""What whoever looks after the network asks for, as long as it gets."""


def waiting_in(locale: str, fingerprint: str = "K7QF-2MXD-6TBA-W3EN") -> ClaimFacts:
    """All that the page has to tell, in the language of `locale`."""
    language = language_of(locale)
    hub = "https://dashboards.a-company-with-a-long-name.example.org:8443/displayd"
    message = message_for("not-claimed", hub, language=language)
    return ClaimFacts(
        fingerprint,
        hub,
        "displayd-3f2a",
        "192.0.2.17",
        message.heading,
        message.advice,
        name="lobby-left",
        machine=MACHINE,
        network=language.say("The network works, and the hub answers."),
        locale=locale,
        wall_page=f"{hub}/#claim-{fingerprint}",
    )
