"""What the tests of the device share."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.device.network.name_service import NameService
from displayd.paint.text import PangoFonts
from tests.device.rig import Rig
from tests.support.fakes import FakeHub


@pytest.fixture(autouse=True)
def no_proxy_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is reached directly, whatever the machine that runs the tests needs for the rest of the world."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def no_name_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody beyond loopback is asked why a name is unknown."""
    monkeypatch.setattr("displayd.device.network.transport.name_service", NameService)


@pytest.fixture(scope="session")
def fonts() -> PangoFonts:
    """The machine's fonts."""
    return PangoFonts()


@pytest.fixture
def rig(fonts: PangoFonts) -> Rig:
    """A drawing loop that is stepped by hand."""
    return Rig(fonts)


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    """A hub that runs."""
    with FakeHub() as running:
        yield running


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with self-signed certificates and keys, `good`, `expired`, `tomorrow`, `other-name`: .pem and .key."""
    folder = tmp_path_factory.mktemp("certificates")
    _certify(folder, "good", "IP:127.0.0.1,DNS:localhost")
    _certify(folder, "other-name", "DNS:somebody-else.example")
    _certify(folder, "expired", "IP:127.0.0.1,DNS:localhost", "20200101000000Z", "20210101000000Z")
    _certify(folder, "tomorrow", "IP:127.0.0.1,DNS:localhost", "20900101000000Z", "20910101000000Z")
    return folder


def _certify(folder: Path, name: str, names: str, start: str = "", end: str = "") -> None:
    key, request, made = (folder / f"{name}.{kind}" for kind in ("key", "csr", "pem"))
    new_key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(key)]
    _openssl(
        "req", "-new", *new_key, "-subj", f"/CN={name}", "-addext", f"subjectAltName={names}", "-out", str(request)
    )
    # `openssl ca` is the one that takes any dates.
    (folder / "index.txt").write_text("")
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca=one\n[one]\n"
        f"database={folder}/index.txt\nnew_certs_dir={folder}\nrand_serial=yes\ndefault_md=sha256\n"
        "policy=any\ncopy_extensions=copy\ndefault_days=3650\nunique_subject=no\n"
        "[any]\ncommonName=supplied\n"
    )
    dates = ["-startdate", start, "-enddate", end] if start else []
    options = ["-selfsign", "-batch", "-notext", "-config", str(folder / "ca.cnf"), "-keyfile", str(key), *dates]
    _openssl("ca", *options, "-in", str(request), "-out", str(made))


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
