"""`hub.yaml`: how the hub itself behaves, and what can be wrong with it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from displayd.document.model import Name
from displayd.hub.database_url import Database, DatabaseUrl, database_faults
from displayd.hub.engine_settings import Engine, engine_faults
from displayd.hub.outgoing.allowed import Allowed, Host, entry_faults
from displayd.hub.outgoing.server import Server, server_faults
from displayd.hub.secret import INSTEAD
from displayd.protocol.vocabulary import Label
from displayd.validation.faults import Fault, check

__all__ = ["Announcement", "HubSettings", "IngestKey", "Scope", "Tls", "Viewer", "settings_of"]


FilePath = Annotated[str, Meta(pattern=r"^/", max_length=1000)]
"""From the root: what is secret does not lie in the wall folder, which most often is in git."""


Scope = Annotated[
    str,
    Meta(
        pattern=r"^ingest:[A-Za-z0-9*?._:@/+=-]+$",
        max_length=127,
        extra={"words": "a scope is `ingest:` and what may be written, for example `ingest:support.*`"},
    ),
]
"""What a key may do."""


class IngestKey(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A key that pushes, of which this is the hash; `displayd hub key create --yaml NAME` makes both."""

    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="SHA-256 of the key, 64 hexadecimal digits.")]

    metrics: Annotated[
        list[Annotated[str, Meta(pattern=r"^[a-z0-9*?._-]+$", max_length=120)]],
        Meta(description="Ids that the key may write; `*` stands for anything, as in `support.*`."),
    ] = []

    scopes: Annotated[
        list[Scope],
        Meta(description="The same for all that can be pushed, datasets, widgets and jobs too: `ingest:support.*`."),
    ] = []


class Tls(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A certificate that somebody gave the hub. A new one in the same files is taken without a restart."""

    certificate: Annotated[
        FilePath, Meta(description="File (PEM) with the certificate, and those that lead from it to its CA.")
    ]

    key: Annotated[
        FilePath | None, Meta(description="File with its key; left out where the certificate's file has it too.")
    ] = None


class Viewer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody who may look at the wall, with a password or a key; `displayd hub viewer` makes the lines."""

    password: Annotated[
        Annotated[
            str,
            Meta(
                pattern=r"^\$scrypt\$ln=1[0-7],r=8,p=([1-9]|1[0-6])\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$",
            ),
        ]
        | None,
        Meta(description="Hash (scrypt) of a password that somebody chose, for the log-in page."),
    ] = None

    sha256: Annotated[
        Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")] | None,
        Meta(description="SHA-256 of a key, for scripts (`Authorization: Bearer`) and the log-in page."),
    ] = None


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

    tls: Annotated[
        Literal["own"] | Tls | None,
        Meta(
            description=(
                "What the hub speaks HTTPS with: `own` for a CA of its own, whose file the screens get (`displayd hub "
                "cert`), or the files of a certificate. Left out, it speaks HTTP. A change takes a restart of the hub."
            )
        ),
    ] = None

    viewers: Annotated[
        Literal["public"] | dict[Name, Viewer],
        Meta(
            description=(
                "Who may look at the wall page and at all that it shows, by name. Without a name it is shown on the "
                "hub's own machine alone (`http://127.0.0.1:8070`); `public` shows it to whoever reaches the hub."
            )
        ),
    ] = {}

    hosts: Annotated[
        list[Annotated[str, Meta(pattern=r"^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_-]+)*\.?$")]],
        Meta(
            max_length=100,
            description=(
                "Names by which browsers may call the hub, beside its IP addresses, the name of its machine, "
                "`displayd-hub` and the `address` of `announce`: `dashboards.example.org`, or `*.example.org` for all "
                "names below. A page of a stranger, who lets his own name lead to the hub, is shown nothing."
            ),
        ),
    ] = []

    proxies: Annotated[
        list[Annotated[str, Meta(max_length=50)]],
        Meta(
            max_length=100,
            description=(
                "Addresses and networks of the proxies before the hub, for example `127.0.0.1` or `10.0.0.0/24`. These "
                "alone say who asks (`X-Forwarded-For`, `Forwarded`); what others write of it is not believed."
            ),
        ),
    ] = []

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

    database: Annotated[
        DatabaseUrl | Database | None,
        Meta(
            description=(
                "Where the hub keeps values, if not in a file of SQLite in its state folder: the address of a "
                "PostgreSQL database, for example `postgresql+psycopg://displayd@db.example.org/displayd`, or `url` "
                "and `password`. A change takes a restart of the hub."
            )
        ),
    ] = None

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

    engines: Annotated[
        dict[Name, Engine],
        Meta(
            description=(
                "The databases that KPIs are asked of, by name. `duckdb` is the engine beside the hub, which is asked "
                "where a KPI names none; an entry of that name says how much it may use."
            )
        ),
    ] = {}

    outgoing: Annotated[
        list[Host],
        Meta(
            max_length=200,
            description=(
                "Hosts that the hub may ask for values: `crm.example.org`, `*.example.org` for all names below, "
                "`10.0.0.5:9090` for one port. Nobody else is asked, this machine included."
            ),
        ),
    ] = []

    servers: Annotated[
        dict[Name, Server],
        Meta(description="Systems that the hub asks, by the name that metrics call them; their hosts are `outgoing`."),
    ] = {}

    data_folder: Annotated[
        FilePath | None,
        Meta(
            description=(
                "Folder, from the root, whose files (CSV, Parquet) metrics and KPIs may read; none without it."
            )
        ),
    ] = None

    host_seconds: Annotated[
        float, Meta(ge=1, le=3600, description="How often the figures of the hub's own machine are read, in seconds.")
    ] = 5.0


def settings_of(data: Mapping[str, Any]) -> tuple[HubSettings, list[Fault]]:
    """The settings in `data`, and what is wrong with them; those of an empty file for ones that are wrong."""
    settings, faults = check(dict(data), HubSettings)
    faults = [_with_recipe(fault) for fault in faults]
    if settings is not None and settings.viewers != "public":
        faults += _viewer_faults(settings.viewers)
    if settings is not None:
        faults += _proxy_faults(settings.proxies)
        faults += (fault.under("outgoing") for fault in entry_faults(settings.outgoing))
        allowed = Allowed(settings.outgoing)
        for name, server in settings.servers.items():
            faults += (fault.under("servers", name) for fault in server_faults(server, allowed))
        faults += _key_faults(settings.keys)
        faults += [fault.under("engines") for fault in engine_faults(settings.engines)]
        if settings.database is not None:
            faults += [fault.under("database") for fault in database_faults(settings.database)]
    return settings or HubSettings(), faults


def _proxy_faults(proxies: Sequence[str]) -> Iterator[Fault]:
    for number, text in enumerate(proxies):
        try:
            ipaddress.ip_network(text, strict=False)
        except ValueError:
            hint = "for example `127.0.0.1` or `10.0.0.0/24`"
            yield Fault(("proxies", number), f"`{text}` is neither an IP address nor a network", hint)


def _viewer_faults(viewers: Mapping[str, Viewer]) -> Iterator[Fault]:
    for name, viewer in viewers.items():
        if (viewer.password is None) == (viewer.sha256 is None):
            reason = "needs `password` or `sha256`" if viewer.password is None else "has both `password` and `sha256`"
            yield Fault(("viewers", name), reason, f"`displayd hub viewer {name}` prints the lines")


def _key_faults(keys: Mapping[str, IngestKey]) -> Iterator[Fault]:
    for name, key in keys.items():
        if not key.metrics and not key.scopes:
            yield Fault(
                ("keys", name), "needs `metrics` or `scopes`: what the key may write", "for example `[sales.*]`"
            )


def _with_recipe(fault: Fault) -> Fault:
    """`fault`, with how to make the hash of a key or password where one is wrong."""
    kind, field = fault.path[:1], fault.path[2:]
    hint = fault.hint
    if field == ("sha256",) and kind in (("keys",), ("viewers",)):
        hint = "the SHA-256 of the key, as `printf %s KEY | sha256sum` prints it"
    elif kind == ("viewers",) and field == ("password",):
        hint = f"its hash, never the password itself: `displayd hub viewer {fault.path[1]} --password` prints the line"
    elif fault.path == ("viewers",):
        hint = "`displayd hub viewer NAME` prints the lines; `viewers: public` shows the wall to everybody"
    elif fault.path == ("database", "password") or (kind == ("engines",) and field == ("password",)):
        hint = INSTEAD
    elif kind == ("hosts",) and len(fault.path) > 1:
        hint = "a name without scheme, port or path, for example `dashboards.example.org`"
    return Fault(fault.path, fault.reason, hint)
