"""The hub's own CA: whom it vouches for, for how long, and when there is a new certificate."""

from __future__ import annotations

import datetime
import os
import shutil
import socket
import ssl
import stat
import subprocess
import threading
from pathlib import Path

import pytest
from cryptography import x509

from displayd.errors import StoreError
from displayd.hub.own_certificate import CA_DAYS, HUB_DAYS, RENEW_DAYS, Made, OwnCertificate, days_left

NOW = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
HOSTS = {"hub.office.example", "displayd-hub", "localhost", "*.tv.example"}
ADDRESSES = {"10.0.0.7", "127.0.0.1", "::1", "fd00::7"}


def days(count: float) -> datetime.timedelta:
    """So long."""
    return datetime.timedelta(days=count)


def made(folder: Path, hosts: set[str] = HOSTS, addresses: set[str] = ADDRESSES) -> OwnCertificate:
    """One that was made now."""
    own = OwnCertificate(folder)
    assert own.renew(hosts, addresses, NOW).is_new
    return own


def fault(ca: Path, chain: Path, name: str) -> str:
    """What a client that trusts `ca` alone has against the hub under `name`; empty for nothing."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain)
    ours, theirs = socket.socketpair()

    def answer() -> None:
        with ours, _suppressed(), server.wrap_socket(ours, server_side=True) as told:
            told.recv(1)

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        client = ssl.create_default_context(cafile=ca)
        with theirs, client.wrap_socket(theirs, server_hostname=name):
            return ""
    except ssl.SSLCertVerificationError as exc:
        return exc.verify_message
    finally:
        thread.join()


class _suppressed:  # noqa: N801 - reads as one
    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, exc: object, trace: object) -> bool:
        return kind is not None and issubclass(kind, OSError)


@pytest.mark.parametrize(
    "name", ["hub.office.example", "displayd-hub", "localhost", "lobby.tv.example", "10.0.0.7", "127.0.0.1", "::1"]
)
def test_who_trusts_the_ca_trusts_the_hub_under_each_of_its_names(tmp_path: Path, name: str) -> None:
    own = made(tmp_path)

    assert fault(own.ca, own.chain, name) == ""


def test_nobody_else_is_trusted_and_no_other_name(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    own, other = made(tmp_path / "a"), made(tmp_path / "b")

    assert "mismatch" in fault(own.ca, own.chain, "other.example")
    assert "mismatch" in fault(own.ca, own.chain, "10.0.0.8")
    assert fault(own.ca, other.chain, "localhost") != ""


@pytest.mark.parametrize("name", ["bank.example", "office.example", "203.0.113.9"])
def test_the_ca_cannot_vouch_for_others_whoever_has_its_key(tmp_path: Path, name: str) -> None:
    """As somebody would use it who has got at the key: with openssl, past all that we check."""
    own = made(tmp_path)
    key, request, forged = (tmp_path / name for name in ("x.key", "x.csr", "x.pem"))
    (tmp_path / "san").write_text(f"subjectAltName={'IP' if name[0].isdigit() else 'DNS'}:{name}\n")
    run: list[str | Path] = [
        "openssl",
        "req",
        "-new",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=x",
        "-keyout",
        key,
        "-out",
        request,
    ]
    subprocess.run(run, check=True, capture_output=True)
    sign: list[str | Path] = [
        "openssl",
        "x509",
        "-req",
        "-in",
        request,
        "-CA",
        own.ca,
        "-CAkey",
        own.ca.with_name("ca.key"),
    ]
    subprocess.run([*sign, "-extfile", tmp_path / "san", "-out", forged], check=True, capture_output=True)
    forged.write_bytes(forged.read_bytes() + key.read_bytes())

    assert "permitted subtree violation" in fault(own.ca, forged, name)


def test_keys_are_for_the_hub_alone(tmp_path: Path) -> None:
    own = made(tmp_path)

    assert stat.S_IMODE(own.ca.parent.stat().st_mode) == 0o700
    for path in own.ca.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_root_makes_them_for_whom_the_folder_belongs_to(tmp_path: Path) -> None:
    os.chown(tmp_path, 12345, 12345)
    own = made(tmp_path)

    assert {path.stat().st_uid for path in [own.ca.parent, *own.ca.parent.iterdir()]} == {12345}


def test_certificates_hold_for_what_they_are_meant_for(tmp_path: Path) -> None:
    own = made(tmp_path)

    assert days_left(own.ca, NOW.timestamp()) == CA_DAYS
    assert days_left(own.chain, NOW.timestamp()) == HUB_DAYS
    assert HUB_DAYS <= 398, "some browsers take none that holds for longer"


def test_it_is_renewed_in_time_and_screens_go_on_trusting_it(tmp_path: Path) -> None:
    own = made(tmp_path)
    ca, chain = own.ca.read_bytes(), own.chain.read_bytes()

    early = own.renew(HOSTS, ADDRESSES, NOW + days(HUB_DAYS - RENEW_DAYS - 1))
    unchanged = own.chain.read_bytes()
    late = own.renew(HOSTS, ADDRESSES, NOW + days(HUB_DAYS - RENEW_DAYS + 1))

    assert (early.is_new, late.is_new) == (False, True)
    assert unchanged == chain != own.chain.read_bytes()
    assert own.ca.read_bytes() == ca
    assert days_left(own.chain, NOW.timestamp()) > HUB_DAYS


def test_towards_the_end_of_the_ca_there_is_no_new_certificate_each_minute_and_then_a_word(tmp_path: Path) -> None:
    own = made(tmp_path)
    near = NOW + days(CA_DAYS - 10)

    assert [own.renew(HOSTS, ADDRESSES, near).is_new for _ in range(3)] == [True, False, False]
    with pytest.raises(StoreError) as caught:
        own.renew(HOSTS, ADDRESSES, NOW + days(CA_DAYS + 1))
    assert "has ended" in caught.value.message
    assert "give the screens the new CA" in caught.value.hint


def test_a_new_address_is_in_the_next_certificate_and_a_strange_name_is_left_out(tmp_path: Path) -> None:
    own = made(tmp_path)

    moved = own.renew(HOSTS | {"wallbox.local"}, {"10.9.9.9"}, NOW)
    strange = own.renew(HOSTS | {"hub.elsewhere.example"}, {"203.0.113.9"}, NOW)

    assert moved == Made(is_new=True, left_out=())
    assert fault(own.ca, own.chain, "10.9.9.9") == ""
    assert strange == Made(is_new=False, left_out=("hub.elsewhere.example", "203.0.113.9"))


def test_a_public_address_that_the_hub_has_when_the_ca_is_made_is_vouched_for(tmp_path: Path) -> None:
    own = made(tmp_path, addresses={"203.0.113.9", "2001:db8::7"})

    assert fault(own.ca, own.chain, "203.0.113.9") == ""
    assert fault(own.ca, own.chain, "2001:db8::7") == ""


def test_openssl_has_nothing_against_them(tmp_path: Path) -> None:
    own = made(tmp_path)
    openssl = shutil.which("openssl")
    assert openssl is not None
    command: list[str | Path] = [
        openssl,
        "verify",
        "-x509_strict",
        "-purpose",
        "sslserver",
        "-CAfile",
        own.ca,
        own.chain,
    ]

    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.mark.parametrize("name", ["ca.pem", "ca.key", "hub.pem"])
def test_damaged_files_are_named(tmp_path: Path, name: str) -> None:
    own = made(tmp_path)
    (own.ca.parent / name).write_bytes(b"-----BEGIN CERTIFICATE-----\nnone\n")

    with pytest.raises(StoreError) as caught:
        own.renew(HOSTS | {"new.local"}, ADDRESSES, NOW)
    assert "is damaged" in caught.value.message


def test_the_ca_signs_nothing_but_servers(tmp_path: Path) -> None:
    own = made(tmp_path)
    ca = x509.load_pem_x509_certificate(own.ca.read_bytes())
    hub = x509.load_pem_x509_certificate(own.chain.read_bytes())

    assert ca.extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(True, 0)
    assert not hub.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_clock_that_nobody_has_set_makes_nothing_and_spoils_nothing(tmp_path: Path) -> None:
    unset = datetime.datetime(1970, 1, 1, 0, 1, tzinfo=datetime.UTC)
    with pytest.raises(StoreError) as caught:
        OwnCertificate(tmp_path).renew(HOSTS, ADDRESSES, unset)
    nothing = list(tmp_path.iterdir())
    own = made(tmp_path)
    chain = own.chain.read_bytes()

    assert "01 January 1970" in caught.value.message
    assert nothing == []
    assert not own.renew(HOSTS | {"new.local"}, ADDRESSES, unset).is_new
    assert own.chain.read_bytes() == chain
    own.chain.unlink()
    with pytest.raises(StoreError):
        own.renew(HOSTS, ADDRESSES, unset)
