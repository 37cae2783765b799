"""A system that the hub asks, as `servers` in `hub.yaml` names it: where it is, and how one logs in there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from displayd.hub.outgoing.allowed import Allowed, place_of
from displayd.hub.secret import Secret, header_faults, url_faults
from displayd.protocol.vocabulary import Label
from displayd.validation.faults import Fault

__all__ = ["Server", "allowed_faults", "server_faults"]

FilePath = Annotated[str, Meta(pattern=r"^/", max_length=1000)]

Plain = Annotated[str, Meta(max_length=2000)]


class Server(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A system that the hub asks for values: Prometheus, a web service, a shop."""

    url: Annotated[
        Annotated[str, Meta(pattern=r"^https?://", max_length=2000)],
        Meta(description="Its address, `https://` or `http://`; metrics name what comes after it."),
    ]

    title: Annotated[
        Label | None, Meta(description="What tiles and the wall page call it; its name in this list when left out.")
    ] = None

    user: Annotated[
        Annotated[str, Meta(min_length=1, max_length=200)] | None, Meta(description="User of its log-in (Basic).")
    ] = None

    password: Annotated[Secret | None, Meta(description="Where the password of `user` is.")] = None

    bearer: Annotated[
        Secret | None, Meta(description="Where the token is that it wants in `Authorization: Bearer`.")
    ] = None

    headers: Annotated[
        dict[str, Plain | Secret],
        Meta(max_length=20, description="Headers of every question; secret ones say where they are, as `password`."),
    ] = {}

    parameters: Annotated[
        dict[Annotated[str, Meta(min_length=1, max_length=100)], Plain | Secret],
        Meta(
            max_length=20,
            description="Parameters that its address gets with every question; secret ones say where they are.",
        ),
    ] = {}

    ca: Annotated[
        FilePath | None,
        Meta(description="File (PEM) with the CA of its certificate, where that is one of your own."),
    ] = None

    proxy: Annotated[
        Annotated[str, Meta(pattern=r"^(direct|https?://[^\s@]+)$", max_length=500)] | None,
        Meta(
            description="Proxy on the way to it, or `direct` for none; that of the hub's environment (`https_proxy`, "
            "`no_proxy`) when left out."
        ),
    ] = None

    timeout_seconds: Annotated[
        float,
        Meta(ge=0.5, le=60, description="How long a whole answer may take, in seconds; what takes longer is cut off."),
    ] = 10.0


def server_faults(server: Server, allowed: Allowed) -> Iterator[Fault]:
    """What is wrong with `server` beyond its types, paths from it."""
    yield from (fault.under("url") for fault in (*url_faults(server.url), *allowed_faults(server.url, allowed)))
    yield from (fault.under("headers") for fault in header_faults(server.headers))
    for name, value in server.parameters.items():
        if isinstance(value, str):
            plain = header_faults({name: value}) if name.isascii() else ()
            yield from (fault.under("parameters") for fault in plain if "secret" in fault.reason)
    if (server.user is None) != (server.password is None):
        missing = "password" if server.password is None else "user"
        yield Fault((), f"`{missing}` is missing", "a log-in has `user` and `password`")
    if server.bearer is not None and server.user is not None:
        yield Fault(("bearer",), "`bearer` and `user` cannot stand together", "leave out one of the two")


def allowed_faults(url: str, allowed: Allowed) -> Iterator[Fault]:
    """What is wrong with where `url` leads."""
    try:
        place = place_of(url)
    except ValueError as exc:
        yield Fault((), str(exc), "for example `https://crm.example.org/api/orders`")
        return
    if not allowed.allows(place):
        yield Fault((), f"the hub may not ask {place}: `outgoing` does not list it", f"hub.yaml: `outgoing: [{place}]`")
