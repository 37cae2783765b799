"""What a screen tells the hub about itself."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

__all__ = ["FlipSkew", "Status"]

Word = Annotated[str, Meta(max_length=200)]


class FlipSkew(Struct, frozen=True, forbid_unknown_fields=True):
    """How late page flips came, against their planned instants, since the last report; milliseconds."""

    count: int = 0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    worst_ms: float = 0.0


class Status(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of `POST /v1/screen/status`. Fields that a machine cannot know are None."""

    screen: Word = ""
    """Name by the document on show; empty before the first."""
    page: int | None = None
    """Number of the page on the glass, from 0."""
    page_title: Word = ""
    revision: Word = ""
    scene: Word = ""
    """Hash of the scene on the glass, see `Scene.digest`."""
    showing: Literal["page", "fingerprint", "off", "takeover"] = "fingerprint"
    problem: Annotated[str, Meta(max_length=2000)] = ""
    """What is wrong as far as the screen can tell, in words; empty when nothing is."""
    driver: Word = ""
    """SDL video driver, for example `KMSDRM` or `x11`."""
    mode: Word = ""
    """Size and refresh got, for example `1920x1080@60`."""
    rotate: int = 0
    memory_bytes: int | None = None
    """Proportional set size of the process."""
    temperature_celsius: float | None = None
    throttling: Word = ""
    """Raspberry Pi firmware flags in words (`under-voltage`, `throttled`); empty for none or unknown."""
    clock_offset_seconds: float | None = None
    """Hub time minus system time."""
    clock_error_seconds: float | None = None
    """Bound of the error of the screen's idea of hub time."""
    clock_source: Literal["hub", "date", "system", "none"] = "none"
    """Where the time comes from; `none` when nothing vouches for it."""
    flip_skew: FlipSkew = FlipSkew()
    wakeups_per_second: float | None = None
    paints: int = 0
    """Cells painted since the last report."""
    uptime_seconds: float = 0.0
    """Of the daemon."""
    host: Word = ""
    address: Word = ""
    version: Word = ""
    versions: dict[Word, Word] = {}
    """Of Python, SDL, cairo, pango and so on."""
