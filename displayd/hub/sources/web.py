"""What sources that ask over HTTP share: which server, and who asks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from displayd.hub.metrics.origin import Origin
from displayd.hub.outgoing.allowed import Allowed, place_of, place_told
from displayd.hub.outgoing.client import Client
from displayd.hub.outgoing.server import Server, allowed_faults
from displayd.hub.secret import url_faults
from displayd.hub.settings import HubSettings
from displayd.hub.sources.refreshed import RefreshedReader
from displayd.hub.sources.source import Office
from displayd.validation.faults import Fault, suggestion

__all__ = ["WebReader", "partner_of", "patience_of", "server_of", "title_of", "url_faults_of", "way_faults"]

O = TypeVar("O", bound=Origin)  # noqa: E741 - the usual letter for the parameter of a generic

# How much longer than its time-outs a partner has until the tiles say so: name servers cannot be hurried.
GRACE_SECONDS = 5.0

# In the name of a partner that no server of hub.yaml is.
_HOST = "//"


def partner_of(server: str | None, url: str) -> str:
    """See `Origin.partner`: the server by its name, else the host of `url`."""
    return server if server is not None else f"{_HOST}{place_told(url)}"


def server_of(partner: str, office: Office) -> Server:
    """The server that `partner` is; one without log-in where hub.yaml does not name it."""
    if not partner.startswith(_HOST):
        return office.settings.servers.get(partner) or Server(url="http://unknown.invalid")
    return Server(url=f"http:{partner}")


def title_of(partner: str, office: Office) -> str:
    """What tiles call `partner`."""
    if partner.startswith(_HOST):
        return partner.removeprefix(_HOST)
    return server_of(partner, office).title or partner


def patience_of(partner: str, office: Office) -> float:
    """How long an answer of `partner` may take until its tiles say so, seconds."""
    return 2 * server_of(partner, office).timeout_seconds + GRACE_SECONDS


def url_faults_of(server: str | None, url: str) -> Iterator[Fault]:
    """What is wrong with `url`, which is one of a server where that is named; paths from the origin."""
    for fault in url_faults(url):
        yield fault.under("url")
    if server is None:
        try:
            place_of(url)
        except ValueError as exc:
            yield Fault(("url",), str(exc), "for example `https://crm.example.org/api/orders`, or name a `server`")
    elif "://" in url or url.startswith("//"):
        yield Fault(("url",), "the address of the server stands in hub.yaml", "what comes after it, such as `/orders`")


def way_faults(server: str | None, url: str, settings: HubSettings) -> Iterator[Fault]:
    """What of a way to somebody cannot be with these settings of the hub; paths from the origin."""
    if server is None:
        for fault in allowed_faults(url, Allowed(settings.outgoing)):
            yield fault.under("url")
    elif server not in settings.servers:
        known = suggestion(server, sorted(settings.servers))
        example = f"hub.yaml: `servers: {{{server}: {{url: 'http://HOST'}}}}`, and HOST in `outgoing`"
        yield Fault(("server",), f"hub.yaml has no server `{server}`", known or example)


class WebReader(RefreshedReader[O]):
    """Asks one partner over HTTP."""

    def __init__(self) -> None:
        super().__init__()
        self._client: Client | None = None
        self._of: tuple[str, HubSettings] | None = None

    def client(self, partner: str, office: Office) -> Client:
        """Who asks `partner`."""
        if self._client is None or self._of != (partner, office.settings):
            self.end()
            self._of = partner, office.settings
            self._client = Client(server_of(partner, office), Allowed(office.settings.outgoing))
        return self._client

    def end(self) -> None:
        """Whoever is asked every quarter of a minute is not kept busy in between."""
        if self._client is not None:
            self._client.close()
