"""What sources that ask over HTTP share: which server, what can be wrong with the way to it, and who asks it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, TypeVar

from msgspec import Meta

from displayd.document.model import Name
from displayd.hub.metrics.origin import Origin
from displayd.hub.outgoing.allowed import Allowed, place_of, place_told
from displayd.hub.outgoing.client import Client
from displayd.hub.outgoing.server import Server, allowed_faults
from displayd.hub.secret import url_faults
from displayd.hub.settings import HubSettings
from displayd.hub.sources.refreshed import RefreshedReader
from displayd.hub.sources.source import Office, Source
from displayd.validation.faults import Fault, suggestion

__all__ = [
    "ServerSource",
    "Way",
    "WebOrigin",
    "WebReader",
    "WebSource",
    "partner_of",
    "server_of",
    "title_of",
    "told_of",
]

O = TypeVar("O", bound=Origin)  # noqa: E741 - the usual letter for the parameter of a generic

Way = tuple[str | None, str]
"""The name of a server and what comes after its address; without a server, the whole address."""

# How much longer than its time-outs a partner has until the tiles say so: name servers cannot be hurried.
GRACE_SECONDS = 5.0

# In the name of a partner that no server of hub.yaml is.
_HOST = "//"


def partner_of(server: str | None, url: str) -> str:
    """See `Origin.partner`: the server by its name, else the host of `url`."""
    return server if server is not None else f"{_HOST}{place_told(url)}"


def told_of(server: str | None, url: str | None) -> str:
    """See `Origin.told`."""
    return " ".join(one for one in (server, url) if one)


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


def _url_faults(server: str | None, url: str) -> Iterator[Fault]:
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


def _way_faults(server: str | None, url: str, settings: HubSettings) -> Iterator[Fault]:
    """What of a way to somebody cannot be with these settings of the hub; paths from the origin."""
    if server is None:
        for fault in allowed_faults(url, Allowed(settings.outgoing)):
            yield fault.under("url")
    elif server not in settings.servers:
        known = suggestion(server, sorted(settings.servers))
        example = f"hub.yaml: `servers: {{{server}: {{url: 'http://HOST'}}}}`, and HOST in `outgoing`"
        yield Fault(("server",), f"hub.yaml has no server `{server}`", known or example)


class WebOrigin(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Something at one address."""

    url: Annotated[
        str,
        Meta(max_length=2000, description="Its address; with `server`, what comes after the address of that."),
    ] = ""

    server: Annotated[
        Name | None, Meta(description="Which of `servers` in hub.yaml is asked; none for all of `url`.")
    ] = None

    @property
    def told(self) -> str:
        """The server, and what comes after its address."""
        return told_of(self.server, self.url)

    @property
    def partner(self) -> str:
        """The server, or the host of the address."""
        return partner_of(self.server, self.url)


class ServerSource(Source[O]):
    """One that asks servers of hub.yaml, or hosts that stand in `outgoing`."""

    answers_in_a_row: ClassVar[int] = 1
    """So many answers, each within its time-out, may be waited for until the tiles say so."""

    @abstractmethod
    def way(self, origin: O) -> Way | None:
        """How `origin` is asked for; None for one that no server is asked for."""

    def office_faults(self, origin: O, office: Office) -> Iterator[Fault]:
        """A host that is not listed, a server that there is not."""
        if (way := self.way(origin)) is not None:
            yield from _way_faults(*way, office.settings)

    def partner_title(self, partner: str, office: Office) -> str:
        """As hub.yaml calls the server, or the host."""
        return title_of(partner, office)

    def patience_of(self, partner: str, office: Office) -> float:
        """Some more than its time-out."""
        return self.answers_in_a_row * (2 * server_of(partner, office).timeout_seconds + GRACE_SECONDS)


class WebSource(ServerSource[O]):
    """One whose field in `metrics.yaml` is what is asked for, with an address."""

    offline_readings: ClassVar[int] = 1

    def way(self, origin: O) -> Way | None:
        """As the origin says."""
        return (origin.server, origin.url) if isinstance(origin, WebOrigin) else None

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, self.origin_type) else None

    def faults(self, value: Any) -> Iterator[Fault]:
        """An address that is none."""
        if (way := self.way(value)) is not None:
            yield from _url_faults(*way)


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
