"""Makes the machine as `displayd.yaml` says. Nothing here may stop it: what fails is told, and the rest done."""

from __future__ import annotations

import logging
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from displayd.appliance.facts import machine_facts
from displayd.appliance.machine_files import EVERY_FILE, TIME_SERVERS, MachineFile, host_name, machine_files
from displayd.device.config import read_file
from displayd.device.config_file.text import found_file
from displayd.errors import ConfigError

__all__ = ["configure", "write_files"]

logger = logging.getLogger(__name__)

HOST_NAME = "proc/sys/kernel/hostname"

# What takes up the files, if it runs already: networkd and radios only when this is done by hand.
_RELOADED = ("systemctl", "--no-block", "try-reload-or-restart", "systemd-networkd.service", "displayd-wifi@*.service")
_RESTARTED = ("systemctl", "--no-block", "try-restart", "systemd-timesyncd.service")


def configure(file: Path, root: Path = Path("/")) -> None:
    """Write what the settings in `file` ask of the machine, below `root`.

    Settings with mistakes have their defaults, the others hold: a slip in one line must not take the network away from
    a screen that would show it, nor the way in from whoever comes to mend it.

    Raises:
        ConfigError: there are mistakes; everything else has been done by then.
    """
    config, mistakes = read_file(file)
    logger.info("Settings are those of %s", found_file(file))
    files = machine_files(config)
    write_files(files, root)
    name = host_name(config, machine_facts(root))
    try:
        (root / HOST_NAME).write_text(f"{name}\n")
    except OSError as exc:
        logger.error("The machine cannot be called %s: %s", name, exc.strerror)  # noqa: TRY400 - a fault, not ours
    logger.info("This machine is %s; set up: %s", name, ", ".join(Path(path).name for path in files))
    if root == Path("/"):
        _take_up([_RELOADED, _RESTARTED] if TIME_SERVERS in files else [_RELOADED])
    if mistakes:
        raise ConfigError(str(file), mistakes)


def write_files(files: Mapping[str, MachineFile], root: Path) -> None:
    """Make `files` below `root`, and remove those of `EVERY_FILE` that are not among them."""
    for name in EVERY_FILE:
        path = root / name
        try:
            path.unlink(missing_ok=True)
            if name in files:
                path.parent.mkdir(parents=True, exist_ok=True)
                _make(path, files[name])
        except OSError as exc:
            logger.error("%s cannot be written: %s", path, exc.strerror)  # noqa: TRY400 - a fault, not ours


def _make(path: Path, file: MachineFile) -> None:
    if file.is_link:
        path.symlink_to(file.content)
        return
    path.touch(mode=file.mode, exist_ok=False)
    path.write_text(file.content, encoding="utf-8")
    path.chmod(file.mode)


def _take_up(commands: Sequence[Sequence[str]]) -> None:
    for command in commands:
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=10)
        except (OSError, subprocess.SubprocessError) as exc:
            logger.warning("`%s` failed: %s", " ".join(command), exc)
