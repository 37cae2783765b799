"""A certificate authority of the hub's own, and the certificate that it gives the hub. Home of cryptography.

For sites without a CA: the screens get the file of this one with their settings, and then talk to nobody else. It may
vouch for the names of this site and for private addresses alone, so that its key is of no use against anybody else.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import os
from collections.abc import Collection
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from displayd.atomic_files import make_folder, store_error, write_atomically
from displayd.errors import StoreError

__all__ = ["FOLDER_NAME", "RENEW_DAYS", "OwnCertificate", "days_left"]

FOLDER_NAME = "tls"

# Cards are written once; the hub's own certificate is renewed by the hub, and some browsers take none for longer.
CA_DAYS = 3650
HUB_DAYS = 397
RENEW_DAYS = 60

# A screen whose clock is a little behind takes it too.
EARLIER = datetime.timedelta(days=1)

# A clock that shows less was never set: a CA of such a day would have ended once it is.
EARLIEST = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)

# Networks of sites, of providers and VPNs, of one cable, and of this machine.
_PRIVATE = "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 127.0.0.0/8 fc00::/7 fe80::/10 ::1/128"


class Made(NamedTuple):
    """What `OwnCertificate.renew` has done."""

    is_new: bool
    """Whether the hub has another certificate than before."""
    left_out: tuple[str, ...]
    """Names and addresses that the CA may not vouch for, as they were not known when it was made."""


class OwnCertificate:
    """The files in the folder `tls` of a hub's state folder.

    Args:
        state_folder: whom it belongs to gets the files.
    """

    def __init__(self, state_folder: Path) -> None:
        self._state_folder = state_folder
        self._folder = state_folder / FOLDER_NAME
        self.ca = self._folder / "ca.pem"
        """What screens and browsers are to trust."""
        self._ca_key = self._folder / "ca.key"
        self.chain = self._folder / "hub.pem"
        """The hub's key and certificate, in one file, so that nobody reads one that is not the other's."""

    def renew(self, hosts: Collection[str], addresses: Collection[str], now: datetime.datetime) -> Made:
        """Make what is missing, and the hub's certificate anew where it ends soon or a name is not in it.

        Args:
            hosts: names of the hub; one that begins with `*.` stands for all below.
            addresses: IP addresses of the hub.

        Raises:
            StoreError: a file cannot be read or written, or the CA has ended.
        """
        if not (self.ca.exists() and self._ca_key.exists()):
            if now < EARLIEST:
                raise _clock_fault(now)
            self._make_ca(hosts, addresses, now)
        try:
            ca = x509.load_pem_x509_certificate(self.ca.read_bytes())
            if _end_of(ca) <= now:
                hint = f"delete {self._folder}, start the hub again, and give the screens the new CA"
                raise StoreError(f"{self.ca} has ended", hint)
            if now < _start_of(ca):
                # Nothing is made for a time that has long gone; what is there will do.
                if self.chain.exists():
                    return Made(is_new=False, left_out=())
                raise _clock_fault(now)
            names = _names(hosts, addresses)
            allowed = [one for one in names if _is_allowed(one, ca)]
            left_out = tuple(str(one.value) for one in names if one not in allowed)
            if self.chain.exists() and not self._is_stale(ca, allowed, now):
                return Made(is_new=False, left_out=left_out)
            self._make_chain(ca, allowed, now)
        except OSError as exc:
            raise store_error(Path(exc.filename or self._folder), exc) from exc
        except ValueError as exc:
            raise StoreError(f"{self._folder} is damaged: {exc}", "delete it, and give the screens the new CA") from exc
        return Made(is_new=True, left_out=left_out)

    def _is_stale(self, ca: x509.Certificate, names: list[x509.GeneralName], now: datetime.datetime) -> bool:

        there = x509.load_pem_x509_certificate(self.chain.read_bytes())
        known = there.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        if there.issuer != ca.subject or not set(names) <= set(known):
            return True
        # Not beyond the end of the CA: it cannot be renewed any more then.
        return _end_of(there) - now < datetime.timedelta(days=RENEW_DAYS) and _end_of(there) < _end_of(ca)

    def _make_ca(self, hosts: Collection[str], addresses: Collection[str], now: datetime.datetime) -> None:

        key = _new_key()
        # The moment is in the name: a browser that knows an older CA tells the two apart.
        name = _name(f"displayd hub CA {now:%Y-%m-%d %H:%M:%S}")
        certificate = (
            _builder(name, name, key, now, now + datetime.timedelta(days=CA_DAYS))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(is_ca=True), critical=True)
            .add_extension(x509.NameConstraints(_permitted(hosts, addresses), None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        self._write(self._ca_key, _pem_of_key(key))
        self._write(self.ca, _pem(certificate))

    def _make_chain(self, ca: x509.Certificate, names: list[x509.GeneralName], now: datetime.datetime) -> None:

        ca_key: Any = serialization.load_pem_private_key(self._ca_key.read_bytes(), None)
        key = _new_key()
        until = min(_end_of(ca), now + datetime.timedelta(days=HUB_DAYS))
        certificate = (
            _builder(_name("displayd hub"), ca.subject, key, now, until)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(is_ca=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
            .sign(ca_key, hashes.SHA256())
        )
        self._write(self.chain, _pem_of_key(key) + _pem(certificate))

    def _write(self, path: Path, content: bytes) -> None:
        make_folder(self._folder)
        write_atomically(path, content)
        owner = self._state_folder.stat()
        # Root makes them for the hub's own user.
        with contextlib.suppress(PermissionError):
            for one in (self._folder, path):
                os.chown(one, owner.st_uid, owner.st_gid)


def days_left(chain: Path, unix_time: float) -> float:
    """How many days the first certificate in the file `chain` still holds.

    Raises:
        OSError, ValueError: there is none.
    """
    found = x509.load_pem_x509_certificate(chain.read_bytes())
    return (_end_of(found).timestamp() - unix_time) / 86_400


def _names(hosts: Collection[str], addresses: Collection[str]) -> list[x509.GeneralName]:

    found: list[x509.GeneralName] = [x509.DNSName(one) for one in sorted({host.lower().rstrip(".") for host in hosts})]
    return [*found, *(x509.IPAddress(ipaddress.ip_address(one)) for one in sorted(set(addresses)))]


def _permitted(hosts: Collection[str], addresses: Collection[str]) -> list[x509.GeneralName]:
    """What the CA may vouch for: these names, `.local` ones, these addresses and private ones."""
    names = {"local", "localhost", *(host.lower().rstrip(".").removeprefix("*.") for host in hosts)}
    networks = [ipaddress.ip_network(one) for one in _PRIVATE.split()]
    own = [ipaddress.ip_network(one) for one in sorted(set(addresses))]
    return [
        *(x509.DNSName(one) for one in sorted(names)),
        *(x509.IPAddress(one) for one in [*networks, *(one for one in own if not _is_within(one, networks))]),
    ]


def _is_within(one: Any, networks: list[Any]) -> bool:
    return any(one.version == other.version and one.subnet_of(other) for other in networks)


def _is_allowed(name: x509.GeneralName, ca: x509.Certificate) -> bool:

    constraints = ca.extensions.get_extension_for_class(x509.NameConstraints).value
    return any(_covers(permitted, name) for permitted in constraints.permitted_subtrees or ())


def _covers(permitted: x509.GeneralName, name: x509.GeneralName) -> bool:

    if isinstance(permitted, x509.DNSName) and isinstance(name, x509.DNSName):
        return f".{name.value}".endswith(f".{permitted.value}")
    if isinstance(permitted, x509.IPAddress) and isinstance(name, x509.IPAddress):
        return _is_within(ipaddress.ip_network(str(name.value)), [permitted.value])
    return False


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: EllipticCurvePrivateKey,
    since: datetime.datetime,
    until: datetime.datetime,
) -> x509.CertificateBuilder:

    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since - EARLIER)
        .not_valid_after(until)
    )


def _usage(*, is_ca: bool) -> x509.KeyUsage:

    return x509.KeyUsage(
        digital_signature=not is_ca,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:

    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _new_key() -> EllipticCurvePrivateKey:

    return ec.generate_private_key(ec.SECP256R1())


def _pem(certificate: x509.Certificate) -> bytes:

    return certificate.public_bytes(serialization.Encoding.PEM)


def _pem_of_key(key: EllipticCurvePrivateKey) -> bytes:

    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _clock_fault(now: datetime.datetime) -> StoreError:
    reason = f"this machine believes that it is {now:%d %B %Y}, and makes no certificate for that time"
    return StoreError(reason, "let it reach a time server (NTP), or set its clock; the hub then starts")


def _start_of(certificate: x509.Certificate) -> datetime.datetime:
    start: datetime.datetime | None = getattr(certificate, "not_valid_before_utc", None)
    return start or certificate.not_valid_before.replace(tzinfo=datetime.UTC)


def _end_of(certificate: x509.Certificate) -> datetime.datetime:
    # Since 42.0 the one without a zone warns; before, there is no other.
    end: datetime.datetime | None = getattr(certificate, "not_valid_after_utc", None)
    return end or certificate.not_valid_after.replace(tzinfo=datetime.UTC)
