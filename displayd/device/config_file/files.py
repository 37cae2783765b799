"""The files beside `displayd.yaml` that it names: certificates and keys."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from displayd.device.config_file.wifi import SYSTEM_CERTIFICATES
from displayd.validation.faults import Fault
from displayd.validation.file_names import alike, composed

__all__ = ["beside", "files_faults"]

# Certificates are small; a whole disk image named by mistake is not read.
MAX_BYTES = 1_000_000

_TO_PEM = "export it as Base-64 (.CER), or `openssl x509 -inform der -in {name} -out ca.pem`"


def beside(folder: Path, name: str) -> Path:
    """The file called `name` in `folder`, in whichever case: FAT does not tell `CA.PEM` from `ca.pem`, others do.

    Nor does it matter how a Mac has spelled its accents.
    """
    path = folder / name
    if not path.exists() and path.parent.is_dir():
        names = sorted(one.name for one in path.parent.iterdir())
        same = [one for one in names if composed(one) == composed(path.name)] or alike(path.name, names)
        return path.with_name(same[0]) if same else path
    return path


def files_faults(folder: Path, data: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the files that settings name.

    Args:
        folder: where the file of the settings is.
        data: the settings; any part of them may have a wrong type.
    """
    if isinstance(data.get("ca"), str):
        yield from (fault.under("ca") for fault in _file_faults(folder, data["ca"], is_pem=True))
    wifi = data.get("wifi")
    login = wifi.get("enterprise") if isinstance(wifi, Mapping) else None
    for key in ("ca", "certificate", "key"):
        name = login.get(key) if isinstance(login, Mapping) else None
        if isinstance(name, str) and name != SYSTEM_CERTIFICATES:
            faults = _file_faults(folder, name, is_pem=key != "key")
            yield from (fault.under("wifi", "enterprise", key) for fault in faults)


def _file_faults(folder: Path, name: str, *, is_pem: bool) -> Iterator[Fault]:
    """What is wrong with the file called `name` beside `displayd.yaml`, which is in `folder`.

    An absolute path is not looked at: whether it is there is seen when it is needed, and a lost file must not take the
    remembered page away. A file on the card was written together with the settings.

    Args:
        is_pem: whether it has to be text with certificates in it (PEM).
    """
    if not name:
        yield Fault((), "the name of the file is empty", "leave it out, or name a file beside this one")
    elif "\\" in name or name[1:2] == ":":
        yield Fault((), f"`{name}` is a place on another computer", f"put the file beside this one, as `{_last(name)}`")
    elif not Path(name).is_absolute():
        yield from _content_faults(beside(folder, name), name, is_pem=is_pem)


def _last(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2] or "ca.pem"


def _content_faults(path: Path, name: str, *, is_pem: bool) -> Iterator[Fault]:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except FileNotFoundError:
        yield Fault((), f"there is no file `{name}` beside this one", _like(path))
    except OSError as exc:
        yield Fault((), f"`{name}` cannot be read: {exc.strerror}")
    else:
        if not is_pem or b"-----BEGIN CERTIFICATE-----" in data or b"-----BEGIN TRUSTED CERTIFICATE-----" in data:
            return
        if b"PRIVATE KEY-----" in data:
            yield Fault((), f"`{name}` has a private key in it, and no certificate", "name the file of the certificate")
        elif data[:1] == b"\x30" or b"-----BEGIN PKCS7-----" in data:
            # ASN.1 begins so: DER, or a bag of certificates (.p7b).
            yield Fault((), f"`{name}` is not text (PEM)", _TO_PEM.format(name=name))
        else:
            yield Fault((), f"`{name}` has no certificate in it", "it begins with `-----BEGIN CERTIFICATE-----`")


def _like(path: Path) -> str:
    """A file of nearly that name, if there is one."""
    try:
        names = [one.name for one in path.parent.iterdir()]
    except OSError:
        names = []
    close = difflib.get_close_matches(path.name, names, n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else "copy it there"
