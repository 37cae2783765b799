"""Which proxy stands between the hub and a system that it asks."""

from __future__ import annotations

import base64
import ipaddress
import urllib.parse
from typing import NamedTuple
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from displayd.errors import SourceError
from displayd.hub.outgoing.allowed import Place, place_of

__all__ = ["Proxy", "proxy_for"]


class Proxy(NamedTuple):
    """A proxy, and how one logs in there."""

    place: Place
    authorization: str = ""
    """Value of `Proxy-Authorization`; empty for none."""


def proxy_for(place: Place, written: str | None) -> Proxy | None:
    """The proxy on the way to `place`; None for none.

    Args:
        written: `proxy` of the server; None for that of the environment.

    Raises:
        SourceError: what names it is no address.
    """
    if written == "direct" or _is_this_machine(place.host):
        return None
    found = written or _of_environment(place)
    if not found:
        return None
    try:
        address = found if "//" in found else f"http://{found}"
        at = place_of(address)
        parts = urllib.parse.urlsplit(address)
    except ValueError as exc:
        raise SourceError("the proxy of the hub's environment has no usable address") from exc
    if at.scheme != "http":
        raise SourceError("the proxy is to be asked by HTTPS, which the hub does not", "an address with `http://`")
    if parts.username is None:
        return Proxy(at)
    user, password = (urllib.parse.unquote(one or "") for one in (parts.username, parts.password))
    return Proxy(at, "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode())


def _of_environment(place: Place) -> str:
    """As `curl` and others have it: `https_proxy`, `http_proxy`, `all_proxy`, and `no_proxy` for those without."""
    known = getproxies_environment()
    is_without = proxy_bypass_environment(f"{place.host}:{place.port}", known)
    if is_without or _is_in_networks(place.host, known.get("no", "")):
        return ""
    return known.get(place.scheme) or known.get("all") or ""


def _is_in_networks(host: str, without: str) -> bool:
    """Whether `without` (`no_proxy`) has a network that the address `host` is of."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    for text in without.split(","):
        try:
            if "/" in text and address in ipaddress.ip_network(text.strip(), strict=False):
                return True
        except ValueError:
            continue
    return False


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
