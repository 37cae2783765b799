"""The Pi's own settings: `/etc/displayd/displayd.yaml`.

There are few, because what a screen shows is the hub's business. The smallest file is one line:

    hub: https://dashboards.example.org
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from displayd.errors import ConfigError, Mistake
from displayd.validation import yaml_source
from displayd.validation.faults import Fault, check

__all__ = ["Config", "DisplaySettings", "Margins", "load", "parse"]


Percent = Annotated[float, Meta(ge=0, le=10)]
Address = Annotated[str, Meta(max_length=2000)]


class Margins(NamedTuple):
    """What to leave free at each edge, in percent of the TV's width (left, right) or height (top, bottom)."""

    top: float
    right: float
    bottom: float
    left: float


class DisplaySettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which picture to ask of the TV; everything here is found out when left open."""

    driver: Annotated[
        Literal["auto", "x11", "wayland", "kmsdrm"],
        Meta(
            description=(
                "How to reach the display: `kmsdrm` on a Pi's console, `x11` or `wayland` on a desktop, `auto` to "
                "find out."
            )
        ),
    ] = "auto"

    width: Annotated[
        Annotated[int, Meta(ge=320, le=7680)] | None,
        Meta(description="Width wanted, px; together with `height`. The TV's own choice when left out."),
    ] = None

    height: Annotated[
        Annotated[int, Meta(ge=240, le=7680)] | None, Meta(description="Height wanted, px; together with `width`.")
    ] = None


class Config(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `displayd.yaml` may say. Exactly one of `hub` and `endpoint` is needed."""

    hub: Annotated[
        Address | None,
        Meta(
            description=(
                "Address of the hub, for example `https://dashboards.example.org`; a path in front of `/v1` may follow."
            )
        ),
    ] = None

    endpoint: Annotated[
        Address | None,
        Meta(
            description=(
                "Address of a screen document on a plain web server, when there is no hub: "
                "`http://files/screens/lobby.json`."
            )
        ),
    ] = None

    name: Annotated[
        Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)] | None,
        Meta(
            description=(
                "Name that the screen would like in `screens.yaml`: shown on the TV and proposed by the hub until the "
                "screen is claimed."
            )
        ),
    ] = None

    proxy: Annotated[
        Address | None,
        Meta(
            description=(
                "Address of the proxy to the hub: `http://proxy.example.org:3128`. Used for everything but this "
                "machine itself and a hub that was found by itself; left out: `http_proxy`, `https_proxy` and "
                "`no_proxy` of the service's environment hold."
            )
        ),
    ] = None

    ca: Annotated[
        Address | None,
        Meta(
            description=(
                "Path of a file (PEM) with the certificates to trust instead of the system's: for a company's own CA."
            )
        ),
    ] = None

    rotate: Annotated[
        Literal[0, 90, 180, 270] | None,
        Meta(description="How the TV hangs, in degrees clockwise. Left out: the document decides."),
    ] = None

    margins: Annotated[
        Percent | Annotated[list[Percent], Meta(min_length=4, max_length=4)],
        Meta(
            description=(
                "For a TV that cuts off the edges (overscan): percent of each edge to leave free, 0 to 10. One "
                "number for all edges, or four: `[top, right, bottom, left]` as you stand before the picture."
            )
        ),
    ] = 0.0

    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Meta(description="How much is written to the journal.")
    ] = "info"

    wait_seconds: Annotated[
        float,
        Meta(
            ge=0,
            le=50,
            description=(
                "How long one question to the hub may stay open until there is news. Shorter if a proxy gives up "
                "earlier."
            ),
        ),
    ] = 25.0

    poll_seconds: Annotated[
        float,
        Meta(
            ge=15,
            le=3600,
            description=(
                "How often to ask a plain web server, which cannot keep a question open; 20 % more or less by chance."
            ),
        ),
    ] = 30.0

    picture_seconds: Annotated[
        float,
        Meta(
            ge=0,
            le=86_400,
            description="How often the hub gets a small picture of what is on show, for its wall page; 0 for never.",
        ),
    ] = 30.0

    screen: Annotated[DisplaySettings, Meta(description="Which picture to ask of the TV.")] = DisplaySettings()

    @property
    def is_hub(self) -> bool:
        """True when a hub answers, False for a plain web server."""
        return self.hub is not None

    @property
    def document_url(self) -> str:
        """Where the screen document is."""
        return f"{self.hub.rstrip('/')}/v1/screen" if self.hub is not None else self.endpoint or ""

    @property
    def edges(self) -> Margins:
        """`margins`, spelt out."""
        return Margins(*self.margins) if isinstance(self.margins, list) else Margins(*[self.margins] * 4)


def load(path: Path) -> Config:
    """The settings in the file `path`.

    Raises:
        ConfigError: no such file, unreadable, or wrong; every mistake with its line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as exc:
        hint = "write one that says, for example, `hub: https://dashboards.example.org`"
        raise ConfigError(str(path), [Mistake(str(path), "there is no such file", hint)]) from exc
    except UnicodeDecodeError as exc:
        raise ConfigError(str(path), [Mistake(str(path), "not UTF-8 text", "save it as UTF-8")]) from exc
    except OSError as exc:
        raise ConfigError(str(path), [Mistake(str(path), f"cannot be read: {exc.strerror}")]) from exc
    return parse(str(path), text)


def parse(name: str, text: str) -> Config:
    """The settings in `text`.

    Args:
        name: the file's name, for messages.

    Raises:
        ConfigError: see `load`.
    """
    yaml = yaml_source.parse(name, text)
    data = {} if yaml.data is None else yaml.data
    if not isinstance(data, dict):
        hint = "write one setting per line, for example `hub: https://dashboards.example.org`"
        raise ConfigError(name, [Mistake(yaml.where(()), "this is not a list of settings", hint)])
    config, faults = check(data, Config)
    faults += _faults(data)
    if faults:
        raise ConfigError(name, [fault.in_file(yaml) for fault in faults])
    assert isinstance(config, Config)
    return config


def _faults(data: dict[str, object]) -> Iterator[Fault]:
    """What the types cannot say, for as much of `data` as has the right type."""
    hub, endpoint, ca, screen, proxy = (data.get(key) for key in ("hub", "endpoint", "ca", "screen", "proxy"))
    if hub is not None and endpoint is not None:
        yield Fault(("endpoint",), "`hub` and `endpoint` cannot both be given", "keep the one that is there")
    if hub is None and endpoint is None:
        yield Fault((), "neither `hub` nor `endpoint` is given", "for example `hub: https://dashboards.example.org`")
    for key, address in (("hub", hub), ("endpoint", endpoint)):
        if isinstance(address, str):
            yield from _address_faults(key, address)
    if isinstance(proxy, str):
        yield from _proxy_faults(proxy)
    if isinstance(ca, str) and not Path(ca).is_absolute():
        # Whether it is there is seen when it is needed: a lost file must not take the remembered page away.
        yield Fault(("ca",), f"`{ca}` is not an absolute path", "for example `/etc/displayd/company-ca.pem`")
    if isinstance(screen, dict) and (screen.get("width") is None) != (screen.get("height") is None):
        yield Fault(("screen",), "`width` and `height` belong together", "give both or neither")


def _address_faults(key: str, address: str) -> Iterator[Fault]:
    example = "https://dashboards.example.org" if key == "hub" else "http://files.example.org/screens/lobby.json"
    try:
        parts = urllib.parse.urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character.isspace() or character == "\\" for character in address):
        hint = f"write it with http:// or https://, for example `{example}`"
        yield Fault((key,), f"`{_shown(address)}` is not an address", hint)
        return
    if parts.username is not None or parts.password is not None:
        yield Fault((key,), f"`{_shown(address)}` has a user or a password in it", "leave out what is before the `@`")
    if parts.fragment or (key == "hub" and parts.query):
        yield Fault((key,), f"`{_shown(address)}` has more than an address", "leave out what follows the `?` or `#`")
    if key == "hub" and parts.path.rstrip("/").endswith("/v1/screen"):
        yield Fault((key,), f"`{_shown(address)}` is the address of a document", "leave out `/v1/screen`")


def _proxy_faults(address: str) -> Iterator[Fault]:
    try:
        parts = urllib.parse.urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port is not None
    except ValueError:
        usable = False
    if not usable or parts.path.strip("/") or parts.query or parts.fragment or any(map(str.isspace, address)):
        hint = "write it with its port, for example `http://proxy.example.org:3128`"
        yield Fault(("proxy",), f"`{_shown(address)}` is not the address of a proxy", hint)


def _shown(address: str) -> str:
    """`address` without the password that somebody may have put in it."""
    before, at, after = address.rpartition("@")
    scheme, slashes, _ = before.rpartition("//")
    return f"{scheme}{slashes}***@{after}" if at else address
