"""What a screen tells the hub about itself."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

__all__ = ["FlipSkew", "StatusReport"]

Word = Annotated[str, Meta(max_length=200)]


class FlipSkew(Struct, frozen=True, forbid_unknown_fields=True):
    """How late page flips came, against their planned instants, since the last report; milliseconds."""

    count: Annotated[int, Meta(description="How many flips there were.")] = 0
    p50_ms: Annotated[float, Meta(description="Half of them were later than this, milliseconds.")] = 0.0
    p99_ms: Annotated[float, Meta(description="One of a hundred was later than this, milliseconds.")] = 0.0
    worst_ms: Annotated[float, Meta(description="The latest of them, milliseconds.")] = 0.0


class StatusReport(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of `POST /v1/screen/status`. Fields that a machine cannot know are null."""

    screen: Annotated[Word, Meta(description="Name by the document on show; empty before the first.")] = ""
    page: Annotated[int | None, Meta(description="Number of the page on the glass, from 0.")] = None
    page_title: Annotated[Word, Meta(description="Title of that page.")] = ""
    revision: Annotated[Word, Meta(description="Name of the content on the glass.")] = ""
    scene: Annotated[Word, Meta(description="Hash of the scene on the glass, see `Scene.digest`.")] = ""
    showing: Annotated[
        Literal["page", "fingerprint", "off"], Meta(description="What kind of picture is on the glass.")
    ] = "fingerprint"
    problem: Annotated[
        Annotated[str, Meta(max_length=2000)],
        Meta(description="What is wrong as far as the screen can tell, in words; empty when nothing is."),
    ] = ""
    driver: Annotated[
        Word, Meta(description="How pictures reach the glass: `kms`, or SDL's driver, for example `KMSDRM` or `x11`.")
    ] = ""
    mode: Annotated[Word, Meta(description="Size and refresh got, for example `1920x1080@60`.")] = ""
    rotate: Annotated[int, Meta(description="By how many degrees clockwise the picture is turned.")] = 0
    memory_bytes: Annotated[int | None, Meta(description="Proportional set size of the process.")] = None
    temperature_celsius: Annotated[float | None, Meta(description="Of the processor.")] = None
    throttling: Annotated[
        Word,
        Meta(
            description=(
                "Raspberry Pi firmware flags in words (`under-voltage`, `throttled`); empty for none or unknown."
            )
        ),
    ] = ""
    clock_offset_seconds: Annotated[float | None, Meta(description="Hub time minus system time.")] = None
    clock_error_seconds: Annotated[
        float | None, Meta(description="Bound of the error of the screen's idea of hub time.")
    ] = None
    clock_source: Annotated[
        Literal["hub", "date", "system", "none"],
        Meta(description="Where the time comes from; `none` when nothing vouches for it."),
    ] = "none"
    flip_skew: Annotated[FlipSkew, Meta(description="How punctual the page flips were.")] = FlipSkew()
    wakeups_per_second: Annotated[
        float | None, Meta(description="How often the process woke up, on the mean since the last report.")
    ] = None
    paints: Annotated[int, Meta(description="Cells painted since the last report.")] = 0
    uptime_seconds: Annotated[float, Meta(description="Of the daemon.")] = 0.0
    host: Annotated[Word, Meta(description="Name of the machine.")] = ""
    address: Annotated[Word, Meta(description="Its address on the network.")] = ""
    version: Annotated[Word, Meta(description="Version of displayd.")] = ""
    versions: Annotated[
        dict[Word, Word], Meta(max_length=50, description="Of Python, SDL, cairo, pango and so on.")
    ] = {}
