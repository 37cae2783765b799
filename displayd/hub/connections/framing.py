"""Where requests begin and end, read more strictly than HTTP asks for.

A proxy and a hub that do not agree where a request ends let somebody put one of their own between those of others. So
whatever can be read in two ways is refused: two lengths, a length beside chunks, other codings, bare line feeds, folded
lines, extensions of chunks and trailers. Nobody who speaks to a hub sends any of these.

Source: RFC 9112, sections 2.2, 5, 6 and 11.2.
"""

from __future__ import annotations

import enum
import re

__all__ = ["MAX_HEAD_BYTES", "Framing", "Phase"]

MAX_HEAD_BYTES = 32_768
"""Of a request's line and headers. A browser with many cookies sends some 8 kB."""

MAX_HEADERS = 100

_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40} [\x21-\x7e]+ HTTP/1\.([0-9])")
_FIRST = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,40}(?: [\x21-\x7e]*(?: |$)|$)")
_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(rb"[^\t\r\n\x20-\x7e\x80-\xff]")
_BARE = re.compile(rb"(?<!\r)\n|\r(?=[^\n])")
_LENGTH = re.compile(rb"[0-9]{1,15}")
_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8}")


class Phase(enum.Enum):
    """What comes next."""

    IDLE = "idle"
    """A request, of which nothing has come yet."""
    HEAD = "head"
    """The rest of a head."""
    BODY = "body"
    """A body, or the rest of it."""


class _Fault(Exception):  # noqa: N818 - told to the other end
    """What is wrong with a request."""

    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class Framing:
    """Follows what one client sends, one request after the other."""

    def __init__(self) -> None:
        self.phase = Phase.IDLE
        self.fault = ""
        """What is wrong; nothing that follows is read."""
        self.status = 400
        """Status of the answer that says so."""
        self.is_fault_in_body = False
        """Whether the fault is in a request whose head was good."""
        self._kept = bytearray()
        """A head or a line between chunks of which the rest has not come."""
        self._left = 0
        """Bytes of the body, or of the chunk with its end of line, that are to come."""
        self._in_chunk = self._is_chunked = self._is_last = False

    def follow(self, data: bytes) -> bytes:
        """What of all that has come may be read as requests; heads are held back until they are whole.

        Nothing more is given out once there is a fault.
        """
        passed = bytearray()
        at = 0
        try:
            while at < len(data) and not self.fault:
                if self.phase is not Phase.BODY:
                    at = self._head(data, at, passed)
                elif not self._is_chunked:
                    at = self._counted(data, at, passed)
                elif self._in_chunk:
                    at = self._chunk(data, at, passed)
                else:
                    at = self._chunk_line(data, at, passed)
        except _Fault as fault:
            self.fault, self.status = fault.reason, fault.status
            self.is_fault_in_body = self.phase is Phase.BODY
        return bytes(passed)

    def _head(self, data: bytes, at: int, passed: bytearray) -> int:
        if self.phase is Phase.IDLE and not self._kept:
            # An empty line before a request is overlooked (RFC 9112, section 2.2).
            at += 2 if data.startswith(b"\r\n", at) else 0
        if at == len(data):
            return at
        self.phase = Phase.HEAD
        before = len(self._kept)
        self._kept += data[at : at + MAX_HEAD_BYTES + 4]
        end = self._kept.find(b"\r\n\r\n", max(0, before - 3))
        if end > MAX_HEAD_BYTES or (end < 0 and len(self._kept) > MAX_HEAD_BYTES):
            raise _Fault(f"the headers have more than {MAX_HEAD_BYTES:,} bytes", 431)
        if end < 0:
            _check_begun(self._kept, max(0, before - 1))
            return len(data)
        head = bytes(self._kept[: end + 4])
        self._kept.clear()
        length, self._is_chunked = _body_of(head)
        passed += head
        self._left, self._in_chunk, self._is_last = length, False, False
        self.phase = Phase.BODY if length or self._is_chunked else Phase.IDLE
        return at + end + 4 - before

    def _counted(self, data: bytes, at: int, passed: bytearray) -> int:
        part = data[at : at + self._left]
        passed += part
        self._left -= len(part)
        if not self._left:
            self.phase = Phase.IDLE
        return at + len(part)

    def _chunk_line(self, data: bytes, at: int, passed: bytearray) -> int:
        """The line before a chunk, or the empty one after the last."""
        before = len(self._kept)
        self._kept += data[at : at + 12]
        end = self._kept.find(b"\r\n")
        if end < 0:
            if len(self._kept) > 9 or not (self._is_last or _CHUNK.fullmatch(self._kept.removesuffix(b"\r"))):
                raise _Fault("the size of a chunk is not a number, or has something after it")
            return len(data)
        line = bytes(self._kept[:end])
        self._kept.clear()
        if self._is_last:
            if line:
                raise _Fault("there are headers after the body")
            self.phase = Phase.IDLE
        elif not _CHUNK.fullmatch(line):
            raise _Fault("the size of a chunk is not a number, or has something after it")
        else:
            size = int(line, 16)
            self._is_last, self._in_chunk = size == 0, size > 0
            self._left = size + 2
        passed += line + b"\r\n"
        return at + end + 2 - before

    def _chunk(self, data: bytes, at: int, passed: bytearray) -> int:
        part = data[at : at + self._left]
        # The last two bytes are the end of the line.
        told = part[max(0, self._left - 2) :]
        if told != b"\r\n"[2 - min(2, self._left) :][: len(told)]:
            raise _Fault("a chunk is longer than it says")
        passed += part
        self._left -= len(part)
        if not self._left:
            self._in_chunk = False
        return at + len(part)


def _check_begun(kept: bytearray, since: int) -> None:
    """Fails early where a head that is not whole can become none: nobody waits for the rest of it."""
    if _BARE.search(kept, since):
        raise _Fault("a line ends with something else than CR LF")
    if since == 0 and b"\r" not in kept and not _FIRST.match(kept):
        raise _Fault("this is not HTTP/1.1")


def _body_of(head: bytes) -> tuple[int, bool]:
    """Length of the body that follows `head`, and whether it comes in chunks.

    Raises:
        _Fault: the head is none, or can be read in two ways.
    """
    first, *lines = head[:-4].split(b"\r\n")
    line = _LINE.fullmatch(first)
    if not head.count(b"\r\n") == head.count(b"\n") == head.count(b"\r"):
        raise _Fault("a line ends with something else than CR LF")
    if line is None:
        raise _Fault("this is not HTTP/1.1")
    if len(lines) > MAX_HEADERS:
        raise _Fault(f"there are more than {MAX_HEADERS} headers", 431)
    if _CONTROL.search(head):
        raise _Fault("there are odd characters in the headers")
    found: dict[bytes, list[bytes]] = {b"content-length": [], b"transfer-encoding": [], b"host": []}
    for one in lines:
        name, colon, value = one.partition(b":")
        if not colon or not _NAME.fullmatch(name):
            raise _Fault("a folded header" if one[:1] in b" \t" else "a header without a name")
        if name.lower() in found:
            found[name.lower()].append(value.strip(b" \t").lower())
    if len(found[b"host"]) != 1 and (found[b"host"] or line[1] != b"0"):
        raise _Fault("there is not exactly one `Host`")
    return _length_of(found[b"content-length"], found[b"transfer-encoding"], is_old=line[1] == b"0")


def _length_of(lengths: list[bytes], codings: list[bytes], *, is_old: bool) -> tuple[int, bool]:
    if len(lengths) > 1:
        raise _Fault("the length of the body stands there twice")
    if codings and lengths:
        raise _Fault("the length of the body beside chunks")
    if codings and (codings != [b"chunked"] or is_old):
        raise _Fault("the body comes in another coding than chunks")
    if lengths and not _LENGTH.fullmatch(lengths[0]):
        raise _Fault("the length of the body is not a number")
    return int(lengths[0]) if lengths else 0, bool(codings)
