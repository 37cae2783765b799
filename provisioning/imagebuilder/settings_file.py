"""The files of the screen's own on the card: `displayd.yaml` and what it names."""

from __future__ import annotations

import json
from pathlib import Path

from provisioning.imagebuilder.errors import BuildError
from provisioning.imagebuilder.lists import PROVISIONING

__all__ = ["card_files"]

CA_NAME = "company-ca.pem"

KEY_FILES = (".cer", ".crt", ".key", ".p12", ".pem", ".pfx")
"""How files with certificates and keys end."""


def card_files(settings: Path | None, hub: str, ca: Path | None, wifi: str, wifi_password: str) -> dict[str, bytes]:
    """Names and contents of the files to put on the card.

    Args:
        settings: a `displayd.yaml` to begin with; the example, in which nothing is set, when there is none.
        hub: address of the hub; empty for one that is looked for.
        ca: certificate of the company's CA.
        wifi: name of the Wi-Fi; empty for a cable.
        wifi_password: empty for an open network.

    Raises:
        BuildError: a file cannot be read, or says the same as the command line.
    """
    example = PROVISIONING / "displayd.yaml"
    source = settings or (example if example.exists() else None)
    text = _read(source).decode("utf-8-sig") if source else ""
    lines = []
    if hub:
        lines.append(f"hub: {json.dumps(hub)}")
    if ca:
        lines.append(f"ca: {CA_NAME}")
    if wifi:
        password = f", password: {json.dumps(wifi_password)}" if wifi_password else ""
        lines.append(f"wifi: {{name: {json.dumps(wifi)}{password}}}")
    for line in lines:
        key = line.partition(":")[0]
        if any(other.startswith(f"{key}:") for other in text.splitlines()):
            raise BuildError(f"{settings} says `{key}` already", "say it in one place")
    end = "\r\n" if "\r\n" in text else "\n"
    whole = "".join([*(line + end for line in lines), text])
    files = {"displayd.yaml": whole.encode()} if whole else {}
    if ca:
        files[CA_NAME] = _read(ca)
    if settings is not None:
        # Files that it names lie beside it.
        for other in sorted(settings.parent.iterdir()):
            if other.is_file() and other.suffix.lower() in KEY_FILES and other.name in text:
                files[other.name] = _read(other)
    return files


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as exc:
        raise BuildError(f"{path} cannot be read: {exc.strerror}") from exc
