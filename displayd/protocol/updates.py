"""What hub and screens say to each other about new versions of the screens' image."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import UnixTime

__all__ = ["Compatible", "ReleaseOffer", "Sha256", "UpdateReport", "UpdateState", "Version"]

Version = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+~_-]{0,63}$")]
"""Of an image, for example `2.0` or `2026.11.28+1`."""

Compatible = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9.+~_-]{0,63}$")]
"""Which machines an image is for, for example `displayd-arm64`."""

Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]

UpdateState = Literal[
    "off", "current", "waiting", "fetching", "installing", "installed", "on-trial", "failed", "rolled-back"
]
"""How far a screen is with a release.

`off`: it takes none. `current`: it runs what the hub offers. `waiting`: for the quiet hours. `installed`: in the other
slot, to be started. `on-trial`: it runs, and has not shown a page yet. `failed`: it could not be installed.
`rolled-back`: it did not come to show a page, and the version before is back.
"""


class ReleaseOffer(Struct, frozen=True, kw_only=True):
    """What a screen is to install, and when. Moments are of the hub's clock."""

    version: Annotated[Version, Meta(description="Version of the image in it.")]
    sha256: Annotated[Sha256, Meta(description="SHA-256 of the file; after the download it has to be this.")]
    size_bytes: Annotated[int, Meta(ge=1, description="Size of the file.")]
    path: Annotated[
        str, Meta(max_length=200, description="Where it is, relative to the address that this was asked of.")
    ]
    attempt: Annotated[
        int, Meta(ge=1, description="A screen on which it failed tries it again when this number is another one.")
    ] = 1
    hub_time: Annotated[UnixTime, Meta(description="Unix time by the hub's clock, now.")]
    install_from: Annotated[UnixTime, Meta(description="Unix time from which it may be fetched and installed.")]
    restart_at: Annotated[
        UnixTime, Meta(description="Unix time at which to start it, the same for the screens of a mirror group.")
    ]
    install_until: Annotated[UnixTime, Meta(description="Unix time at which the quiet hours end.")]


class UpdateReport(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The body of `POST /v1/screen/update`: which version a screen runs, and how far it is with another."""

    state: Annotated[UpdateState, Meta(description="How far it is with `release`.")]
    compatible: Annotated[str, Meta(max_length=64, description="Which images are for it; empty for none.")] = ""
    version: Annotated[str, Meta(max_length=64, description="Version of the image that runs.")] = ""
    slot: Annotated[str, Meta(max_length=8, description="Where that one is: `A` or `B`.")] = ""
    release: Annotated[str, Meta(max_length=64, description="Version that `state` is about; may be empty.")] = ""
    percent: Annotated[
        Annotated[int, Meta(ge=0, le=100)] | None, Meta(description="How much is fetched or installed.")
    ] = None
    reason: Annotated[
        str, Meta(max_length=500, description="Why updates are off, or why it failed, in words; else empty.")
    ] = ""
