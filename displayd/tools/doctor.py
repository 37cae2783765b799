"""What is installed and what works on this machine, for whoever is called to a dark TV."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from displayd.device.config import Config, load
from displayd.device.display.drm import connected_modes
from displayd.device.display.drm_modes import best_mode
from displayd.device.display.kms_screen import MACHINE, find_glass
from displayd.device.display.opening import is_console
from displayd.device.state.document_cache import remembered_by
from displayd.device.state.identity import Identity, existing
from displayd.device.state.secure_hubs import SecureHubs
from displayd.device.system.health import measured, versions
from displayd.device.trouble import TROUBLES, message_for, told_address
from displayd.errors import ConfigError, DisplaydError, ScreenError
from displayd.kernel_clock import system_error_seconds
from displayd.tools.document_letters import letters_told

if TYPE_CHECKING:
    from displayd.device.network.hub_error import HubError

__all__ = ["report"]

# As long as a hub may take to begin with TLS.
HANDSHAKE_SECONDS = 5.0

DRIVERS = ("kmsdrm", "wayland", "x11")
KERNEL = "kernel alone (driver kms)"

# In a process of its own: SDL can crash on a driver that half works.
_PROBE = """
import os, sys
os.environ["SDL_VIDEODRIVER"] = sys.argv[1]
os.environ["SDL_RENDER_DRIVER"] = "opengles2"
os.environ["PYGAME_HIDE_SUPPORT_PROMPT"] = "1"
sys.modules["numpy"] = sys.modules["pkg_resources"] = None
import pygame
try:
    pygame.display.init()
    size = pygame.display.set_mode((0, 0) if sys.argv[1] == "kmsdrm" else (64, 64)).get_size()
    info = pygame.display.Info()
    desktop = pygame.display.get_desktop_sizes()[0]
    print("works, desktop %dx%d" % desktop)
except pygame.error as exc:
    print("no:", exc)
"""


def report(config_path: Path, state: Path) -> int:
    """Print findings, one a line, marked ok, note or FAULT.

    Returns:
        0 when nothing stands in the way of a picture, 1 otherwise.
    """
    faults = 0
    for mark, text in _findings(config_path, state):
        print(f"{mark:5}  {text}")
        faults += mark == "FAULT"
    print("nothing stands in the way" if not faults else f"{faults} fault{'s' * (faults > 1)} to mend")
    return 1 if faults else 0


def _findings(config_path: Path, state: Path) -> Iterator[tuple[str, str]]:
    found = measured()
    yield "ok", f"host {found.host}, address {found.address or 'none'}, Python {sys.version.split()[0]}"
    for name, version in versions().items():
        yield "ok", f"{name} {version}"
    yield from _fonts()
    config = None
    try:
        config = load(config_path)
        where = told_address(config.document_url) or "the hub is looked for in the network"
        yield "ok", f"configuration {config_path}: {where}"
    except ConfigError as exc:
        yield from (("FAULT", f"configuration: {mistake}") for mistake in exc.mistakes)
    except DisplaydError as exc:
        yield "FAULT", f"configuration: {exc.message}"
    yield from _displays(config.screen.driver if config else "auto")
    identity = None
    try:
        identity = existing(state)
        known = f"fingerprint {identity.fingerprint}" if identity else "no identity yet: the first start makes one"
        yield ("ok" if identity else "note"), f"{known} (state in {state})"
    except DisplaydError as exc:
        yield "FAULT", f"identity: {exc.message}"
    if config is not None and identity is not None:
        yield from _letters(config, identity, state)
    error = system_error_seconds()
    now = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
    if error is None:
        yield "note", f"system clock {now}, not synchronised by NTP (the hub's time is used where there is a hub)"
    else:
        yield "ok", f"system clock {now}, synchronised to {error * 1000:.0f} ms"
    if config is not None:
        secure = SecureHubs(state)
        yield from _hub(config, identity, secure) if config.document_url else _found(config, secure)
    if found.throttling:
        yield "FAULT", f"the Pi reports: {found.throttling}"


def _fonts() -> Iterator[tuple[str, str]]:
    try:
        from displayd.paint.families import HAN_LETTERS, SCRIPTS
        from displayd.paint.text import PangoFonts
    except (ImportError, ValueError) as exc:
        yield "FAULT", f"Pango cannot be used: {exc}"
        return
    fonts = PangoFonts()
    for wanted, got in fonts.families_found().items():
        if got.startswith(wanted):
            yield "ok", f"font {wanted}: {got}"
        else:
            yield (
                "note",
                f"font {wanted} is missing, {got or 'nothing'} stands in (install fonts-inter, fonts-noto-core)",
            )
    drawn = fonts.scripts_found()
    others = {script: drawn[script] or "nothing" for script, (family, _) in SCRIPTS.items() if drawn[script] != family}
    if not others:
        yield "ok", f"fonts of {len(SCRIPTS)} other scripts: each its own of Noto Sans"
    for script, got in others.items():
        yield "note", f"no font of its own for {script} letters, {got} stands in (install fonts-noto-core)"
    for script in HAN_LETTERS:
        if got := drawn[script]:
            yield "ok", f"font of {script} letters: {got}"
        else:
            yield (
                "note",
                f"no font has {script} letters (install fonts-noto-cjk, or fonts-droid-fallback and fonts-nanum)",
            )


def _letters(config: Config, identity: Identity, state: Path) -> Iterator[tuple[str, str]]:
    """Whether the letters of the dashboard that the screen remembers have fonts."""
    try:
        from displayd.paint.text import PangoFonts
    except (ImportError, ValueError):
        # Told already.
        return
    saved = remembered_by(state, config.document_url, identity.fingerprint).load()
    if saved is not None:
        yield from letters_told(saved.body, PangoFonts())


def _displays(driver: str) -> Iterator[tuple[str, str]]:
    """Args: driver: the one in the configuration."""
    modes = connected_modes()
    for connector, names in modes.items():
        if names:
            yield "ok", f"connector {connector}: {len(names)} modes, best {names[0]}"
        else:
            yield "FAULT", f"connector {connector}: a TV that does not tell its modes (try another cable or port)"
    if not modes:
        yield "note", "no connector with a TV on it (or no access to /sys/class/drm)"
    answers = {f"SDL driver {name}": _sdl_answer(name) for name in DRIVERS} | {KERNEL: _kernel_answer()}
    for name, answer in answers.items():
        yield ("ok" if _works(answer) else "note"), f"{name}: {answer}"
    yield "ok", f"`displayd run` takes {_choice(driver, answers)}"
    if not any(map(_works, answers.values())):
        yield "FAULT", "nothing shows a picture: no TV, another program on it, or no right to use it (group video)"


def _works(answer: str) -> bool:
    return answer.startswith("works")


def _sdl_answer(driver: str) -> str:
    try:
        probe = subprocess.run(
            [sys.executable, "-c", _PROBE, driver], capture_output=True, text=True, timeout=20, check=False
        )
    except subprocess.TimeoutExpired:
        return "no: did not answer"
    last = probe.stderr.strip().rpartition("\n")[2]
    return probe.stdout.strip() or f"no: {last or f'ended with {probe.returncode}'}"


def _kernel_answer() -> str:
    try:
        glass = find_glass(MACHINE)
    except ScreenError as exc:
        return f"no: {exc.message}"
    name, card, mode = glass.socket.name, glass.card.driver(), best_mode(glass.socket.modes)
    glass.card.close()
    return f"works, {name} of {card} in mode {mode}"


def _choice(driver: str, answers: dict[str, str]) -> str:
    """What the screen of this machine would show pictures with, and why."""
    if driver != "auto":
        return f"driver {driver}, as the configuration says"
    if not is_console(os.environ):
        return "SDL's driver for this desktop"
    answer = answers.get("SDL driver kmsdrm", "")
    return "driver kmsdrm" if _works(answer) else f"driver kms, as SDL's kmsdrm says {answer or 'nothing'}"


def _hub(config: Config, identity: Identity | None, secure: SecureHubs) -> Iterator[tuple[str, str]]:
    """Whether the hub answers. Without an identity only its time is asked for: a hub lists every secret it is shown."""
    from displayd.device.network.hub_client import client_for
    from displayd.device.network.hub_error import HubError

    if config.hub and _refuses(config, secure, config.hub, is_found=False):
        message = message_for("tls-dropped", config.hub)
        yield "FAULT", f"{message.sentence} {message.advice}"
        return
    client = client_for(config, identity or Identity("", ""))
    try:
        if config.is_hub and identity is None:
            client.measure_time()
            yield "ok", f"{config.hub} is a hub"
        else:
            client.fetch(None, wait_seconds=0)
            yield "ok", f"{told_address(config.document_url)} answers with a document"
    except HubError as exc:
        yield ("note" if exc.kind == "not-claimed" else "FAULT"), _told(exc)
    finally:
        client.close()


def _found(config: Config, secure: SecureHubs) -> Iterator[tuple[str, str]]:
    """Which hubs are found where none is named."""
    from displayd.device.network.discovery import find_hubs
    from displayd.device.network.hub_error import HubError
    from displayd.device.network.hub_link import asked
    from displayd.device.state.found_hub import FoundHub

    def wrong_with(hub: FoundHub) -> HubError | None:
        if _refuses(config, secure, hub.url, is_found=True):
            return HubError(hub.url, "tls-dropped", "is without HTTPS")
        return asked(hub, config.ca or "")

    hubs, failures = find_hubs(wrong_with)
    for number, hub in enumerate(hubs):
        yield "note" if number else "ok", f"found the hub {hub.name} at {hub.url}{' too' if number else ''}"
    if not hubs:
        yield from (("FAULT", _told(failure)) for failure in failures)
    if not hubs and not failures:
        yield "FAULT", "no hub is found in this network, and displayd.yaml names none"


def _refuses(config: Config, secure: SecureHubs, url: str, *, is_found: bool) -> bool:
    """Whether the screen would not talk to the hub at `url`, as that has no TLS."""
    return not config.allow_plain and secure.refuses(url, is_found=is_found, has_ca=config.ca is not None)


def _told(error: HubError) -> str:
    """What went wrong with a hub, in the words of the TV, and what to do."""
    parts = urllib.parse.urlsplit(error.url)
    if error.kind in ("cut-off", "bad-answer") and parts.scheme == "http" and _speaks_tls(parts):
        message = message_for("https-only", error.url, f"hub: https://{parts.netloc}{_before_api(parts.path)}")
        return f"{message.heading}: {message.sentence} {message.advice}"
    heading = TROUBLES[error.kind].heading
    return f"{heading}: {error.message} ({error.hint})" if error.hint else f"{heading}: {error.message}"


def _before_api(path: str) -> str:
    return path.partition("/v1/")[0]


def _speaks_tls(parts: urllib.parse.SplitResult) -> bool:
    """Whether TLS answers where plain HTTP was asked for; whose certificate it is does not matter here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), HANDSHAKE_SECONDS) as plain:
            context.wrap_socket(plain, server_hostname=parts.hostname).close()
    except OSError:
        return False
    return True
