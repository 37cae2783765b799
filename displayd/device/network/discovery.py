"""Finding a hub that nobody has named: by multicast DNS, in the search domains, and by its usual name.

Nothing listens for it: the question goes out from a port that is open while the answers come in, and those are sent to
that port alone (RFC 6762, sections 5.1 and 6.7). Whatever comes is a stranger's word; see SECURITY.md.

Source: RFC 6763 (services in DNS), RFC 6762 (multicast DNS).
"""

from __future__ import annotations

import contextlib
import random
import re
import select
import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from displayd.device.network.dns_message import (
    AAAA,
    PTR,
    SRV,
    TXT,
    A,
    Address,
    DnsMessageError,
    Message,
    Name,
    Pointer,
    Record,
    Service,
    Text,
    is_same_name,
    name_of,
    query,
    read_message,
    told_name,
)
from displayd.device.network.hub_error import HubError
from displayd.device.network.name_service import NameService, name_service
from displayd.device.state.found_hub import FoundHub

__all__ = ["Finding", "Heard", "by_multicast", "by_name", "by_search_domains", "find_hubs", "hubs_in", "in_order"]

SERVICE = "_displayd._tcp"
HUB_NAME = "displayd-hub"
HUB_PORT = 8070

# Hubs answer within 120 ms; the second question is for packets that Wi-Fi has lost.
ASK_AT_SECONDS = (0.0, 0.3, 0.7)
LISTEN_SECONDS = 1.2

# For each name server, which answers in milliseconds or is none.
NAME_SERVER_SECONDS = 1.0
MAX_NAME_SERVERS = 2
MAX_DOMAINS = 3

# More hubs than this in one place are somebody's joke.
MAX_HUBS = 20
MAX_HEARD = 100

_GROUPS = {socket.AF_INET: "224.0.0.251", socket.AF_INET6: "ff02::fb"}
_PORT = 5353
_PATH = re.compile(r"[A-Za-z0-9._~/-]{0,200}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}")


class Heard(NamedTuple):
    """An answer and who gave it."""

    message: Message
    sender: str = ""
    """IP address; empty for a name server, which answers for others."""


class Finding(NamedTuple):
    """What a search has brought."""

    hubs: tuple[FoundHub, ...] = ()
    """Those that answer, the one to take first."""
    failures: tuple[HubError, ...] = ()
    """Why the others that somebody told of are none, or cannot be used."""


def find_hubs(ask: Callable[[FoundHub], HubError | None]) -> Finding:
    """The hubs of the first way that brings any: multicast, search domains, the usual name.

    Among several, encrypted ones come first, then the order of their names and addresses decides, so that every
    screen takes the same.

    Args:
        ask: what is wrong with one; None when a hub answers.
    """
    failures: list[HubError] = []
    for way in (by_multicast, by_search_domains, by_name):
        hubs = []
        for hub in in_order(way()):
            failure = ask(hub)
            if failure is None:
                hubs.append(hub)
            else:
                failures.append(failure)
        if hubs:
            return Finding(tuple(hubs))
    return Finding((), tuple(failures))


def in_order(hubs: Iterable[FoundHub]) -> list[FoundHub]:
    """`hubs`, the one to take first."""
    return sorted(hubs, key=lambda hub: (not hub.url.startswith("https:"), hub.name, hub.url))[:MAX_HUBS]


def by_multicast(port: int = _PORT) -> list[FoundHub]:
    """The hubs that answer to a question put to everybody on the networks that this machine is in."""
    number = random.getrandbits(16)
    heard: list[Heard] = []
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(one) for one in _multicast_sockets()]
        began = time.monotonic()
        waiting = list(ASK_AT_SECONDS)
        while sockets and (left := began + LISTEN_SECONDS - time.monotonic()) > 0:
            if waiting and time.monotonic() >= began + waiting[0]:
                waiting.pop(0)
                asked = query(number, _open_questions(f"{SERVICE}.local", heard))
                for one in sockets:
                    _ask_everybody(one, asked, port)
            next_at = began + waiting[0] - time.monotonic() if waiting else left
            readable, _, _ = select.select(sockets, [], [], max(0.0, min(left, next_at)))
            for one in readable:
                heard += _received(one, number)
            if len(heard) > MAX_HEARD:
                break
    return hubs_in(heard, f"{SERVICE}.local")


def by_search_domains(known: NameService | None = None, port: int = 53) -> list[FoundHub]:
    """The hubs that the name servers of this network know in its search domains.

    Args:
        known: the name servers and domains; None for those of this machine.
    """
    service = known or name_service()
    found: list[FoundHub] = []
    for domain in service.domains[:MAX_DOMAINS]:
        for server in service.servers[:MAX_NAME_SERVERS]:
            heard = _asked_of_server(f"{SERVICE}.{domain}", server, port)
            if heard:
                found += hubs_in(heard, f"{SERVICE}.{domain}")
                break
    return found


def by_name(known: NameService | None = None) -> list[FoundHub]:
    """The hub with the usual name, if a machine is called that, in one of the search domains or without one."""
    domains = (known or name_service()).domains[:MAX_DOMAINS]
    for name in [HUB_NAME, *(f"{HUB_NAME}.{domain}" for domain in domains)]:
        with contextlib.suppress(OSError, UnicodeError):
            socket.getaddrinfo(name, HUB_PORT, type=socket.SOCK_STREAM)
            return [FoundHub(f"http://{name}:{HUB_PORT}", name)]
    return []


def hubs_in(heard: Sequence[Heard], service: str) -> list[FoundHub]:
    """The hubs that `heard` tells of, each once.

    Args:
        service: name of the kind of service with its domain.
    """
    found: dict[str, FoundHub] = {}
    for message, sender in heard:
        # A record may have come with another message than the one that leads to it.
        others = [record for one in heard if one.sender == sender for record in one.message.records]
        for instance in _instances(message.records, service):
            hub = _hub(instance, others, sender)
            if hub is not None and len(found) < MAX_HUBS:
                found.setdefault(hub.url, hub)
    return list(found.values())


def _instances(records: Iterable[Record], service: str) -> list[Name]:
    wanted = name_of(service)
    return [one.target for one in records if isinstance(one, Pointer) and is_same_name(one.name, wanted) and one.target]


def _hub(instance: Name, records: Iterable[Record], sender: str) -> FoundHub | None:
    """The hub called `instance`, None when `records` do not say where it is."""
    records = list(records)
    where = next((one for one in records if isinstance(one, Service) and is_same_name(one.name, instance)), None)
    if where is None or where.port == 0:
        return None
    told = next((one.values for one in records if isinstance(one, Text) and is_same_name(one.name, instance)), {})
    host = _host(where.target, records, sender)
    path = told.get("path", "").strip("/")
    scheme = told.get("scheme", "http")
    if not host or not _PATH.fullmatch(path) or scheme not in ("http", "https"):
        return None
    usual = {"http": 80, "https": 443}[scheme]
    port = "" if where.port == usual else f":{where.port}"
    name = " ".join(instance[0].decode("utf-8", "replace").split())[:60]
    return FoundHub(f"{scheme}://{host}{port}/{path}".rstrip("/"), name, told.get("id", "")[:64])


def _host(target: Name, records: Iterable[Record], sender: str) -> str:
    """What to call the machine `target` in an address: its name, or its IP address where names lead nowhere."""
    name = told_name(target).rstrip(".").lower()
    if not name.endswith(".local"):
        return name if _HOST.fullmatch(name) else ""
    addresses = [one.address for one in records if isinstance(one, Address) and is_same_name(one.name, target)]
    if sender in addresses:
        # The one of several that has just reached us.
        addresses = [sender]
    # An address that holds on one cable only would need the cable's name in it.
    usable = sorted((":" in one, one) for one in addresses if not one.lower().startswith("fe8"))
    if not usable:
        return ""
    is_v6, address = usable[0]
    return f"[{address}]" if is_v6 else address


def _open_questions(service: str, heard: Sequence[Heard]) -> list[tuple[Name, int]]:
    """What is still to be asked: who offers `service`, and of those where they are."""
    records = [record for one in heard for record in one.message.records]
    questions: list[tuple[Name, int]] = [(name_of(service), PTR)]
    for instance in _instances(records, service)[:MAX_HUBS]:
        where = next((one for one in records if isinstance(one, Service) and is_same_name(one.name, instance)), None)
        if where is None:
            questions += [(instance, SRV), (instance, TXT)]
        elif not any(isinstance(one, Address) and is_same_name(one.name, where.target) for one in records):
            questions += [(where.target, A), (where.target, AAAA)]
    return questions[: 2 * MAX_HUBS]


def _multicast_sockets() -> Iterator[socket.socket]:
    for family in _GROUPS:
        with contextlib.suppress(OSError):
            one = socket.socket(family, socket.SOCK_DGRAM)
            one.setblocking(False)
            # A reader further away than this network would be none of its members.
            level, option = (
                (socket.IPPROTO_IP, socket.IP_MULTICAST_TTL)
                if family == socket.AF_INET
                else (socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS)
            )
            one.setsockopt(level, option, 255)
            yield one


def _ask_everybody(asking: socket.socket, asked: bytes, port: int) -> None:
    """Send `asked` into every network that this machine is in."""
    for index, name in socket.if_nameindex():
        if name == "lo":
            continue
        # A device without a cable, or without an address, takes none.
        with contextlib.suppress(OSError):
            if asking.family == socket.AF_INET:
                interface = struct.pack("@4s4si", b"", b"", index)
                asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, interface)
                asking.sendto(asked, (_GROUPS[socket.AF_INET], port))
            else:
                asking.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
                asking.sendto(asked, (_GROUPS[socket.AF_INET6], port, 0, index))


def _received(listening: socket.socket, number: int) -> list[Heard]:
    """The answer to question `number` that has come, if it is one."""
    with contextlib.suppress(OSError, DnsMessageError):
        data, sender = listening.recvfrom(9000)
        message = read_message(data)
        # Answers to a question of ours repeat its number (RFC 6762, section 6.7); anything else may be forged.
        if message.is_answer and message.number == number:
            return [Heard(message, str(sender[0]))]
    return []


def _asked_of_server(service: str, server: str, port: int) -> list[Heard]:
    """What the name server `server` says of `service` and of those that offer it."""
    heard: list[Heard] = []
    with contextlib.suppress(OSError, DnsMessageError):
        family = socket.AF_INET6 if ":" in server else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            asking.settimeout(NAME_SERVER_SECONDS)
            asking.connect((server, port))
            heard += _exchanged(asking, (name_of(service), PTR))
            records = [record for one in heard for record in one.message.records]
            for instance in _instances(records, service)[:MAX_HUBS]:
                heard += _exchanged(asking, (instance, SRV))
                heard += _exchanged(asking, (instance, TXT))
    return heard


def _exchanged(asking: socket.socket, question: tuple[Name, int]) -> list[Heard]:
    """The answer to one question."""
    number = random.getrandbits(16)
    asking.send(query(number, [question], is_recursive=True))
    deadline = time.monotonic() + NAME_SERVER_SECONDS
    while time.monotonic() < deadline:
        message = read_message(asking.recv(9000))
        if message.is_answer and message.number == number:
            return [Heard(message)]
    return []
