"""`wifi:` in `displayd.yaml`: which wireless network to join, and how it is checked that it is the right one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta

from displayd.device.config_file.secret import Secretive
from displayd.validation.faults import Fault

__all__ = ["SYSTEM_CERTIFICATES", "Enterprise", "Wifi", "is_raw_key", "wifi_faults"]

SYSTEM_CERTIFICATES = "system"
"""Stands in `ca` of an enterprise network for the certificates that come with the system."""

Line = Annotated[str, Meta(max_length=300)]

# IEEE 802.11: names of networks have up to 32 bytes, passwords of WPA2 8 to 63, raw keys 64 hexadecimal digits.
MAX_NAME_BYTES = 32
PASSWORD_BYTES = range(8, 64)
MAX_SAE_BYTES = 128

_RAW_KEY = re.compile(r"[0-9A-Fa-f]{64}")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Enterprise(Secretive, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How to log in to a network that asks each device for a name or a certificate of its own (WPA-Enterprise)."""

    SECRETS: ClassVar[tuple[str, ...]] = ("password", "key_password")

    method: Annotated[
        Literal["peap", "ttls", "tls", "pwd"],
        Meta(
            description="`peap` or `ttls`: name and password inside a tunnel; `tls`: a certificate of the screen's "
            "own; `pwd`: name and password alone."
        ),
    ]

    identity: Annotated[Line, Meta(description="The screen's user name on that network.")]

    anonymous_identity: Annotated[
        Line | None, Meta(description="The name that everybody may see, outside the tunnel of `peap` and `ttls`.")
    ] = None

    password: Annotated[Line | None, Meta(description="The password to `identity`; not for `tls`.")] = None

    inner: Annotated[
        Literal["mschapv2", "pap", "gtc"],
        Meta(description="How the password is asked for inside the tunnel of `peap` and `ttls`."),
    ] = "mschapv2"

    ca: Annotated[
        Line | None,
        Meta(
            description="File (PEM) with the certificate that the network's server must show, beside this file; or "
            "`system` for the certificates of public authorities, together with `server`. Needed but for `pwd`: "
            "without it the password would go to whoever asks."
        ),
    ] = None

    server: Annotated[
        Line | None,
        Meta(description="Name that the server's certificate must be for, such as `radius.example.org`."),
    ] = None

    certificate: Annotated[
        Line | None, Meta(description="File (PEM) with the screen's own certificate, for `tls`.")
    ] = None

    key: Annotated[
        Line | None,
        Meta(
            description="File with the key to `certificate` (PEM); or both in one file (`.p12`, `.pfx`), and then "
            "without `certificate`."
        ),
    ] = None

    key_password: Annotated[Line | None, Meta(description="The password of the file `key`, if it has one.")] = None


class Wifi(Secretive, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which wireless network to join."""

    SECRETS: ClassVar[tuple[str, ...]] = ("password",)

    name: Annotated[str, Meta(description="The network's name (SSID), up to 32 bytes; upper and lower case differ.")]

    password: Annotated[
        str | None,
        Meta(
            description="Its password, 8 to 63 characters, or its key, 64 hexadecimal digits. Left out: an open "
            "network, or one with `enterprise`."
        ),
    ] = None

    hidden: Annotated[bool, Meta(description="Whether the network does not tell its name.")] = False

    country: Annotated[
        str | None,
        Meta(
            description="Two letters of the country, such as `GB`: which channels may be used. Left out: those "
            "that are allowed everywhere."
        ),
    ] = None

    security: Annotated[
        Literal["auto", "open", "wpa2", "wpa3"],
        Meta(
            description="`auto` takes WPA2 and WPA3, whichever the network has; `wpa2`, `wpa3` and `open` take "
            "nothing else."
        ),
    ] = "auto"

    enterprise: Annotated[
        Enterprise | None, Meta(description="For a network that asks each device for a name or a certificate.")
    ] = None


def is_raw_key(password: str) -> bool:
    """True for the key of a network itself, rather than a password that one is made of."""
    return _RAW_KEY.fullmatch(password) is not None


def wifi_faults(wifi: Mapping[str, Any]) -> Iterator[Fault]:
    """What the types cannot say of `wifi:`, for as much of it as has the right type."""
    name, password, country = (wifi.get(key) for key in ("name", "password", "country"))
    security, enterprise = wifi.get("security", "auto"), wifi.get("enterprise")
    if isinstance(name, str):
        yield from _name_faults(name)
    if isinstance(country, str) and not _COUNTRY.fullmatch(country):
        yield Fault(("country",), f"`{country}` is not the two letters of a country", "for example `GB`")
    if isinstance(enterprise, Mapping):
        if password is not None:
            yield Fault(
                ("password",),
                "the password stands beside `enterprise`",
                "write it in `enterprise`, or leave one of them out",
            )
        if security == "open":
            yield Fault(("security",), "`open` cannot stand beside `enterprise`", "leave one of them out")
        yield from (fault.under("enterprise") for fault in _enterprise_faults(enterprise))
    elif isinstance(password, str):
        yield from _password_faults(password, security)
    elif password is None and security in ("wpa2", "wpa3"):
        yield Fault((), f"a network with `{security}` needs a `password`", "add it, or leave `security` out")


def _name_faults(name: str) -> Iterator[Fault]:
    size = len(name.encode())
    if not name:
        yield Fault(("name",), "the name of the network is empty", "write it as the access point tells it")
    elif size > MAX_NAME_BYTES:
        yield Fault(("name",), f"the name has {size} bytes, and can have {MAX_NAME_BYTES}", "is it the name?")
    elif _CONTROL.search(name):
        yield Fault(("name",), "the name has a control character in it", "write it in one line")


def _password_faults(password: str, security: object) -> Iterator[Fault]:
    size = len(password.encode())
    if security == "open":
        yield Fault(("password",), "an open network has no password", "leave out one of `password` and `security`")
    elif _CONTROL.search(password):
        yield Fault(("password",), "the password has a control character in it", "write it in one line")
    elif security == "wpa3":
        if not 1 <= size <= MAX_SAE_BYTES:
            yield Fault(
                ("password",),
                f"the password has {size} characters, and can have 1 to {MAX_SAE_BYTES}",
                "is it complete?",
            )
    elif size not in PASSWORD_BYTES and not is_raw_key(password):
        hint = "is it complete? for an open network leave it out"
        yield Fault(("password",), f"the password has {size} characters; passwords of Wi-Fi have 8 to 63", hint)


def _enterprise_faults(enterprise: Mapping[str, Any]) -> Iterator[Fault]:
    method = enterprise.get("method")
    for name in ("identity", "anonymous_identity", "password", "server", "key_password"):
        value = enterprise.get(name)
        if isinstance(value, str) and (_CONTROL.search(value) or not value):
            yield Fault((name,), f"`{name}` is empty or has a control character in it", "write it in one line")
    if method in _NEEDED:
        yield from _method_faults(method, enterprise)
    if enterprise.get("ca") == SYSTEM_CERTIFICATES and enterprise.get("server") is None:
        hint = "for example `server: radius.example.org`"
        yield Fault(("ca",), "`system` alone takes the server of anybody who has a certificate; add `server`", hint)


_NEEDED = {"peap": ("password", "ca"), "ttls": ("password", "ca"), "tls": ("ca", "key"), "pwd": ("password",)}
_UNUSED = {
    "peap": ("certificate", "key", "key_password"),
    "ttls": ("certificate", "key", "key_password"),
    "tls": ("password", "inner", "anonymous_identity"),
    "pwd": ("ca", "server", "anonymous_identity", "inner", "certificate", "key", "key_password"),
}


def _method_faults(method: str, enterprise: Mapping[str, Any]) -> Iterator[Fault]:
    """What does not fit to the way of logging in."""
    key = enterprise.get("key")
    hints = {"ca": "the file with the certificate of the network's server, for example `ca: radius.pem`"}
    for name in _NEEDED[method]:
        if enterprise.get(name) is None:
            yield Fault((), f"`{name}` is missing, which `{method}` needs", hints.get(name, ""))
    for name in _UNUSED[method]:
        if enterprise.get(name) is not None:
            yield Fault((name,), f"`{name}` has no meaning with `{method}`", "leave it out")
    if method == "peap" and enterprise.get("inner") == "pap":
        yield Fault(("inner",), "`pap` cannot stand with `peap`", "`mschapv2`, or `method: ttls`")
    if method == "tls" and isinstance(key, str):
        is_one_file = key.lower().endswith((".p12", ".pfx"))
        if not is_one_file and enterprise.get("certificate") is None:
            yield Fault((), "`certificate` is missing, which `tls` needs", "or a `key` that has both (.p12, .pfx)")
        if is_one_file and enterprise.get("certificate") is not None:
            yield Fault(("certificate",), "the `key` has the certificate in it already", "leave it out")
