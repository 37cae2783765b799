"""A download that may break off and goes on where it did. Source: RFC 9110, sections 13.1.5 (If-Range) and 14."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from displayd.device.network.hub_error import HubError

__all__ = ["BegunDownload"]

_PART = re.compile(r"bytes (\d{1,12})-\d{1,12}/(\d{1,12})")

# A tag of the strong kind: of equal ones the bytes are equal.
_STRONG = re.compile(r'"[^"]{1,200}"')


class BegunDownload:
    """What has come of one file so far."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._tag = ""
        """Of the file that the data is of; empty where the server told none."""
        self._size = 0
        """Of the whole file; 0 where it is not known."""

    def __len__(self) -> int:
        return len(self._data)

    @property
    def body(self) -> bytes:
        """What has come."""
        return bytes(self._data)

    def headers(self) -> dict[str, str]:
        """With which the rest is asked for, or all of it where nothing can be built on."""
        rest = {"Range": f"bytes={len(self._data)}-", "If-Range": self._tag} if self._data and self._tag else {}
        # A part of what is packed could not be put to what has come unpacked.
        return {"Accept-Encoding": "identity", **rest}

    def begin(self, url: str, status: int, headers: Mapping[str, str]) -> None:
        """Get ready for the body of an answer with `status` 200 or 206.

        Raises:
            HubError: it is a part that nobody asked for.
        """
        if status == 206:
            part = _PART.fullmatch(headers.get("Content-Range", ""))
            if part is None or int(part[1]) != len(self._data) or headers.get("ETag", self._tag) != self._tag:
                self.forget()
                raise HubError(url, "bad-answer", "sends another part than was asked for", "status 206")
            self._size = int(part[2])
            return
        self.forget()
        is_plain = headers.get("Content-Encoding", "identity").strip().lower() in ("identity", "")
        if is_plain and _STRONG.fullmatch(headers.get("ETag", "")):
            self._tag = headers["ETag"]

    def take(self, url: str, pieces: Iterable[bytes]) -> None:
        """Add `pieces` as they come.

        Raises:
            HubError: a part ends before the file does.
        """
        for piece in pieces:
            self._data += piece
        if self._size and len(self._data) < self._size:
            raise HubError(url, "cut-off", f"broke off after {len(self._data):,} of {self._size:,} bytes")

    def forget(self) -> None:
        """Begin anew."""
        self._data.clear()
        self._tag, self._size = "", 0
