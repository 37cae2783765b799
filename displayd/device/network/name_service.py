"""What this machine knows of name servers: their addresses and the domains in which names are looked up."""

from __future__ import annotations

import contextlib
import random
import socket
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from displayd.device.network.dns_message import A, DnsMessageError, name_of, query, read_message

__all__ = ["NameService", "name_service", "servers_with_an_error"]

ROOT = Path("/")

# Where systemd-resolved answers for the name servers that it keeps to itself; systemd-resolved(8).
_STUBS = {"127.0.0.53", "127.0.0.54"}

# A name server in the same house answers in milliseconds, one that has to ask others in a second.
ANSWER_SECONDS = 2.0
MAX_SERVERS = 3

_WELL, _NO_SUCH_NAME = 0, 3
_WORDS: Mapping[int, str] = MappingProxyType(
    {1: "cannot read the question", 2: "has a failure", 4: "cannot do that", 5: "refuses"}
)
"""What a server says by a code; RFC 1035, section 4.1.1."""


class NameService(NamedTuple):
    """What resolv.conf(5) says."""

    servers: tuple[str, ...] = ()
    """IP addresses."""
    domains: tuple[str, ...] = ()
    """In which names are looked up that are not complete, the first first."""


def name_service(root: Path = ROOT) -> NameService:
    """The name servers and search domains now.

    Args:
        root: where `etc` and `run` are; another one in tests.
    """
    found = _read(root / "etc/resolv.conf")
    if set(found.servers) & _STUBS:
        behind = _read(root / "run/systemd/resolve/resolv.conf")
        return NameService(behind.servers or found.servers, behind.domains or found.domains)
    return found


def servers_with_an_error(host: str, service: NameService, port: int = 53) -> str:
    """Which name servers answer with an error instead of knowing `host` or not, and which one: `192.0.2.1 refuses`.

    The system's resolver calls that the same as silence, or as a name that does not exist.

    Returns:
        Empty when none does, and when another one has answered well.
    """
    if "." not in host and service.domains:
        # As the resolver asks first; of a name without a domain many a server wants to hear nothing.
        host = f"{host}.{service.domains[0]}"
    said = []
    for server in service.servers[:MAX_SERVERS]:
        code = _code_of(host, server, port)
        if code in (_WELL, _NO_SUCH_NAME):
            return ""
        if code is not None:
            said.append(f"{server} {_WORDS.get(code, f'has the error {code}')}")
    return ", ".join(said)


def _code_of(host: str, server: str, port: int) -> int | None:
    """How `server` gets on with a question for `host`; None when it does not answer."""
    with contextlib.suppress(OSError, UnicodeError, DnsMessageError):
        family = socket.AF_INET6 if ":" in server else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.connect((server, port))
            number = random.getrandbits(16)
            asking.send(query(number, [(name_of(host), A)], is_recursive=True))
            for data in _received(asking):
                message = read_message(data)
                if message.is_answer and message.number == number:
                    return message.code
    return None


def _received(asking: socket.socket) -> Iterator[bytes]:
    """What comes within `ANSWER_SECONDS`."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while (left := deadline - time.monotonic()) > 0:
        asking.settimeout(left)
        yield asking.recv(9000)


def _read(path: Path) -> NameService:
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return NameService()
    servers, domains = [], []
    for line in lines:
        words = line.split()
        if len(words) > 1 and words[0] == "nameserver":
            servers.append(words[1])
        elif len(words) > 1 and words[0] in ("search", "domain"):
            # The last line counts; a single dot is no domain.
            domains = [word.strip(".") for word in words[1:] if word.strip(".")]
    return NameService(tuple(servers), tuple(domains))
