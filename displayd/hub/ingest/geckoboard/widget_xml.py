"""Payloads of Geckoboard's custom widgets in XML, as plain data of the same shape as in JSON."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from displayd.hub.ingest.geckoboard.dataset_body import BodyError

__all__ = ["is_xml", "plain_xml"]

MAX_DEPTH = 12
MAX_ELEMENTS = 20_000

_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def is_xml(body: bytes) -> bool:
    """Whether `body` begins as XML does."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def plain_xml(body: bytes) -> Any:
    """The payload in `body`.

    Raises:
        BodyError: it is no XML, or declares things: entities, which may be endless, or files.
    """
    if _DECLARES.search(body) or b"\0" in body:
        raise BodyError("the XML declares types or entities")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - what could be endless is declared, and refused above
    except (ElementTree.ParseError, ValueError, LookupError) as exc:
        raise BodyError(f"no XML: {exc}") from exc
    counter = [0]
    data = _plain(root, 0, counter)
    if not isinstance(data, dict):
        raise BodyError("the XML has no elements")
    if root.tag not in ("root", "data"):
        data = {root.tag: data}
    return data


def _plain(element: ElementTree.Element, depth: int, counter: list[int]) -> Any:
    counter[0] += 1
    if depth > MAX_DEPTH or counter[0] > MAX_ELEMENTS:
        raise BodyError("the XML has too many elements, or too deep ones")
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        value = _plain(child, depth + 1, counter)
        name = str(child.tag)
        if name in found:
            before = found[name]
            found[name] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[name] = value
    return found
