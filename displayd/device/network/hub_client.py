"""HTTP with the hub, or with a plain web server in its place: the one home of requests.

One `HubClient` belongs to one thread. Its answers are values, its failures are `HubError`s that say which kind of
trouble it is. Nothing here waits without a bound, except for the system's resolver, which cannot be interrupted.
"""

from __future__ import annotations

import contextlib
import email.utils
import errno
import functools
import importlib.util
import json
import os
import re
import socket
import ssl
import threading
import urllib.parse
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any, NamedTuple

import msgspec

import displayd
from displayd.device.config import Config
from displayd.device.network.timed_connection import Wire
from displayd.device.trouble import Trouble, told_address, message_for
from displayd.device.state.document_cache import NOTHING_KNOWN, Validators
from displayd.device.state.identity import Identity
from displayd.device.system import health, hub_clock
from displayd.device.system.hub_clock import TimeSample
from displayd.device.system.import_filter import leaving_out
from displayd.document.model import MAX_BYTES
from displayd.errors import FetchError
from displayd.protocol.status_report import Status

# For guessing the encoding of a text nobody asked for, requests loads two libraries where it needs one: 2.5 MB.
with leaving_out(*["chardet"] * bool(importlib.util.find_spec("charset_normalizer"))):
    import requests
    import requests.adapters
    import urllib3.connection
    import urllib3.connectionpool
    import urllib3.exceptions
    from urllib3.util.ssl_match_hostname import CertificateError

__all__ = ["Fetched", "HubClient", "HubError", "NotModified", "Patience", "client_for"]

MAX_PICTURE_BYTES = 8_000_000

# An error page is read for the hub's message in it, and for no more.
MAX_ERROR_BYTES = 65_536

MAX_REDIRECTS = 3

# Compressed bytes taken at a time; they may grow a thousandfold.
CHUNK_BYTES = 8192

# Longest `Retry-After` obeyed: a mistake in a proxy must not silence a screen for a day.
MAX_RETRY_AFTER_SECONDS = 3600.0

_REDIRECTS = (301, 302, 303, 307, 308)

# OpenSSL's verification results, from x509_vfy.h.
_CERTIFICATE_DATES = (9, 10)
_CERTIFICATE_NAMES = (62, 64)

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


class HubError(FetchError):
    """No usable answer, and why."""

    def __init__(
        self,
        url: str,
        kind: Trouble,
        reason: str,
        detail: str = "",
        retry_after_seconds: float | None = None,
        hub_says: str = "",
    ) -> None:
        super().__init__(f"{told_address(url)}: {_without_query(reason, url)}", message_for(kind, url, detail).advice)
        self.kind = kind
        self.detail = detail
        """What helps to understand the kind: a status code, an address."""
        self.retry_after_seconds = retry_after_seconds
        """What the server asked for, at most `MAX_RETRY_AFTER_SECONDS`."""
        self.hub_says = hub_says
        """The hub's own message; empty when there was none."""


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
        self._wire = Wire(monotonic)
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # As `auth`, not as a header: otherwise requests lets an entry in ~/.netrc replace it.
        self._session.auth = _Bearer(secret)
        self._session.headers.update({"User-Agent": f"displayd/{displayd.__version__}", "Accept-Encoding": "gzip"})
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, _WatchedAdapter(self._wire))
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
        return self._conditional(self.url, known, {"Accept": "application/json", **prefer}, wait_seconds, MAX_BYTES)

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

    def send_status(self, status: Status) -> None:
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
        self._wire.cut(self._wire.turn)

    def close(self) -> None:
        """Break off the exchange under way, and let no other one begin."""
        self._wire.close()

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
        turn = self._wire.begin()
        timer = threading.Timer(self._patience.whole + wait_seconds, self._wire.cut, [turn])
        timer.daemon = True
        timer.start()
        try:
            for _ in range(MAX_REDIRECTS + 1):
                reply = self._exchange(method, url, headers or {}, body, wait_seconds, limit)
                if self._wire.was_cut:
                    # Where an answer ends with the connection, ours and the server's end look the same.
                    raise ConnectionAbortedError
                if reply.status not in _REDIRECTS:
                    return self._checked(url, reply)
                url = self._redirected(url, reply)
            raise HubError(self.url, "redirected", f"more than {MAX_REDIRECTS} redirects", "in a circle")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as exc:
            if self._wire.was_cut:
                raise HubError(url, "silent", "was broken off, it took too long") from exc
            kind = self._trouble(exc)
            raise HubError(url, kind, _reason(exc), self._ca if kind == "ca-file" else "") from exc
        finally:
            timer.cancel()

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
        # Not through `Session.send`: that reads the body of a redirect whole, however large it is.
        adapter = self._session.get_adapter(url)
        with contextlib.closing(adapter.send(prepared, timeout=timeout, **self._settings)) as response:
            sample = self._wire.sample(response.headers)
            status = response.status_code
            limit = limit if status == 200 else MAX_ERROR_BYTES
            try:
                content = b"" if status in (204, 304) else b"".join(_content(url, response, limit))
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

    def _checked(self, url: str, reply: _Reply) -> _Reply:
        status = reply.status
        if 200 <= status < 300 or status == 304:
            return reply
        error, message = _error(reply.body)
        kind: Trouble
        if status == 403 and error == "not-claimed":
            kind = "not-claimed"
        elif status in (401, 403, 407):
            kind = "unauthorized"
        elif status in (404, 410):
            kind = "not-found"
        elif status == 413:
            kind = "too-large"
        elif status >= 500 or status in (408, 425, 429):
            kind = "server-error"
        else:
            kind = "bad-answer"
        raise HubError(
            url,
            kind,
            f"answers with status {status}" + (f": {message}" if message else ""),
            f"status {status}",
            _retry_after(reply.headers),
            message,
        )

    def _trouble(self, exc: BaseException) -> Trouble:
        """What kind of trouble an exception of requests, urllib3, ssl or the system stands for."""
        chain = list(_chain(exc))
        if any(isinstance(cause, requests.exceptions.ProxyError) for cause in chain):
            return "proxy"
        for cause in chain:
            if isinstance(cause, ssl.SSLCertVerificationError):
                code = getattr(cause, "verify_code", 0)
                if code in _CERTIFICATE_DATES:
                    return "tls-date"
                return "tls-name" if code in _CERTIFICATE_NAMES else "tls-untrusted"
            if isinstance(cause, CertificateError):
                # urllib3 1.26 compares the names itself.
                return "tls-name"
            if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
                return "cut-off"
            if isinstance(cause, socket.gaierror | UnicodeError):
                # UnicodeError: a name that cannot be one, with a part of more than 63 letters.
                return "dns" if self._has_network() else "no-network"
        if self._ca and self.url.startswith("https:") and not _is_usable_ca(self._ca):
            return "ca-file"
        if any(isinstance(cause, ssl.SSLError) for cause in chain):
            return "tls-failed"
        if any(isinstance(cause, requests.exceptions.ConnectTimeout) for cause in chain):
            return "timeout" if self._has_network() else "no-network"
        if any(isinstance(cause, TimeoutError | requests.exceptions.Timeout) for cause in chain):
            return "silent"
        if any(isinstance(cause, urllib3.exceptions.ReadTimeoutError) for cause in chain):
            return "silent"
        numbers = {cause.errno for cause in chain if isinstance(cause, OSError)}
        if errno.ECONNREFUSED in numbers:
            return "refused"
        if numbers & {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}:
            return "no-network"
        if numbers & {errno.EHOSTUNREACH, errno.ETIMEDOUT}:
            return "timeout" if self._has_network() else "no-network"
        return "cut-off"


class _Bearer(requests.auth.AuthBase):
    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._secret:
            request.headers["Authorization"] = f"Bearer {self._secret}"
        return request


class _Connection(urllib3.connection.HTTPConnection):
    """A connection that tells its wire when it opens, and stamps each exchange as close to the network as it can."""

    def __init__(self, wire: Wire, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._wire = wire

    def connect(self) -> None:
        super().connect()  # type: ignore[no-untyped-call]
        self._wire.opened(self.sock)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self._wire.sent_at = self._wire.monotonic()
        super().send(data)

    def getresponse(self, *args: Any, **kwargs: Any) -> Any:
        response = super().getresponse(*args, **kwargs)
        self._wire.received_at = self._wire.monotonic()
        return response


class _SecureConnection(_Connection, urllib3.connection.HTTPSConnection):
    """The same over TLS."""


def _pool(pool: Any, connection: Any, wire: Wire, *args: Any, **kwargs: Any) -> Any:
    made = pool(*args, **kwargs)
    made.ConnectionCls = functools.partial(connection, wire)
    return made


class _WatchedAdapter(requests.adapters.HTTPAdapter):
    """Makes connections that tell `wire` about themselves, directly and through proxies."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[no-untyped-call]
        self._watch(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)  # type: ignore[no-untyped-call]
        self._watch(manager)
        return manager

    def _watch(self, manager: Any) -> None:
        http, https = urllib3.connectionpool.HTTPConnectionPool, urllib3.connectionpool.HTTPSConnectionPool
        manager.pool_classes_by_scheme = {
            "http": functools.partial(_pool, http, _Connection, self._wire),
            "https": functools.partial(_pool, https, _SecureConnection, self._wire),
        }


def _content(url: str, response: requests.Response, limit: int) -> Iterator[bytes]:
    """The body piece by piece, unpacked here so that a small answer cannot become a large one in memory."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise HubError(url, "bad-answer", f"an encoding that was not asked for, `{encoding[:40]}`")
    # 31: gzip with the largest window.
    unzip = zlib.decompressobj(31) if "gzip" in encoding else None
    length = response.headers.get("Content-Length", "")
    packed = size = 0
    for chunk in response.raw.stream(CHUNK_BYTES, decode_content=False):
        packed += len(chunk)
        try:
            data = unzip.decompress(chunk, limit + 1 - size) if unzip else chunk
        except zlib.error as exc:
            raise HubError(url, "bad-answer", "not the gzip that it says it is") from exc
        size += len(data)
        if max(size, packed) > limit:
            raise HubError(url, "too-large", f"more than {limit:,} bytes", f"more than {limit:,} bytes")
        yield data
    if (length.isdigit() and int(length) != packed) or (unzip and not unzip.eof):
        raise HubError(url, "cut-off", f"broke off after {packed:,} of {length or '?'} bytes")


def _chain(exc: BaseException) -> Iterator[BaseException]:
    """`exc` and all that led to it, wherever its libraries keep that."""
    seen: set[int] = set()
    waiting: list[object] = [exc]
    while waiting:
        cause = waiting.pop(0)
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            waiting += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]


def _reason(exc: BaseException) -> str:
    """The innermost error, which says it most plainly."""
    # urllib3 1.26 tries an old way to call http.client first, and the TypeError stays in the chain.
    inner = [cause for cause in _chain(exc) if not isinstance(cause, TypeError)][-1]
    return (str(inner) or type(inner).__name__)[:300]


def _without_query(reason: str, url: str) -> str:
    """`reason` without the query of `url`, which some libraries quote; it can hold a token."""
    query = url.partition("?")[2]
    return reason.replace(query, "***") if query else reason


def _is_usable_ca(path: str) -> bool:
    try:
        ssl.create_default_context(cafile=None if os.path.isdir(path) else path)
    except (OSError, ssl.SSLError):
        return False
    return True


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


def _error(body: bytes) -> tuple[str, str]:
    """Slug and message of one of our hub's errors; empty for anything else."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(answer, dict):
        return "", ""
    return str(answer.get("error", ""))[:60], str(answer.get("message", ""))[:300]


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks us to stay away. A date is taken against the server's own `Date`."""
    text = headers.get("Retry-After", "").strip()
    try:
        if text.isdigit():
            seconds = float(text)
        else:
            then = email.utils.parsedate_to_datetime(text)
            seconds = (then - email.utils.parsedate_to_datetime(headers.get("Date", ""))).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(MAX_RETRY_AFTER_SECONDS, max(0.0, seconds))
