"""What is said to the hub, or to a plain web server in its place.

One `HubClient` belongs to one thread. Its answers are values, its failures are `HubError`s that say which kind of
trouble it is.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from displayd.device.config import Config
from displayd.device.edition import NOTHING_KNOWN, Validators
from displayd.device.network.begun_download import BegunDownload
from displayd.device.network.hub_error import HubError
from displayd.device.network.transport import PATIENCE, Answer, Patience, Question, Transport, joined, origin_of
from displayd.device.network.validator_trust import ValidatorTrust
from displayd.device.network.web_page import web_page_in
from displayd.device.state.identity import Identity
from displayd.device.system import health, hub_clock
from displayd.device.system.time_sample import TimeSample
from displayd.device.trouble import told_address
from displayd.film.kind import is_film_source
from displayd.protocol.document_format import FORMAT_HEADER, format_asked
from displayd.protocol.limits import MAX_DOCUMENT_BYTES, MAX_PICTURE_BYTES, MAX_VIDEO_BYTES
from displayd.protocol.status_report import StatusReport

__all__ = ["Fetched", "HubClient", "NotModified", "client_for"]

_BASIC_LATIN = re.compile(r"[\x21-\x7e]+")


class Fetched(msgspec.Struct, frozen=True):
    """A document or picture."""

    body: bytes
    validators: Validators
    """To ask with the next time; none where those that came would not change with the next change."""
    was_parked: bool
    """True when the server kept the question open as asked, so that asking again at once does no harm."""
    sample: TimeSample | None


class NotModified(msgspec.Struct, frozen=True):
    """What is known is still current."""

    was_parked: bool
    sample: TimeSample | None


def client_for(config: Config, identity: Identity, patience: Patience = PATIENCE) -> HubClient:
    """A client for what `config` names. The secret goes to hubs only, never to a plain web server."""
    return HubClient(
        config.document_url,
        identity.secret if config.is_hub else "",
        config.ca or "",
        proxy=config.proxy or "",
        wanted_name=config.name or "",
        patience=patience,
    )


class HubClient:
    """Asks one server. Belongs to one thread; `cut` and `close` may be called from others.

    Args:
        document_url: absolute address of the screen document.
        secret: sent as a bearer token; empty for none.
        ca: path of the only certificates to trust; empty for the system's.
        proxy: address of the proxy to everything but this machine; empty for what the environment says.
        wanted_name: the screen's name as it would like it to be, told to a hub; empty for none.
        has_network: whether a route leads out of the machine, to tell "no network" from "no such name".
        monotonic: the clock of time samples.
    """

    def __init__(
        self,
        document_url: str,
        secret: str = "",
        ca: str = "",
        *,
        proxy: str = "",
        wanted_name: str = "",
        patience: Patience = PATIENCE,
        has_network: Callable[[], bool] = health.has_network,
        monotonic: Callable[[], float] = hub_clock.monotonic,
    ) -> None:
        self.url = document_url
        self.is_hub = bool(secret)
        self._introduction = {FORMAT_HEADER: format_asked()} if secret else {}
        if wanted_name and secret:
            self._introduction["Displayd-Name"] = wanted_name
        self._trust = ValidatorTrust(self.is_hub, monotonic)
        self._transport = Transport(document_url, secret, ca, proxy, patience, has_network, monotonic)

    def __repr__(self) -> str:
        return f"HubClient({self.name}, secret=***)"

    @property
    def name(self) -> str:
        """What to call the server in messages: its address, without what may be a token."""
        return told_address(self.url)

    def fetch(
        self, known: Validators | None = None, wait_seconds: float = 0.0, lead_seconds: float | None = None
    ) -> Fetched | NotModified:
        """The document, or word that the one with `known` validators is still current.

        Args:
            known: as the server sent them with the document on show; None when there is none.
            wait_seconds: ask the server to keep the question open so long while nothing changes.
            lead_seconds: how long before a change takes effect a hub is to send it; None to leave that open.

        Raises:
            HubError: no usable answer.

        Source: RFC 9110, section 13.1 (conditional requests); RFC 7240, section 4.3 (Prefer: wait).
        """
        prefer = {"Prefer": f"wait={wait_seconds:g}"} if wait_seconds > 0 else {}
        lead = {"Displayd-Lead": f"{lead_seconds:.3f}"} if lead_seconds is not None and self.is_hub else {}
        asked = {"Accept": "application/json", **prefer, **lead, **self._introduction}
        return self._conditional(self.url, known, asked, wait_seconds, MAX_DOCUMENT_BYTES)

    def fetch_picture(
        self, source: str, known: Validators | None = None, begun: BegunDownload | None = None
    ) -> Fetched | NotModified:
        """The picture or film that a document calls `source`: a reference relative to the document's address.

        Args:
            begun: what has come of it before; it has more when this breaks off.

        Raises:
            HubError: no usable answer, or `source` leads to another server.
        """
        url = self._own_address(source)
        is_film = is_film_source(source)
        accept = {"Accept": "video/*" if is_film else "image/*"}
        limit = MAX_VIDEO_BYTES if is_film else MAX_PICTURE_BYTES
        return self._conditional(url, known, accept, 0.0, limit, begun)

    def measure_time(self) -> TimeSample:
        """The hub's clock, by an exchange that it answers at once.

        Raises:
            HubError: no usable answer.
        """
        url = urllib.parse.urljoin(self.url, "time")
        reply = self._transport.ask(Question("GET", url))
        if reply.status != 204 or reply.sample is None or reply.sample.is_coarse:
            raise HubError(url, "bad-answer", f"no time in an answer with status {reply.status}")
        return reply.sample

    def send_status(self, status: StatusReport) -> None:
        """Tell the hub how the screen is.

        Raises:
            HubError: the hub did not take it.
        """
        self._send("POST", "screen/status", msgspec.json.encode(status), "application/json")

    def send_picture(self, data: bytes) -> None:
        """Give the hub a small picture of what is on show, PNG or JPEG.

        Raises:
            HubError: the hub did not take it.
        """
        kind = "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"
        self._send("PUT", "screen/picture", data, kind)

    def ask(
        self,
        method: str,
        reference: str,
        *,
        headers: Mapping[str, str] = MappingProxyType({}),
        body: bytes | None = None,
        limit_bytes: int = 0,
    ) -> Answer:
        """Any other question to this server, for what is not about documents.

        Args:
            reference: address relative to the document's.
            limit_bytes: most that the answer may bring.

        Raises:
            HubError: no answer, or one whose status is neither 2xx nor 304.
        """
        url = self._own_address(reference)
        return self._transport.ask(Question(method, url, headers, body, limit_bytes=limit_bytes))

    def cut(self) -> None:
        """Break off the exchange under way; it fails, and the next one is unhindered."""
        self._transport.cut()

    def close(self) -> None:
        """Break off the exchange under way, and let no other one begin."""
        self._transport.close()

    def _conditional(
        self,
        url: str,
        known: Validators | None,
        headers: Mapping[str, str],
        wait_seconds: float,
        limit: int,
        begun: BegunDownload | None = None,
    ) -> Fetched | NotModified:
        known = known or NOTHING_KNOWN
        asked = {**headers, **({} if begun is None else begun.headers())}
        if known.etag:
            asked["If-None-Match"] = known.etag
        if known.last_modified:
            asked["If-Modified-Since"] = known.last_modified
        question = Question("GET", url, asked, wait_seconds=wait_seconds, limit_bytes=limit, begun=begun)
        reply = self._transport.ask(question)
        was_parked = "Preference-Applied" in reply.headers
        if reply.status == 304:
            if known == NOTHING_KNOWN:
                raise HubError(url, "bad-answer", "says 'not modified' to a question without a condition")
            return NotModified(was_parked, reply.sample)
        if begun is not None and reply.status in (200, 206):
            reply = reply._replace(status=200, body=begun.body)
        if reply.status != 200:
            raise HubError(url, "bad-answer", f"answers with status {reply.status}", f"status {reply.status}")
        if not reply.body:
            raise HubError(url, "cut-off", "an empty answer")
        page = web_page_in(reply.headers.get("Content-Type", ""), reply.body)
        if page:
            raise HubError(url, "bad-answer", f"{page} instead of JSON or a picture", page)
        validators = self._trust.validators_of(url, reply.headers, reply.body)
        return Fetched(reply.body, validators, was_parked, reply.sample)

    def _send(self, method: str, reference: str, body: bytes, kind: str) -> None:
        url = urllib.parse.urljoin(self.url, reference)
        self._transport.ask(Question(method, url, {"Content-Type": kind}, body))

    def _own_address(self, source: str) -> str:
        """`source` resolved against the document's address, on the same server only."""
        is_plain = _BASIC_LATIN.fullmatch(source) is not None and "\\" not in source
        url = joined(self.url, source) if is_plain else ""
        if origin_of(url) != origin_of(self.url):
            raise HubError(self.url, "redirected", f"`{told_address(source)[:200]}` is not a picture of this server")
        return url
