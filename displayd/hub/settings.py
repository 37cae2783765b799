"""`hub.yaml`: how the hub itself behaves, and what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from displayd.document.model import Name
from displayd.protocol.vocabulary import Label
from displayd.validation.faults import Fault, check

__all__ = ["Announcement", "HubSettings", "IngestKey", "settings_of"]


class IngestKey(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A key with which values are pushed. Only its hash is written down; `displayd hub key` makes both."""

    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the key, 64 hexadecimal digits.")]

    metrics: Annotated[
        list[Annotated[str, Meta(pattern=r"^[a-z0-9*?._-]+$", max_length=120)]],
        Meta(min_length=1, description="Ids that the key may write; `*` stands for anything, as in `support.*`."),
    ]


class Announcement(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the network is told of the hub, for screens whose `displayd.yaml` names none."""

    name: Annotated[Label | None, Meta(description="What the hub is called there; its `title` when left out.")] = None

    address: Annotated[
        Annotated[str, Meta(pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]{0,200})?$")] | None,
        Meta(
            description=(
                "Where screens are to ask instead of the hub's own address: that of the proxy which adds HTTPS, for "
                "example `https://dashboards.example.org`."
            )
        ),
    ] = None


class HubSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`hub.yaml`: how the hub itself behaves. Every field may be left out."""

    title: Annotated[Label, Meta(description="Heading of the wall page, for example the name of the office.")] = (
        "displayd"
    )

    listen: Annotated[
        str,
        Meta(
            pattern=r"^(\[[0-9a-fA-F:]+\]|[^:\s]+):[0-9]{1,5}$",
            description="Address and port; `0.0.0.0:8070` for all interfaces. A change takes a restart of the hub.",
        ),
    ] = "127.0.0.1:8070"

    announce: Annotated[
        bool | Announcement,
        Meta(
            description=(
                "Whether the hub makes itself known in its network (multicast DNS), so that screens without an address "
                "of a hub find it. A hub that listens on loopback alone never does."
            )
        ),
    ] = True

    keys: Annotated[dict[Name, IngestKey], Meta(description="Who may push values, by name.")] = {}

    requests_per_minute: Annotated[
        int,
        Meta(
            ge=1,
            le=100_000,
            description="How many values one key may push per minute; more are answered with 429.",
        ),
    ] = 60

    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="How much is written to the journal.")
    ] = "info"

    history_days: Annotated[int, Meta(ge=1, le=400, description="How long the hub remembers values, in days.")] = 30

    publish_seconds: Annotated[
        float,
        Meta(
            ge=0.05,
            le=3600,
            description=(
                "How often a screen changes whose values change all the time, in seconds; a change after a pause is on "
                "the glass at once."
            ),
        ),
    ] = 0.1

    mirror_lead_seconds: Annotated[
        float,
        Meta(
            ge=0,
            le=60,
            description=(
                "How long before a change takes effect the screens of a mirror group have it, in seconds, at most:"
                " screens that say how fast they are get by with less, down to a tenth of a second."
            ),
        ),
    ] = 2.0

    host_seconds: Annotated[
        float, Meta(ge=1, le=3600, description="How often the figures of the hub's own machine are read, in seconds.")
    ] = 5.0


def settings_of(data: Mapping[str, Any]) -> tuple[HubSettings, list[Fault]]:
    """The settings in `data`, and what is wrong with them; those of an empty file for ones that are wrong."""
    settings, faults = check(dict(data), HubSettings)
    return settings or HubSettings(), [_with_recipe(fault) for fault in faults]


def _with_recipe(fault: Fault) -> Fault:
    """`fault`, with how to make the hash of a key where one is wrong."""
    is_hash = fault.path[:1] == ("keys",) and fault.path[2:] == ("sha256",)
    hint = "the SHA-256 of the key, as `printf %s KEY | sha256sum` prints it" if is_hash else fault.hint
    return Fault(fault.path, fault.reason, hint)
