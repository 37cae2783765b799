"""HTTP with the hub, or with a plain web server in its place.

One `HubClient` belongs to one thread. Its answers are values, its failures are `HubError`s that say which kind of
trouble it is. Nothing here waits without a bound, except for the system's resolver, which cannot be interrupted.
"""

from __future__ import annotations

import contextlib
import re
import threading
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NamedTuple

import msgspec

import displayd
from displayd.device.config import Config
from displayd.device.edition import NOTHING_KNOWN, Validators
from displayd.device.network.http_library import requests
from displayd.device.network.hub_error import EXCHANGE_ERRORS, HubError, error_of_status, reason_of, trouble_of
from displayd.device.network.response_body import CHUNK_BYTES, body_of
from displayd.device.network.timed_connection import ConnectionTimer, TimedSession
from displayd.device.state.identity import Identity
from displayd.device.system import health, hub_clock
from displayd.device.system.hub_clock import TimeSample
from displayd.device.trouble import told_address
from displayd.protocol.limits import MAX_DOCUMENT_BYTES, MAX_PICTURE_BYTES
from displayd.protocol.status_report import StatusReport

__all__ = ["Fetched", "HubClient", "NotModified", "Patience", "client_for"]

# An error page is read for the hub's message in it, and for no more.
MAX_ERROR_BYTES = 65_536

MAX_REDIRECTS = 3

_REDIRECTS = (301, 302, 303, 307, 308)

_BASIC_LATIN = re.compile(r"[\x21-\x7e]+")


class Patience(NamedTuple):
    """How long to wait for what, in seconds."""

    connect: float = 10.0
    """For each address of the server to accept."""
    silence: float = 15.0
    """Between two signs of life, beyond what we asked the server to wait."""
    whole: float = 120.0
    """For a whole answer, likewise: the largest picture over poor Wi-Fi, and not a server that drips byte by byte."""


PATIENCE = Patience()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document or picture."""

    body: bytes
    validators: Validators
    was_parked: bool
    """True when the server kept the question open as asked, so that asking again at once does no harm."""
    sample: TimeSample | None


@dataclass(frozen=True, slots=True)
class NotModified:
    """What is known is still current."""

    was_parked: bool
    sample: TimeSample | None


class _Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes
    sample: TimeSample | None


def client_for(config: Config, identity: Identity, patience: Patience = PATIENCE) -> HubClient:
    """A client for what `config` names. The secret goes to hubs only, never to a plain web server."""
    return HubClient(config.document_url, identity.secret if config.is_hub else "", config.ca or "", patience=patience)


class HubClient:
    """Asks one server. Belongs to one thread; `cut` and `close` may be called from others.

    Args:
        document_url: absolute address of the screen document.
        secret: sent as a bearer token; empty for none.
        ca: path of the only certificates to trust; empty for the system's.
        has_network: whether a route leads out of the machine, to tell "no network" from "no such name".
        monotonic: the clock of time samples.
    """

    def __init__(
        self,
        document_url: str,
        secret: str = "",
        ca: str = "",
        *,
        patience: Patience = PATIENCE,
        has_network: Callable[[], bool] = health.has_network,
        monotonic: Callable[[], float] = hub_clock.monotonic,
    ) -> None:
        self.url = document_url
        self.is_hub = bool(secret)
        self._ca = ca
        self._patience = patience
        self._has_network = has_network
        self._timer = ConnectionTimer(monotonic)
        self._session = TimedSession(self._timer)
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # As `auth`, not as a header: otherwise requests lets an entry in ~/.netrc replace it.
        self._session.auth = _Bearer(secret)
        self._session.headers.update({"User-Agent": f"displayd/{displayd.__version__}", "Accept-Encoding": "gzip"})
        # Proxies of the environment, once: it does not change while we run.
        self._settings: dict[str, Any] = {
            **self._session.merge_environment_settings(document_url, {}, True, ca or True, None)
        }

    def __repr__(self) -> str:
        return f"HubClient({self.name}, secret=***)"

    @property
    def name(self) -> str:
        """What to call the server in messages: its address, without what may be a token."""
        return told_address(self.url)

    def fetch(self, known: Validators | None = None, wait_seconds: float = 0.0) -> Fetched | NotModified:
        """The document, or word that the one with `known` validators is still current.

        Args:
            known: as the server sent them with the document on show; None when there is none.
            wait_seconds: ask the server to keep the question open so long while nothing changes.

        Raises:
            HubError: no usable answer.

        Source: RFC 9110, section 13.1 (conditional requests); RFC 7240, section 4.3 (Prefer: wait).
        """
        prefer = {"Prefer": f"wait={wait_seconds:g}"} if wait_seconds > 0 else {}
        return self._conditional(
            self.url, known, {"Accept": "application/json", **prefer}, wait_seconds, MAX_DOCUMENT_BYTES
        )

    def fetch_picture(self, source: str, known: Validators | None = None) -> Fetched | NotModified:
        """The picture that a document calls `source`: a reference relative to the document's address.

        Raises:
            HubError: no usable answer, or `source` leads to another server.
        """
        url = self._own_address(source)
        return self._conditional(url, known, {"Accept": "image/*"}, 0.0, MAX_PICTURE_BYTES)

    def measure_time(self) -> TimeSample:
        """The hub's clock, by an exchange that it answers at once.

        Raises:
            HubError: no usable answer.
        """
        url = urllib.parse.urljoin(self.url, "time")
        reply = self._request("GET", url, limit=MAX_ERROR_BYTES)
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

    def cut(self) -> None:
        """Break off the exchange under way; it fails, and the next one is unhindered."""
        self._timer.cut(self._timer.turn)

    def close(self) -> None:
        """Break off the exchange under way, and let no other one begin."""
        self._timer.close()

    def _conditional(
        self, url: str, known: Validators | None, headers: Mapping[str, str], wait_seconds: float, limit: int
    ) -> Fetched | NotModified:
        known = known or NOTHING_KNOWN
        asked = dict(headers)
        if known.etag:
            asked["If-None-Match"] = known.etag
        if known.last_modified:
            asked["If-Modified-Since"] = known.last_modified
        reply = self._request("GET", url, asked, wait_seconds=wait_seconds, limit=limit)
        was_parked = "Preference-Applied" in reply.headers
        if reply.status == 304:
            if known == NOTHING_KNOWN:
                raise HubError(url, "bad-answer", "says 'not modified' to a question without a condition")
            return NotModified(was_parked, reply.sample)
        if reply.status != 200:
            raise HubError(url, "bad-answer", f"answers with status {reply.status}", f"status {reply.status}")
        if not reply.body:
            raise HubError(url, "cut-off", "an empty answer")
        kind = reply.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind in ("text/html", "application/xhtml+xml") or reply.body[:64].lstrip().startswith((b"<!", b"<h", b"<H")):
            raise HubError(url, "bad-answer", "a web page instead of JSON or a picture", "a web page")
        # Tags of another length than anybody sends are not worth keeping, and would not fit in a question.
        etag, last_modified = (reply.headers.get(name, "") for name in ("ETag", "Last-Modified"))
        validators = Validators(etag if len(etag) <= 200 else "", last_modified if len(last_modified) <= 60 else "")
        return Fetched(reply.body, validators, was_parked, reply.sample)

    def _send(self, method: str, reference: str, body: bytes, kind: str) -> None:
        url = urllib.parse.urljoin(self.url, reference)
        self._request(method, url, {"Content-Type": kind}, body, limit=MAX_ERROR_BYTES)

    def _own_address(self, source: str) -> str:
        """`source` resolved against the document's address, on the same server only."""
        is_plain = _BASIC_LATIN.fullmatch(source) is not None and "\\" not in source
        url = _joined(self.url, source) if is_plain else ""
        if _origin(url) != _origin(self.url):
            raise HubError(self.url, "redirected", f"`{told_address(source)[:200]}` is not a picture of this server")
        return url

    def _request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        wait_seconds: float = 0.0,
        limit: int,
    ) -> _Reply:
        """One exchange, redirects within the server included; only 2xx and 304 come back."""
        turn = self._timer.begin()
        alarm = threading.Timer(self._patience.whole + wait_seconds, self._timer.cut, [turn])
        alarm.daemon = True
        alarm.start()
        try:
            for _ in range(MAX_REDIRECTS + 1):
                reply = self._exchange(method, url, headers or {}, body, wait_seconds, limit)
                if self._timer.was_cut:
                    # Where an answer ends with the connection, ours and the server's end look the same.
                    raise ConnectionAbortedError
                if 200 <= reply.status < 300 or reply.status == 304:
                    return reply
                if reply.status not in _REDIRECTS:
                    raise error_of_status(url, reply.status, reply.headers, reply.body)
                url = self._redirected(url, reply)
            raise HubError(self.url, "redirected", f"more than {MAX_REDIRECTS} redirects", "in a circle")
        except EXCHANGE_ERRORS as exc:
            if self._timer.was_cut:
                raise HubError(url, "silent", "was broken off, it took too long") from exc
            kind = trouble_of(exc, self._ca if self.url.startswith("https:") else "", self._has_network)
            raise HubError(url, kind, reason_of(exc), self._ca if kind == "ca-file" else "") from exc
        finally:
            alarm.cancel()

    def _exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        wait_seconds: float,
        limit: int,
    ) -> _Reply:
        prepared = self._session.prepare_request(requests.Request(method, url, dict(headers), data=body))
        timeout = (self._patience.connect, self._patience.silence + wait_seconds)
        with contextlib.closing(self._session.send(prepared, timeout=timeout, **self._settings)) as response:
            sample = self._timer.sample(response.headers)
            status = response.status_code
            limit = limit if status == 200 else MAX_ERROR_BYTES
            chunks = response.raw.stream(CHUNK_BYTES, decode_content=False)
            try:
                content = b"" if status in (204, 304) else body_of(url, response.headers, chunks, limit)
            except HubError:
                if status == 200:
                    raise
                # What an error is about is its status; the page that came with it may be anything.
                content = b""
            return _Reply(status, response.headers, content, sample)

    def _redirected(self, url: str, reply: _Reply) -> str:
        target = _joined(url, reply.headers.get("Location", ""))
        if _origin(target) != _origin(self.url):
            # Neither the secret nor the screen goes where somebody else points.
            where = str(urllib.parse.urlsplit(target).netloc.rpartition("@")[2])[:100]
            raise HubError(url, "redirected", f"redirects to another server, {where}", f"to {where}")
        return target


class _Bearer(requests.auth.AuthBase):
    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._secret:
            request.headers["Authorization"] = f"Bearer {self._secret}"
        return request


def _joined(base: str, reference: str) -> str:
    """`reference` resolved against `base`; empty when it cannot be."""
    try:
        return urllib.parse.urljoin(base, reference)
    except ValueError:
        return ""


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", "", None
    return parts.scheme, parts.hostname or "", port
