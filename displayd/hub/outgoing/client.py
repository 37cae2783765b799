"""Asks one system over HTTP: within limits of time and size, and nobody else than it was told to."""

from __future__ import annotations

import base64
import contextlib
import datetime
import email.utils
import http.client
import re
import ssl
import urllib.parse
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from displayd import __version__
from displayd.errors import PartnerError, SourceError
from displayd.hub.outgoing.allowed import Allowed, Place, place_of
from displayd.hub.outgoing.body import read_body
from displayd.hub.outgoing.connection import Connection, Deadline
from displayd.hub.outgoing.proxies import Proxy, proxy_for
from displayd.hub.outgoing.server import Server
from displayd.hub.secret import Secret, SecretError

__all__ = ["MAX_BYTES", "Answer", "Client", "Question"]

MAX_BYTES = 8 * 1024 * 1024
"""Of an answer, unpacked."""

MOST_REDIRECTS = 5

# Answers that are kept to ask whether they are still so.
MOST_KEPT = 64
MOST_KEPT_BYTES = 1024 * 1024

_REDIRECTS = (301, 302, 303, 307, 308)

# Whoever says one of these could not ask the one behind it, or wants to be left alone.
_AWAY = (429, 502, 503, 504)

# Answers by which it wants to know who asks, or does not like it.
_REFUSED = (401, 403, 407)

_WORDS: Mapping[int, str] = {
    400: "does not understand the question",
    401: "refused",
    403: "refused",
    404: "not found",
    407: "its proxy refused",
    410: "not found",
    429: "asks to wait",
    502: "not available",
    503: "not available",
    504: "not available",
}


class Question(NamedTuple):
    """What is asked."""

    url: str
    """With host; see `Client.url_of`."""
    accept: str = "*/*"
    form: tuple[tuple[str, str], ...] | None = None
    """Sent as the body of a `POST`; None for a `GET`."""
    most_bytes: int = MAX_BYTES
    """Of the answer, unpacked."""
    whole_seconds: float = 0.0
    """How long the whole answer may take, where that is more than the server's own time."""
    conditions: tuple[tuple[str, str], ...] = ()
    """That are asked with: see `Answer.conditions`. Taken back as an answer with status 304."""

    @classmethod
    def with_fields(cls, url: str, fields: Iterable[tuple[str, str]], accept: str = "*/*") -> Question:
        """A `GET` of `url` with `fields` as its parameters."""
        return cls(f"{url}{'&' if '?' in url else '?'}{urllib.parse.urlencode(list(fields))}", accept)


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes
    content_type: str
    """With its parameters; empty when it does not say."""
    conditions: tuple[tuple[str, str], ...] = ()
    """Headers with which one asks whether it is still so; none where the server does not say."""


class _Kept(NamedTuple):
    """An answer, and how one asks whether it is still so."""

    answer: Answer
    conditions: tuple[tuple[str, str], ...]


class Client:
    """Asks one server; one question at a time."""

    def __init__(self, server: Server, allowed: Allowed) -> None:
        self._server, self._allowed = server, allowed
        self._connection: Connection | None = None
        self._has_connected = False
        """Whether there has been a connection for the question under way."""
        self._way: tuple[Place, Proxy | None] | None = None
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def url_of(self, path: str) -> str:
        """The address of `path` at the server; `path` itself where that is an address already."""
        if "://" in path:
            return path
        if not path:
            return self._server.url
        base, _, query = self._server.url.partition("?")
        joined = f"{base.rstrip('/')}/{path.lstrip('/')}"
        return joined if not query else f"{joined}{'&' if '?' in joined else '?'}{query}"

    def ask(self, question: Question, taken: Collection[int] = ()) -> Answer:
        """The answer to `question`, with a status of 200 to 299, or one of `taken`.

        Raises:
            PartnerError: there is no answer, or the server wants to be left alone.
            SourceError: the answer is no use, or the question may not be asked. Neither tells more of the address than
                its host.
        """
        deadline = Deadline(max(self._server.timeout_seconds, question.whole_seconds))
        self._has_connected = False
        try:
            url = question.url
            for _ in range(MOST_REDIRECTS + 1):
                place = self._place(url)
                response, answer = self._exchange(place, url, question, deadline)
                if response.status not in _REDIRECTS or response.status in taken:
                    return self._judged(url, question, response, answer, taken)
                url = self._next(place, url, response, question)
            raise SourceError("sends the hub on and on", "ask the address where it leads in the end")
        except TimeoutError as exc:
            # Whoever took the question may only be slow with this one.
            raise PartnerError("no answer", is_certain=not self._has_connected) from exc
        except SecretError as exc:
            raise SourceError(exc.message, exc.hint) from exc
        except ssl.SSLCertVerificationError as exc:
            hint = "`ca` of the server in hub.yaml names the file of your own CA"
            raise PartnerError(f"its certificate is not trusted ({exc.verify_message.rstrip('.')})", hint) from exc
        except (OSError, http.client.HTTPException) as exc:
            raise PartnerError(f"no usable answer ({_told(exc)})") from exc
        finally:
            if deadline_is_over(deadline):
                self.close()

    def close(self) -> None:
        """End the connection; the next question opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _place(self, url: str) -> Place:
        try:
            place = place_of(url)
        except ValueError as exc:
            raise SourceError(str(exc)) from exc
        if not self._allowed.allows(place):
            hint = f"hub.yaml: `outgoing: [{place}]`"
            raise SourceError(f"the hub may not ask {place}: `outgoing` does not list it", hint)
        return place

    def _exchange(
        self, place: Place, url: str, question: Question, deadline: Deadline
    ) -> tuple[http.client.HTTPResponse, Answer]:
        """One question and its answer, on the connection that is open, else on a new one."""
        proxy = proxy_for(place, self._server.proxy)
        if self._way != (place, proxy):
            self.close()
        self._way = place, proxy
        is_old = self._connection is not None
        try:
            return self._once(place, proxy, url, question, deadline)
        except (ConnectionError, http.client.BadStatusLine):
            self.close()
            if not is_old:
                raise
        except BaseException:
            self.close()
            raise
        # Servers close connections that are idle; that says nothing of the question.
        return self._once(place, proxy, url, question, deadline)

    def _once(
        self, place: Place, proxy: Proxy | None, url: str, question: Question, deadline: Deadline
    ) -> tuple[http.client.HTTPResponse, Answer]:
        if self._connection is None:
            tls = self._tls() if place.scheme == "https" else None
            self._connection = opened = Connection(place, self._allowed, proxy, tls, deadline)
            try:
                opened.connect()
            except BaseException:
                self.close()
                raise
        self._has_connected = True
        self._connection.renew(deadline)
        body = urllib.parse.urlencode(question.form).encode("ascii") if question.form is not None else None
        self._connection.request(
            "GET" if body is None else "POST",
            self._target(place, proxy, url),
            body,
            # A secret may have any letters; curl sends them in UTF-8, too.
            {name: text.encode() for name, text in self._headers(place, proxy, url, question).items()},
        )
        response = self._connection.getresponse()
        data = read_body(response, question.most_bytes)
        if response.will_close:
            self.close()
        media_type = response.headers.get("Content-Type") or ""
        return response, Answer(response.status, data, media_type, _conditions(response))

    def _target(self, place: Place, proxy: Proxy | None, url: str) -> str:
        """What stands in the first line of the question."""
        parts = urllib.parse.urlsplit(url)
        pairs = [(name, _text(value)) for name, value in self._server.parameters.items()]
        query = "&".join(one for one in (parts.query, urllib.parse.urlencode(pairs)) if one)
        target = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        target += f"?{urllib.parse.quote(query, safe='/%:@!$&()*+,;=?~-._[]')}" if query else ""
        return f"http://{place}{target}" if proxy is not None and place.scheme == "http" else target

    def _headers(self, place: Place, proxy: Proxy | None, url: str, question: Question) -> dict[str, str]:
        server = self._server
        headers = {
            "Host": str(place),
            "User-Agent": f"displayd/{__version__}",
            "Accept": question.accept,
            "Accept-Encoding": "gzip",
            **{name: _text(value) for name, value in server.headers.items()},
        }
        if server.bearer is not None:
            headers["Authorization"] = f"Bearer {server.bearer.text()}"
        if server.user is not None and server.password is not None:
            pair = f"{server.user}:{server.password.text()}".encode()
            headers["Authorization"] = "Basic " + base64.b64encode(pair).decode("ascii")
        if proxy is not None and proxy.authorization and place.scheme == "http":
            headers["Proxy-Authorization"] = proxy.authorization
        if question.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        elif question.conditions:
            headers.update(question.conditions)
        elif (kept := self._kept.get(url)) is not None:
            headers.update(kept.conditions)
        return headers

    def _judged(
        self, url: str, question: Question, response: http.client.HTTPResponse, answer: Answer, taken: Collection[int]
    ) -> Answer:
        """`answer`, or the one it says is still so.

        Raises:
            SourceError: it is no use.
        """
        status = response.status
        if status == HTTPStatus.NOT_MODIFIED and question.conditions:
            return answer
        if status == HTTPStatus.NOT_MODIFIED and (kept := self._kept.get(url)) is not None:
            return kept.answer
        if 200 <= status < 300 or status in taken:
            if status == HTTPStatus.OK and question.form is None:
                self._keep(url, answer)
            return answer
        words = f"{_WORDS.get(status, 'failed' if status >= 500 else 'refused')} ({status})"
        if status in _AWAY:
            raise PartnerError(words, retry_after=_retry_after(response.headers.get("Retry-After")))
        raise SourceError(words, kind="refused" if status in _REFUSED else "unusable")

    def _keep(self, url: str, answer: Answer) -> None:
        self._kept.pop(url, None)
        if answer.conditions and len(answer.body) <= MOST_KEPT_BYTES:
            self._kept[url] = _Kept(answer, answer.conditions)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)

    def _next(self, place: Place, url: str, response: http.client.HTTPResponse, question: Question) -> str:
        """Where a redirect leads.

        Raises:
            SourceError: to somebody else, or to where a question like this cannot go.
        """
        try:
            led = urllib.parse.urljoin(url, response.headers.get("Location") or "").partition("#")[0]
            there = place_of(led)
        except ValueError as exc:
            raise SourceError(f"sends the hub on to no address ({response.status})") from exc
        if there.host == place.host and (place.scheme, there.scheme) == ("https", "http"):
            raise SourceError(f"sends the hub on to an address without TLS ({response.status})")
        # Another port is another program, which is not to have the secrets of this one.
        is_usual = (place.port, there.port) == (80, 443)
        if there.host != place.host or (there.port != place.port and not is_usual):
            raise SourceError(f"sends the hub on to {there} ({response.status})", "ask there, if that is right")
        if question.form is not None and response.status not in (307, 308):
            raise SourceError(f"sends the hub on with another question ({response.status})", f"ask {there} instead")
        return led

    def _tls(self) -> ssl.SSLContext:
        ca = self._server.ca
        if ca is None:
            return ssl.create_default_context()
        try:
            return ssl.create_default_context(cadata=Path(ca).read_text("ascii"))
        except OSError as exc:
            raise SourceError(f"{ca}: {exc.strerror or 'no certificate in it'}", "`ca` names a file (PEM)") from exc
        except ValueError as exc:
            raise SourceError(f"{ca}: no certificate in it", "`ca` names a file (PEM)") from exc


def _conditions(response: http.client.HTTPResponse) -> tuple[tuple[str, str], ...]:
    named = {
        "If-None-Match": response.headers.get("ETag"),
        "If-Modified-Since": response.headers.get("Last-Modified"),
    }
    return tuple((name, value) for name, value in named.items() if value and value.isascii())


def deadline_is_over(deadline: Deadline) -> bool:
    """Whether nothing more can be done by it."""
    with contextlib.suppress(TimeoutError):
        return deadline.left() <= 0
    return True


def _text(value: str | Secret) -> str:
    return value if isinstance(value, str) else value.text()


def _retry_after(text: str | None) -> float:
    """Seconds; 0 where `text` says nothing of it."""
    if not text:
        return 0.0
    if re.fullmatch(r"[0-9]+", text.strip()):
        return float(text.strip()[:9])
    try:
        until = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError):
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - datetime.datetime.now(datetime.UTC)).total_seconds())


def _told(fault: Exception) -> str:
    """What went wrong, without anything that the other side wrote."""
    match fault:
        case http.client.RemoteDisconnected() | ConnectionError():
            return "the connection was cut"
        case ssl.SSLError():
            return f"TLS: {(fault.reason or 'broken').lower().replace('_', ' ')}"
        case http.client.IncompleteRead():
            return "it was cut off"
        case http.client.HTTPException():
            return "it is no HTTP"
        case OSError():
            return fault.strerror or type(fault).__name__
    return type(fault).__name__
