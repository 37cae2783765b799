"""One exchange of HTTP with one server: bounded in time and size, and never with anybody else.

The system's resolver is the one wait without a bound; it cannot be interrupted.
"""

from __future__ import annotations

import contextlib
import threading
import urllib.parse
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from types import MappingProxyType
from typing import Any, NamedTuple

import displayd
from displayd.device.network.begun_download import BegunDownload
from displayd.device.network.http_library import requests
from displayd.device.network.hub_error import EXCHANGE_ERRORS, HubError, error_of_status, reason_of, trouble_of
from displayd.device.network.name_service import name_service, servers_with_an_error
from displayd.device.network.proxies import proxies_for, proxy_between
from displayd.device.network.response_body import CHUNK_BYTES, body_of, pieces_of
from displayd.device.network.timed_connection import ConnectionTimer, TimedSession
from displayd.device.system.time_sample import TimeSample
from displayd.device.trouble import Trouble

__all__ = ["MIN_BYTES_PER_SECOND", "PATIENCE", "Answer", "Patience", "Question", "Transport", "joined", "origin_of"]

# An error page is read for the hub's message in it, and for no more.
MAX_ERROR_BYTES = 65_536

# An answer that goes on for longer than `Patience.answer` has to have come so fast: poor Wi-Fi is several times faster,
# and a server that drips byte by byte never is. A document of 50 kB has 18 s, the largest ones the whole time.
MIN_BYTES_PER_SECOND = 16_000

MAX_REDIRECTS = 3

# What goes wrong before a connection stands.
_PROXY_FIRST: tuple[Trouble, ...] = ("proxy", "dns", "dns-silent", "refused", "timeout")

_REDIRECTS = (301, 302, 303, 307, 308)


class Patience(NamedTuple):
    """How long to wait for what, in seconds."""

    connect: float = 10.0
    """For each address of the server to accept."""
    silence: float = 15.0
    """Between two signs of life, beyond what we asked the server to wait."""
    answer: float = 15.0
    """For an answer from its first byte to its last, and longer by what it brings, see `MIN_BYTES_PER_SECOND`."""
    whole: float = 120.0
    """For everything together, beyond what we asked the server to wait: the largest picture over poor Wi-Fi."""


PATIENCE = Patience()


class Question(NamedTuple):
    """What is sent."""

    method: str
    url: str
    headers: Mapping[str, str] = MappingProxyType({})
    body: bytes | None = None
    wait_seconds: float = 0.0
    """For how long the server was asked to keep it open."""
    limit_bytes: int = MAX_ERROR_BYTES
    """Most that a good answer may bring."""
    begun: BegunDownload | None = None
    """Takes the body of a good answer, whose own is then empty; None for an answer that is whole or none."""


class Answer(NamedTuple):
    """What came back, whole."""

    status: int
    """2xx or 304."""
    headers: Mapping[str, str]
    body: bytes
    sample: TimeSample | None
    """What it says about the server's clock."""


class Transport:
    """Asks the server of one document. Belongs to one thread; `cut` and `close` may be called from others.

    Args:
        url: absolute address of the document.
        secret: sent as a bearer token; empty for none.
        ca: path of the only certificates to trust; empty for the system's.
        proxy: see `proxies_for`.
        has_network: whether a route leads out of the machine, to tell "no network" from "no such name".
        monotonic: the clock of time samples.
    """

    def __init__(
        self,
        url: str,
        secret: str,
        ca: str,
        proxy: str,
        patience: Patience,
        has_network: Callable[[], bool],
        monotonic: Callable[[], float],
    ) -> None:
        self._url = url
        self._ca = ca
        self._is_hub = bool(secret)
        self._patience = patience
        self._has_network = has_network
        self._timer = ConnectionTimer(monotonic)
        self._session = TimedSession(self._timer)
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        # As `auth`, not as a header: otherwise requests lets an entry in ~/.netrc replace it.
        self._session.auth = _Bearer(secret)
        self._session.headers.update({"User-Agent": f"displayd/{displayd.__version__}", "Accept-Encoding": "gzip"})
        # What the environment says, once: it does not change while we run.
        self._settings: dict[str, Any] = {**self._session.merge_environment_settings(url, {}, True, ca or True, None)}
        self._settings["proxies"] = proxies_for(url, proxy, self._settings["proxies"])
        self._proxy = proxy_between(url, self._settings["proxies"])
        """The one that everything goes through; empty for none."""

    def ask(self, question: Question) -> Answer:
        """The answer, redirects within the server included.

        Raises:
            HubError: no answer, or one whose status is neither 2xx nor 304.
        """
        turn = self._timer.begin()
        ended = threading.Event()
        threading.Thread(target=self._watch, args=(turn, question.wait_seconds, ended), daemon=True).start()
        url = question.url
        try:
            for _ in range(MAX_REDIRECTS + 1):
                answer = self._exchange(question._replace(url=url))
                if self._timer.was_cut:
                    # Where an answer ends with the connection, ours and the server's end look the same.
                    raise ConnectionAbortedError
                if 200 <= answer.status < 300 or answer.status == 304:
                    return answer
                if answer.status not in _REDIRECTS:
                    if answer.status == 407:
                        raise HubError(url, "proxy", f"the proxy {self._proxy} wants a password", self._proxy)
                    raise error_of_status(url, answer.status, answer.headers, answer.body)
                url = self._redirected(url, answer)
            raise HubError(self._url, "redirected", f"more than {MAX_REDIRECTS} redirects", "in a circle")
        except EXCHANGE_ERRORS as exc:
            raise self._named(url, exc) from exc
        finally:
            ended.set()
            self._timer.stirred.set()

    def _watch(self, turn: int, wait_seconds: float, ended: threading.Event) -> None:
        """Break exchange number `turn` off when it takes too long; a thread of its own until it has ended."""
        timer, stirred = self._timer, self._timer.stirred
        last_due_at = timer.monotonic() + self._patience.whole + wait_seconds
        while not ended.is_set():
            due_at, answered_at = last_due_at, timer.answered_at
            if answered_at is not None:
                due_at = min(due_at, answered_at + self._patience.answer + timer.answer_bytes / MIN_BYTES_PER_SECOND)
            left = due_at - timer.monotonic()
            if left <= 0:
                timer.cut(turn)
                return
            # Only the beginning of an answer changes when it is due to end; bytes put that off.
            stirred.wait(left)
            stirred.clear()

    def cut(self) -> None:
        """Break off the exchange under way; it fails, and the next one is unhindered."""
        self._timer.cut(self._timer.turn)

    def close(self) -> None:
        """Break off the exchange under way, and let no other one begin."""
        self._timer.close()

    def _exchange(self, question: Question) -> Answer:
        """The answer to exactly this question, whatever its status."""
        method, url, headers, body, wait_seconds, limit_bytes, begun = question
        prepared = self._session.prepare_request(requests.Request(method, url, dict(headers), data=body))
        timeout = (self._patience.connect, self._patience.silence + wait_seconds)
        with contextlib.closing(self._session.send(prepared, timeout=timeout, **self._settings)) as response:
            sample = self._timer.sample(response.headers)
            status = response.status_code
            limit = limit_bytes if status in (200, 206) else MAX_ERROR_BYTES
            chunks = response.raw.stream(CHUNK_BYTES, decode_content=False)
            if begun is not None and status in (200, 206):
                begun.begin(url, status, response.headers)
                begun.take(url, pieces_of(url, response.headers, chunks, limit - len(begun)))
                return Answer(status, response.headers, b"", sample)
            try:
                content = b"" if status in (204, 304) else body_of(url, response.headers, chunks, limit)
            except HubError:
                if status in (200, 206):
                    raise
                # What an error is about is its status; the page that came with it may be anything.
                content = b""
            return Answer(status, response.headers, content, sample)

    def _named(self, url: str, exc: Exception) -> HubError:
        """What `exc`, met while asking `url`, stands for."""
        if self._timer.was_cut and self._timer.has_sent:
            came = f"{self._timer.answer_bytes:,} bytes had come" if self._timer.answer_bytes else "nothing had come"
            return HubError(url, "silent", f"was broken off, it took too long: {came}")
        kind = trouble_of(exc, self._ca if self._url.startswith("https:") else "", self._has_network)
        reason = reason_of(exc)
        if self._proxy and kind in _PROXY_FIRST:
            # Nobody but the proxy is called: it is what cannot be reached.
            return HubError(url, "proxy", f"through the proxy {self._proxy}: {reason}", self._proxy)
        if kind in ("dns", "dns-silent"):
            said = servers_with_an_error(urllib.parse.urlsplit(url).hostname or "", name_service())
            if said:
                return HubError(url, "dns-error", f"{reason} ({said})", said)
        return HubError(url, kind, reason, self._detail_of(kind))

    def _detail_of(self, kind: Trouble) -> str:
        """What helps to understand trouble of this kind."""
        if kind == "dns-silent":
            return ", ".join(name_service().servers[:3]) or "there is none"
        return self._ca if kind == "ca-file" else ""

    def _redirected(self, url: str, answer: Answer) -> str:
        target = joined(url, answer.headers.get("Location", ""))
        if origin_of(target) != origin_of(self._url):
            setting = self._setting_for(target)
            if setting:
                raise HubError(url, "https-only", f"redirects to {setting.partition(' ')[2]}", setting)
            # Neither the secret nor the screen goes where somebody else points.
            where = str(urllib.parse.urlsplit(target).netloc.rpartition("@")[2])[:100]
            raise HubError(url, "redirected", f"redirects to another server, {where}", f"to {where}")
        return target

    def _setting_for(self, target: str) -> str:
        """The line of `displayd.yaml` with which the screen would ask `target`, the same machine by HTTPS.

        Empty for anything else: another machine or program may be a stranger's. It is told and not followed, as
        anybody on the way could send the screen elsewhere with the next question.
        """
        scheme, host, port = origin_of(target)
        was_scheme, was_host, _ = origin_of(self._url)
        if (scheme, host) != ("https", was_host) or was_scheme != "http":
            return ""
        address = f"https://{f'[{host}]' if ':' in host else host}{'' if port == 443 else f':{port}'}"
        path = urllib.parse.urlsplit(target).path
        if self._is_hub:
            return f"hub: {address}{path.rpartition('/v1/')[0]}"
        return f"endpoint: {address}{path}"


class _Bearer(requests.auth.AuthBase):
    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._secret:
            request.headers["Authorization"] = f"Bearer {self._secret}"
        return request


def joined(base: str, reference: str) -> str:
    """`reference` resolved against `base`; empty when it cannot be."""
    try:
        return urllib.parse.urljoin(base, reference)
    except ValueError:
        return ""


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port that `url` leads to; empty when it leads nowhere."""
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", "", None
    return parts.scheme, parts.hostname or "", port
