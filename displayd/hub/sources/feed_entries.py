"""What a feed (RSS, Atom) has, the newest first. Home of feedparser."""

from __future__ import annotations

import calendar
import codecs
import io
import re
from typing import Any

from displayd.errors import SourceError
from displayd.hub.ingest.html_text import text_of_html
from displayd.hub.metrics.reading import Item
from displayd.hub.sources.encoding_marks import marked_encoding
from displayd.hub.sources.plain_values import label_of
from displayd.protocol.limits import MAX_LABEL_LETTERS

__all__ = ["entries_of"]

# What begins so needs no mark.
_BEGINNINGS = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}

# No alphabets, and slow.
_NO_ENCODINGS = ("idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf-7")

# The newest stand first; what comes after so much of a feed is never shown.
MAX_BYTES = 1_500_000

# What is dated further ahead has no time that anybody can make sense of.
FUTURE_SECONDS = 86_400.0

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_ENDS = (b"</item>", b"</entry>")
_ROOT = re.compile(rb"<(rss|feed|rdf:RDF)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]{0,500}\?>")
_ENCODING = re.compile(r"""\bencoding\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_CLOSINGS = {b"rss": b"</channel></rss>", b"feed": b"</feed>", b"rdf:rdf": b"</rdf:RDF>"}


def entries_of(data: bytes, content_type: str, unix_time: float, most: int) -> list[Item]:
    """The entries of the feed `data` without any markup; those without a time after all that have one.

    Args:
        content_type: as the server says; it may name the encoding.
        unix_time: now.
        most: so many at most.

    Raises:
        SourceError: it is no feed.
    """
    found = _parsed(_beginning(_in_utf8(data, content_type)))
    if not found.entries and not found.get("version"):
        is_page = b"<html" in data[:2000].lower()
        hint = "its page says where its feed is" if is_page else "RSS or Atom"
        raise SourceError(f"its answer is {'a page' if is_page else 'no feed'}", hint)
    items = [item for entry in found.entries if (item := _item(entry, unix_time)) is not None]
    # Equal ones are one: some feeds have each of their news twice.
    unique: dict[tuple[str, str | None], Item] = {}
    for item in items:
        unique.setdefault((item.label, item.detail), item)
    return sorted(unique.values(), key=lambda item: -(item.time or 0.0))[:most]


def _in_utf8(data: bytes, content_type: str) -> bytes:
    """`data` in UTF-8, with a first line that says so: feedparser guesses, for hours where a word has no end."""
    head = data[:600].decode("latin-1").replace("\0", "")
    said = marked_encoding(data) or _BEGINNINGS.get(data[:4])
    named = [found[1] for found in (_CHARSET.search(content_type), _ENCODING.search(head.partition("?>")[0])) if found]
    for name in filter(None, (said, *named, "utf-8")):
        try:
            encoding = codecs.lookup("gb18030" if name.lower() == "gb2312" else name).name
            if encoding in _NO_ENCODINGS:
                continue
            text = data.decode(encoding)
            break
        except (LookupError, ValueError):
            continue
    else:
        text = data.decode("cp1252", "replace")
    text = _DECLARATION.sub("", text).lstrip("\ufeff \t\r\n")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + text.encode("utf-8", "replace")


def _parsed(data: bytes) -> Any:
    try:
        import feedparser  # noqa: PLC0415 - a screen checks a wall without it
    except ImportError as exc:
        hint = "install displayd with its `hub` extra, or python3-feedparser"
        raise SourceError("feeds cannot be read on this machine", hint) from exc
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        # As a stream: text would be taken for an address or the name of a file.
        return feedparser.parse(
            io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, AssertionError) as exc:
        raise SourceError("its feed cannot be read") from exc


def _beginning(data: bytes) -> bytes:
    """`data` without entities of its own, which may be endless, cut after an entry where it is very long."""
    data = _without_entities(data)
    if len(data) <= MAX_BYTES:
        return data
    end = max(data.rfind(one, 0, MAX_BYTES) + len(one) for one in _ENDS)
    root = _ROOT.search(data[:4000])
    return data[:end] + (_CLOSINGS[root[1].lower()] if root else b"")


def _without_entities(data: bytes) -> bytes:
    kept, done = [], 0
    for begin in _ENTITY.finditer(data):
        end = data.find(b">", begin.start())
        if end < 0:
            break  # none after it has an end either
        if begin.start() >= done:
            kept.append(data[done : begin.start()])
            done = end + 1
    return b"".join([*kept, data[done:]])


def _item(entry: Any, unix_time: float) -> Item | None:
    """One entry; None for one that says nothing."""
    title = _line(entry.get("title"))
    content = next((one.get("value") for one in entry.get("content") or () if one.get("value")), None)
    summary = _line(entry.get("summary") or content)
    label, detail = (title, summary) if title else (summary, "")
    if not label:
        return None
    return Item(label=label, detail=detail if detail and detail != label else None, time=_time(entry, unix_time))


def _line(html: object) -> str:
    return label_of(" ".join(text_of_html(str(html or ""), MAX_LABEL_LETTERS).split()))


def _time(entry: Any, unix_time: float) -> float | None:
    # Past feedparser's own `get`, which gives one for another.
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        if (moment := dict.get(entry, name)) is not None:
            try:
                found = float(calendar.timegm(moment))
            except (ValueError, OverflowError, TypeError):
                continue
            if 0 < found <= unix_time + FUTURE_SECONDS:
                return min(found, unix_time)
    return None
