"""Request headers, read as far as the hub needs them."""

from __future__ import annotations

import base64
import re

__all__ = ["accepts_gzip", "accepts_html", "basic", "bearer", "lead_seconds", "names_tag", "wait_seconds"]

MAX_LEAD_SECONDS = 60.0

_WAIT = re.compile(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?\s*(?=$|[,;])", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,9})?")
_TAG = re.compile(r'"([^"]*)"')

# What proxies that compress add to the tag of an answer, in it or behind it.
_CODED = re.compile(r"(?:(?:--?|[;:+])(?:x-gzip|gzip|deflate|br|brotli|zstd|df))+$", re.IGNORECASE)


def bearer(authorization: str | None) -> str | None:
    """The token of an `Authorization: Bearer` header; None without one.

    Source: RFC 6750, section 2.1.
    """
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def basic(authorization: str | None) -> tuple[str, str]:
    """User name and password of an `Authorization: Basic` header; both empty without one, or for one that is torn.

    Source: RFC 7617, section 2.
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(token.strip(), validate=True).decode("utf-8").partition(":")
    except ValueError:
        return "", ""
    return name, password


def names_tag(if_none_match: str | None, tag: str) -> bool:
    """Whether an `If-None-Match` header names `tag`.

    Proxies that compress make tags weak (nginx, Varnish) or add the coding: `"tag-gzip"` (Apache, Caddy),
    `"tag;gzip"`, `"tag--gzip"`, `"tag"-gzip`. All of these name it.

    Source: RFC 9110, section 13.1.2.
    """
    if if_none_match is None:
        return False
    named = _TAG.findall(if_none_match)
    return if_none_match.strip() == "*" or any(tag.strip('"') in (one, _CODED.sub("", one)) for one in named)


def wait_seconds(prefer: str | None) -> int:
    """The seconds that a `Prefer: wait=...` header asks for, 0 if none.

    Source: RFC 7240, section 4.3.
    """
    found = _WAIT.search(prefer or "")
    return int(found[1]) if found else 0


def lead_seconds(displayd_lead: str | None) -> float | None:
    """The seconds that a `Displayd-Lead` header says, None if none, or more than anybody waits for a change."""
    found = _SECONDS.fullmatch((displayd_lead or "").strip())
    seconds = float(found[0]) if found else MAX_LEAD_SECONDS + 1
    return seconds if seconds <= MAX_LEAD_SECONDS else None


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether an `Accept-Encoding` header allows gzip.

    Source: RFC 9110, section 12.5.3.
    """
    for part in (accept_encoding or "").lower().split(","):
        coding, _, parameters = part.partition(";")
        if coding.strip() in ("gzip", "x-gzip", "*"):
            weight = re.search(r"q\s*=\s*([0-9.]+)", parameters)
            return weight is None or weight[1].strip("0.") != ""
    return False


def accepts_html(accept: str | None) -> bool:
    """Whether an `Accept` header names HTML, as those of browsers do; programs say `*/*` or JSON.

    Source: RFC 9110, section 12.5.1.
    """
    return any(part.partition(";")[0].strip().lower() == "text/html" for part in (accept or "").split(","))
