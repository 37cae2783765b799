"""What went wrong with an exchange: exceptions and status codes as kinds of trouble."""

from __future__ import annotations

import email.utils
import errno
import json
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from displayd.device.network.http_library import CertificateError, requests, urllib3
from displayd.device.trouble import Trouble, message_for, told_address
from displayd.errors import FetchError
from displayd.kernel_clock import system_error_seconds

__all__ = ["EXCHANGE_ERRORS", "HubError", "error_of_status", "reason_of", "trouble_of"]

EXCHANGE_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
"""What an exchange raises when it fails, whichever library notices first."""

# Longest `Retry-After` obeyed: a mistake in a proxy must not silence a screen for a day.
MAX_RETRY_AFTER_SECONDS = 3600.0

# OpenSSL's verification results, from x509_vfy.h.
_CERTIFICATE_NOT_YET_VALID, _CERTIFICATE_EXPIRED = 9, 10
_CERTIFICATE_NAMES = (62, 64)


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
        self.url = url
        self.kind = kind
        self.detail = detail
        """What helps to understand the kind: a status code, an address."""
        self.retry_after_seconds = retry_after_seconds
        """What the server asked for, at most `MAX_RETRY_AFTER_SECONDS`."""
        self.hub_says = hub_says
        """The hub's own message; empty when there was none."""


def error_of_status(url: str, status: int, headers: Mapping[str, str], body: bytes) -> HubError:
    """What an answer means whose `status` is neither 2xx nor 304."""
    slug, message = _hub_message(body)
    return HubError(
        url,
        _trouble_of_status(status, slug),
        f"answers with status {status}" + (f": {message}" if message else ""),
        f"status {status}",
        _retry_after_seconds(headers),
        message,
    )


def trouble_of(exc: BaseException, ca: str, has_network: Callable[[], bool]) -> Trouble:
    """What kind of trouble an exception of requests, urllib3, ssl or the system stands for.

    Args:
        ca: path of the certificates that were trusted; empty for the system's, and when there was no TLS.
        has_network: whether a route leads out of the machine, to tell "no network" from "no such name".
    """
    chain = list(_chain(exc))
    if any(isinstance(cause, requests.exceptions.ProxyError) for cause in chain):
        return "proxy" if has_network() else "no-network"
    named = _tls_or_name_trouble(chain)
    if named is not None:
        return "no-network" if named in ("dns", "dns-silent") and not has_network() else named
    if ca and not _is_usable_ca(ca):
        return "ca-file"
    if any(isinstance(cause, ssl.SSLError) for cause in chain):
        return "tls-failed"
    kind = _silence(chain) or _system_trouble(chain)
    return "no-network" if kind == "timeout" and not has_network() else kind


def reason_of(exc: BaseException) -> str:
    """The innermost error's own words: it says it most plainly."""
    # urllib3 1.26 tries an old way to call http.client first, and the TypeError stays in the chain.
    inner = [cause for cause in _chain(exc) if not isinstance(cause, TypeError)][-1]
    return (str(inner) or type(inner).__name__)[:300]


def _trouble_of_status(status: int, slug: str) -> Trouble:
    if status == 403 and slug == "not-claimed":
        return "not-claimed"
    if status in (401, 403):
        return "unauthorized"
    if status in (404, 410):
        return "not-found"
    if status == 413:
        return "too-large"
    return "server-error" if status >= 500 or status in (408, 425, 429) else "bad-answer"


def _tls_or_name_trouble(chain: list[BaseException]) -> Trouble | None:
    """What the first exception says that is about certificates or names; None when none is."""
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            code = getattr(cause, "verify_code", 0)
            if code == _CERTIFICATE_NOT_YET_VALID and system_error_seconds() is None:
                # Certificates of tomorrow are rarer than clocks that nobody has set.
                return "clock-unset"
            if code in (_CERTIFICATE_NOT_YET_VALID, _CERTIFICATE_EXPIRED):
                return "tls-date"
            return "tls-name" if code in _CERTIFICATE_NAMES else "tls-untrusted"
        if isinstance(cause, CertificateError):
            # urllib3 1.26 compares the names itself.
            return "tls-name"
        if isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return "cut-off"
        if isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN:
            return "dns-silent"
        if isinstance(cause, socket.gaierror | UnicodeError):
            # UnicodeError: a name that cannot be one, with a part of more than 63 letters.
            return "dns"
    return None


def _silence(chain: list[BaseException]) -> Trouble | None:
    """What ran out of time; None when nothing did."""
    if any(isinstance(cause, requests.exceptions.ConnectTimeout) for cause in chain):
        return "timeout"
    late = (TimeoutError, requests.exceptions.Timeout, urllib3.exceptions.ReadTimeoutError)
    return "silent" if any(isinstance(cause, late) for cause in chain) else None


def _system_trouble(chain: list[BaseException]) -> Trouble:
    """What the system's error numbers say."""
    numbers = {cause.errno for cause in chain if isinstance(cause, OSError)}
    if errno.ECONNREFUSED in numbers:
        return "refused"
    if numbers & {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}:
        return "no-network"
    return "timeout" if numbers & {errno.EHOSTUNREACH, errno.ETIMEDOUT} else "cut-off"


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


def _without_query(reason: str, url: str) -> str:
    """`reason` without the query of `url`, which some libraries quote; it can hold a token."""
    query = url.partition("?")[2]
    return reason.replace(query, "***") if query else reason


def _is_usable_ca(path: str) -> bool:
    try:
        ssl.create_default_context(cafile=None if Path(path).is_dir() else path)
    except (OSError, ssl.SSLError):
        return False
    return True


def _hub_message(body: bytes) -> tuple[str, str]:
    """Slug and message of one of our hub's errors; empty for anything else."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    if not isinstance(answer, dict):
        return "", ""
    return str(answer.get("error", ""))[:60], str(answer.get("message", ""))[:300]


def _retry_after_seconds(headers: Mapping[str, str]) -> float | None:
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
