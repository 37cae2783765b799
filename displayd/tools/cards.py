"""For every screen of a wall, what goes on the FAT partition of its card."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import structs

from displayd.atomic_files import make_folder, write_atomically
from displayd.device.config import Config, load, parse
from displayd.device.config_file.wifi import SYSTEM_CERTIFICATES
from displayd.device.config_file.writing import written
from displayd.errors import ConfigError, DisplaydError, Mistake
from displayd.hub.wall.screens import ScreenSpec
from displayd.tools.wall_check import check
from displayd.validation.yaml_source import quoted

__all__ = ["Card", "cards_of", "write_cards"]

SETTINGS = "displayd.yaml"


class Card(NamedTuple):
    """What goes on one card."""

    screen: str
    settings: Config
    """What the file says when it is read on the card, paths aside."""
    files: Mapping[str, bytes]
    """By name, `displayd.yaml` among them."""
    is_claimed: bool
    """Whether screens.yaml has a TV for this screen already."""


def cards_of(wall: Path, base: Path | None, hub: str | None, ca: Path | None = None) -> list[Card]:
    """The cards of the screens of the folder `wall`, in its order.

    Args:
        base: a `displayd.yaml` with what is the same for all; files that it names lie beside it.
        hub: address of the hub, instead of the one in `base`.
        ca: file with the certificates to trust, likewise.

    Raises:
        ConfigError: a mistake in the wall folder or in `base`.
    """
    common = Config()
    if base is not None:
        if not base.is_file():
            raise ConfigError(str(base), [Mistake(str(base), "there is no such file")])
        common = load(base)
    if hub is not None:
        parse("--hub", f"hub: {quoted(hub)}\n")
        common = structs.replace(common, hub=hub, endpoint=None)
    if ca is not None:
        _check_ca(ca)
        common = structs.replace(common, ca=str(ca.absolute()))
    files = _named_files(common)
    return [_card(spec, _beside(common), files) for spec in check(wall).screens.values()]


def write_cards(cards: list[Card], folder: Path, *, overwrite: bool = False) -> Iterator[Card]:
    """Write each card into a folder of its screen's name in `folder`; each is handed out once it is written and read.

    Raises:
        DisplaydError: there are others already, and `overwrite` is False; nothing is written then.
        ConfigError: a file is not taken by who will read it.
        StoreError: a file cannot be written.
    """
    if not overwrite:
        there = [card.screen for card in cards if _differs(card, folder / card.screen)]
        if there:
            hint = "write into another folder with --out, or --overwrite them"
            raise DisplaydError(f"{folder} has other files for {', '.join(there)}", hint)
    make_folder(folder)
    for card in cards:
        place = folder / card.screen
        make_folder(place)
        for name, content in card.files.items():
            write_atomically(place / name, content)
        if _beside(load(place / SETTINGS)) != card.settings:
            raise DisplaydError(f"{place / SETTINGS} is read as something else", "this is a fault of displayd")
        yield card


def _check_ca(path: Path) -> None:
    """Raises: ConfigError: no screen could use it."""
    try:
        ssl.create_default_context(cafile=path)
    except (OSError, ssl.SSLError) as exc:
        reason = "has no certificate (PEM)" if isinstance(exc, ssl.SSLError) else f"cannot be read: {exc.strerror}"
        raise ConfigError("--ca", [Mistake(str(path), reason, "`displayd hub cert` writes the hub's own")]) from exc


def _card(spec: ScreenSpec, common: Config, files: Mapping[str, bytes]) -> Card:
    settings = structs.replace(common, name=spec.name, rotate=spec.settings.rotate or common.rotate)
    # As Windows ends lines: its oldest editors show one long line otherwise.
    text = f"# The screen {spec.name}.\n{written(settings)}".replace("\n", "\r\n")
    return Card(spec.name, settings, {SETTINGS: text.encode(), **files}, spec.device is not None)


def _paths(config: Config) -> dict[str, str]:
    """Where `config` names files, and which."""
    login = config.wifi.enterprise if config.wifi is not None else None
    named = {"ca": config.ca}
    if login is not None:
        named |= {"login.ca": login.ca, "login.certificate": login.certificate, "login.key": login.key}
    return {place: path for place, path in named.items() if path is not None and path != SYSTEM_CERTIFICATES}


def _named_files(config: Config) -> dict[str, bytes]:
    """The files that `config` names, by the name that they have on the card.

    Raises:
        ConfigError: one cannot be read, or two have one name.
    """
    files: dict[str, bytes] = {}
    for path in dict.fromkeys(_paths(config).values()):
        try:
            content = Path(path).read_bytes()
        except OSError as exc:
            raise ConfigError(path, [Mistake(path, f"cannot be read: {exc.strerror}")]) from exc
        name = Path(path).name
        if name == SETTINGS or files.get(name, content) != content:
            raise ConfigError(path, [Mistake(path, f"a second file `{name}` for the card", "rename one of them")])
        files[name] = content
    return files


def _beside(config: Config) -> Config:
    """`config` with the names of files as they are beside it on the card."""

    def name(path: str | None) -> str | None:
        return Path(path).name if path is not None else None

    wifi = config.wifi
    if wifi is not None and wifi.enterprise is not None:
        login = wifi.enterprise
        login = structs.replace(login, ca=name(login.ca), certificate=name(login.certificate), key=name(login.key))
        wifi = structs.replace(wifi, enterprise=login)
    return structs.replace(config, ca=name(config.ca), wifi=wifi)


def _differs(card: Card, place: Path) -> bool:
    """True when `place` has a file of the card's names with another content."""
    return any(path.exists() and path.read_bytes() != content for path, content in _targets(card, place))


def _targets(card: Card, place: Path) -> Iterator[tuple[Path, bytes]]:
    return ((place / name, content) for name, content in card.files.items())
