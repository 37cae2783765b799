"""Uses of `qr`, by name: typical, extreme and awkward ones."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["EXAMPLES"]

EXAMPLES: Mapping[str, Mapping[str, object]] = {
    "typical": {
        "title": "How are we doing?",
        "text": "https://feedback.example.com/office/2026",
        "caption": "Two questions, half a minute",
    },
    "code alone": {"text": "https://example.com"},
    "wifi": {"title": "Guest Wi-Fi", "text": "WIFI:T:WPA;S:Contoso Guests;P:blue-kettle-42;;", "caption": "Guests"},
    "awkward": {
        "title": "A name that is much too long for the tile that it was given",
        "text": "https://a-host-with-quite-a-long-name.department.example.com/" + "path/" * 40,
        "caption": "A caption that says in far too many words what is to be had for the trouble of scanning it",
    },
}
