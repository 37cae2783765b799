"""The Pi's own settings: `displayd.yaml`, on the card of an appliance or in `/etc/displayd`.

There are few, because what a screen shows is the hub's business, and none is needed: without a hub in it, or without
the file, the screen looks for its hub in the network. The smallest file is one line:

    hub: https://dashboards.example.org
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from msgspec import Meta, Struct, structs

from displayd.device.config_file.files import beside, files_faults
from displayd.device.config_file.hub_address import address_faults
from displayd.device.config_file.machine import NetworkSettings, machine_faults
from displayd.device.config_file.reading import read
from displayd.device.config_file.secret import Secretive
from displayd.device.config_file.text import UnreadableError, decoded, found_file, second_file
from displayd.device.config_file.wifi import SYSTEM_CERTIFICATES, Wifi
from displayd.errors import ConfigError, Mistake
from displayd.text.locales import LOCALE_PATTERN
from displayd.validation.faults import Fault

__all__ = ["Config", "DisplaySettings", "Margins", "Reading", "load", "parse", "read_file"]


Percent = Annotated[float, Meta(ge=0, le=10)]
Address = Annotated[str, Meta(max_length=2000)]
Line = Annotated[str, Meta(max_length=300)]


class Margins(NamedTuple):
    """What to leave free at each edge, in percent of the TV's width (left, right) or height (top, bottom)."""

    top: float
    right: float
    bottom: float
    left: float


class DisplaySettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which picture to ask of the TV; everything here is found out when left open."""

    driver: Annotated[
        Literal["auto", "x11", "wayland", "kmsdrm", "kms"],
        Meta(
            description=(
                "How to reach the display: on a Pi's console `kmsdrm` (through SDL and OpenGL ES) or `kms` (through "
                "the kernel alone), `x11` or `wayland` on a desktop, `auto` to find out."
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

    refresh: Annotated[
        Annotated[int, Meta(ge=20, le=240)] | None,
        Meta(
            description=(
                "Pictures a second wanted: the nearest that the TV has in that size. With the driver `kms` only."
            )
        ),
    ] = None


class Config(Secretive, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What `displayd.yaml` may say; nothing has to be. With neither `hub` nor `endpoint` the hub is looked for."""

    SECRETS: ClassVar[tuple[str, ...]] = ("proxy",)

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
        str | None,
        Meta(
            description=(
                "Name that the screen would like in `screens.yaml`: shown on the TV and proposed by the hub until the "
                "screen is claimed. An appliance is called `displayd-NAME` in the network."
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
                "File (PEM) with the certificates to trust instead of the system's, for a company's own CA: the name "
                "of a file beside this one, or a whole path."
            )
        ),
    ] = None

    allow_plain: Annotated[
        bool,
        Meta(
            description=(
                "True where the hub has given HTTPS up. Otherwise a screen that has talked to its hub over HTTPS, or "
                "has a `ca` and looks for its hub, takes none without: a stranger could answer in its stead."
            )
        ),
    ] = False

    locale: Annotated[
        str,
        Meta(
            pattern=LOCALE_PATTERN,
            max_length=40,
            examples=["en-GB", "de-DE"],
            description=(
                "Language of what the screen says while it has no dashboard, for example `de-DE`. A dashboard has the "
                "hub's."
            ),
        ),
    ] = "en-GB"

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

    wifi: Annotated[Wifi | None, Meta(description="Which wireless network to join. Left out: the cable.")] = None

    network: Annotated[
        NetworkSettings, Meta(description="Fixed addresses, where the network gives none by itself (DHCP).")
    ] = NetworkSettings()

    time_servers: Annotated[
        Annotated[list[Line], Meta(max_length=8)],
        Meta(description="Where the machine's clock is set from (NTP). Left out: as the network says (DHCP)."),
    ] = []

    timezone: Annotated[
        str | None,
        Meta(
            description="Time zone of the machine, for example `Europe/London`: for its journal. What is on the glass "
            "has its own, from the hub."
        ),
    ] = None

    ssh_keys: Annotated[
        Annotated[list[Annotated[str, Meta(max_length=4000)]], Meta(max_length=50)],
        Meta(
            description="Public keys of those who may log in as root by ssh, as in `authorized_keys`. Left out: "
            "nobody, and no such service runs."
        ),
    ] = []

    @property
    def is_hub(self) -> bool:
        """True when a hub answers, be it one that is yet to be found; False for a plain web server."""
        return self.endpoint is None

    @property
    def document_url(self) -> str:
        """Where the screen document is; empty while no hub is known, as neither `hub` nor `endpoint` is given."""
        return f"{self.hub.rstrip('/')}/v1/screen" if self.hub is not None else self.endpoint or ""

    @property
    def edges(self) -> Margins:
        """`margins`, spelt out."""
        return Margins(*self.margins) if isinstance(self.margins, list) else Margins(*[self.margins] * 4)


class Reading(NamedTuple):
    """What a file says, as far as it is right."""

    config: Config
    """A setting with a mistake in it has its default."""
    mistakes: tuple[Mistake, ...]
    """None of them repeats a password."""


def load(path: Path) -> Config:
    """The settings in the file `path`; without such a file every setting has its default.

    Raises:
        ConfigError: unreadable, or wrong; every mistake with its line.
    """
    reading = read_file(path)
    if reading.mistakes:
        raise ConfigError(str(path), reading.mistakes)
    return reading.config


def parse(name: str, text: str) -> Config:
    """The settings in `text`. The files that it names are not looked at.

    Args:
        name: the file's name, for messages.

    Raises:
        ConfigError: see `load`.
    """
    config, mistakes = read(name, text, Config, lambda data: _faults(data, None))
    if mistakes:
        raise ConfigError(name, mistakes)
    return config


def read_file(path: Path) -> Reading:
    """What is right in the file `path`, and what is wrong; names of files beside it become absolute paths."""
    second = second_file(path)
    path = found_file(path)
    try:
        text = decoded(path.read_bytes())
    except FileNotFoundError:
        return Reading(Config(), ())
    except UnreadableError as exc:
        where = f"{path}:{exc.line}" if exc.line else str(path)
        return Reading(Config(), (Mistake(where, exc.reason, exc.hint),))
    except OSError as exc:
        hint = "if it stays, write the card anew or use another"
        return Reading(Config(), (Mistake(str(path), f"cannot be read: {exc.strerror}", hint),))
    config, mistakes = read(str(path), text, Config, lambda data: _faults(data, path.parent))
    if second is not None:
        hint = "keep everything in one of them, and delete the other"
        mistakes.append(Mistake(str(second), f"is not read, as there is `{path.name}`", hint))
    return Reading(_resolved(config, path.parent), tuple(mistakes))


def _resolved(config: Config, folder: Path) -> Config:
    """`config` with absolute paths of the files in `folder` that it names."""

    def absolute(name: str | None) -> str | None:
        return name if name is None or name == SYSTEM_CERTIFICATES else str(beside(folder, name).absolute())

    wifi = config.wifi
    if wifi is not None and wifi.enterprise is not None:
        login = wifi.enterprise
        paths = {key: absolute(getattr(login, key)) for key in ("ca", "certificate", "key")}
        wifi = structs.replace(wifi, enterprise=structs.replace(login, **paths))
    return structs.replace(config, ca=config.ca and absolute(config.ca), wifi=wifi)


def _faults(data: Mapping[str, Any], folder: Path | None) -> Iterator[Fault]:
    """What the types cannot say, for as much of `data` as has the right type.

    Args:
        folder: where the files are that it names; None to let them be.
    """
    hub, endpoint, screen = (data.get(key) for key in ("hub", "endpoint", "screen"))
    if hub is not None and endpoint is not None:
        yield Fault(("endpoint",), "`hub` and `endpoint` cannot both be given", "keep the one that is there")
    for key, address in (("hub", hub), ("endpoint", endpoint)):
        if isinstance(address, str):
            yield from address_faults(key, address)
    if isinstance(screen, dict) and (screen.get("width") is None) != (screen.get("height") is None):
        yield Fault(("screen",), "`width` and `height` belong together", "give both or neither")
    yield from machine_faults(data)
    if folder is not None:
        yield from files_faults(folder, data)
