"""What a RAUC bundle says of itself: by RAUC's own tool, or by the file that the image builder put beside it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from displayd.errors import ConfigError, DisplaydError, Mistake
from displayd.protocol.updates import Compatible, Sha256, Version
from displayd.validation.faults import check_json

__all__ = ["SIDE_FILE_ENDING", "BundleFacts", "facts_of"]

SIDE_FILE_ENDING = ".json"
"""After the name of the bundle."""

# It reads the end of the file only.
TOOL_SECONDS = 60

_T = TypeVar("_T", bound=Struct)


class BundleFacts(Struct, frozen=True):
    """What the manifest in a bundle says."""

    version: Annotated[Version, Meta(description="Version of the image in it.")]
    compatible: Annotated[Compatible, Meta(description="Which machines it is for.")]


class _SideFile(BundleFacts, frozen=True):
    """What `provisioning/make-bundle` writes beside a bundle."""

    sha256: Sha256


def facts_of(bundle: Path, sha256: str, ca: Path | None = None) -> BundleFacts:
    """What `bundle` is, whatever its name says.

    Args:
        sha256: of the file, which the one beside it has to name.
        ca: certificates (PEM) by which its signature has to be good; None to leave that to the screens.

    Raises:
        ConfigError: it is no bundle, its signature is not good, or the file beside it is about another one.
        DisplaydError: neither RAUC nor the file beside it is there.
    """
    if shutil.which("rauc"):
        return _told(str(bundle), _asked(bundle, ca), BundleFacts)
    if ca is not None:
        raise DisplaydError("a signature is checked by `rauc`, which is not installed", "sudo apt install rauc")
    beside = bundle.with_name(bundle.name + SIDE_FILE_ENDING)
    try:
        side = _told(str(beside), beside.read_bytes(), _SideFile)
    except OSError as exc:
        hint = f"sudo apt install rauc, or put the file {beside.name}, which the image builder made, beside it"
        raise DisplaydError(f"{bundle}: what it is cannot be told: {beside}: {exc.strerror}", hint) from exc
    if side.sha256 != sha256:
        hint = "copy both files again, from where the bundle was built"
        raise ConfigError(str(beside), [Mistake(str(beside), "is about another file", hint)])
    return BundleFacts(side.version, side.compatible)


def _asked(bundle: Path, ca: Path | None) -> bytes:
    """What `rauc info` prints about `bundle`."""
    keys = ["--no-verify"] if ca is None else [f"--keyring={ca}"]
    command = ["rauc", "info", *keys, "--output-format=json", str(bundle)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=TOOL_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise DisplaydError(f"rauc cannot be asked about {bundle}: {exc}") from exc
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no bundle"]
        hint = "give a bundle as `provisioning/make-bundle` makes it, and the certificate that signed it"
        raise ConfigError(str(bundle), [Mistake(str(bundle), f"is not a good bundle: {said[-1]}", hint)])
    return done.stdout


def _told(name: str, data: bytes, kind: type[_T]) -> _T:
    """What `data`, which stands in `name`, says, as `kind`."""
    try:
        found, faults = check_json(data, kind)
    except (msgspec.DecodeError, ValueError) as exc:
        raise ConfigError(name, [Mistake(name, f"is not JSON: {exc}")]) from exc
    if found is None:
        raise ConfigError(name, [Mistake(f"{name}, manifest", fault.reason, fault.hint) for fault in faults])
    assert isinstance(found, kind)
    return found
