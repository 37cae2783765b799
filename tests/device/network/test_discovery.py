"""Hubs that are found: out of what is heard, from a real name server, by name, and from a real hub over a cable."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.config import parse
from displayd.device.network.discovery import Heard, hubs_in, in_order
from displayd.device.network.dns_message import Address, Message, Name, Pointer, Record, Service, Text
from displayd.device.state.found_hub import FoundHub
from tests.support.namespaces import has_namespaces, in_namespace

LOCAL = "_displayd._tcp.local"
KIND: Name = (b"_displayd", b"_tcp", b"local")
OFFICE: Name = (b"Office v1.2", *KIND)
HOST: Name = (b"displayd-hub-1", b"local")

needs_namespaces = pytest.mark.skipif(not has_namespaces(), reason="network namespaces may not be made here")


def heard(*records: Record, sender: str = "192.0.2.7") -> Heard:
    return Heard(Message(1, True, records), sender)


def records(
    target: Name = HOST, port: int = 8070, addresses: tuple[str, ...] = ("192.0.2.7",), **told: str
) -> list[Record]:
    return [
        Pointer(KIND, OFFICE),
        Service(OFFICE, 0, 0, port, target),
        Text(OFFICE, told),
        *(Address(target, address) for address in addresses),
    ]


def found(*given_records: Record, sender: str = "192.0.2.7") -> list[FoundHub]:
    return hubs_in([heard(*given_records, sender=sender)], LOCAL)


def test_hub_has_the_address_the_name_and_the_key_that_it_tells() -> None:
    assert found(*records(id="k1")) == [FoundHub("http://192.0.2.7:8070", "Office v1.2", "k1")]
    assert found(*records(port=80, path="/tv/")) == [FoundHub("http://192.0.2.7/tv", "Office v1.2")]


def test_hub_behind_https_is_called_by_the_name_that_its_certificate_has() -> None:
    made = records((b"dashboards", b"example", b"org"), 443, (), scheme="https", path="tv")

    assert found(*made) == [FoundHub("https://dashboards.example.org/tv", "Office v1.2")]


@pytest.mark.parametrize(
    ("addresses", "sender", "host"),
    [
        (("10.0.0.1", "192.0.2.7"), "192.0.2.7", "192.0.2.7"),
        (("10.0.0.2", "10.0.0.1", "2001:db8::7"), "192.0.2.9", "10.0.0.1"),
        (("fe80::1", "2001:db8::7"), "fe80::1%eth0", "[2001:db8::7]"),
    ],
)
def test_of_several_addresses_the_one_is_taken_that_has_just_reached_us(
    addresses: tuple[str, ...], sender: str, host: str
) -> None:
    assert [hub.url for hub in found(*records(addresses=addresses), sender=sender)] == [f"http://{host}:8070"]


@pytest.mark.parametrize(
    "made",
    [
        records()[:1],
        records()[1:],
        records(port=0),
        records(addresses=()),
        records(addresses=("fe80::1",)),
        records(scheme="ftp"),
        records(path="a b"),
        records(path="?query"),
        records((b"a@b", b"example", b"org")),
        records((b"a.b/c", b"org")),
    ],
)
def test_what_does_not_say_where_the_hub_is_is_no_hub(made: list[Record]) -> None:
    assert found(*made) == []


def test_records_may_come_apart_but_not_from_different_machines() -> None:
    pointer, *rest = records()

    assert len(hubs_in([heard(pointer), heard(*rest)], LOCAL)) == 1
    assert hubs_in([heard(pointer), heard(*rest, sender="192.0.2.66")], LOCAL) == []


def test_same_hub_heard_twice_is_one() -> None:
    assert len(hubs_in([heard(*records()), heard(*records())], LOCAL)) == 1


def test_every_screen_takes_the_same_of_several_hubs_whatever_comes_first() -> None:
    hubs = [
        FoundHub("http://192.0.2.8:8070", "Lab"),
        FoundHub("https://dashboards.example.org", "Office"),
        FoundHub("http://192.0.2.7:8070", "Annexe"),
    ]

    assert (
        [hub.name for hub in in_order(hubs)]
        == [hub.name for hub in in_order(hubs[::-1])]
        == ["Office", "Annexe", "Lab"]
    )


LABEL = st.binary(min_size=1, max_size=20)


@given(LABEL, st.lists(LABEL, max_size=3), st.integers(0, 65_535), st.text(max_size=30), st.text(max_size=10))
def test_whatever_is_heard_a_found_hub_has_an_address_that_the_configuration_would_take(
    instance: bytes, target: list[bytes], port: int, path: str, name: str
) -> None:
    where: Name = tuple(target) or (b"host", b"local")
    made: list[Record] = [
        Pointer(KIND, (instance, *KIND)),
        Service((instance, *KIND), 0, 0, port, where),
        Text((instance, *KIND), {"path": path, "id": name}),
        Address(where, "192.0.2.7"),
    ]

    for hub in found(*made):
        assert parse("found", f'{{"hub": "{hub.url}"}}').hub == hub.url
        assert len(hub.name) <= 60


@needs_namespaces
@pytest.mark.skipif(shutil.which("dnsmasq") is None, reason="dnsmasq is not installed")
def test_real_name_server_tells_of_the_hub_in_its_domain_and_of_the_machine_with_the_usual_name(tmp_path: Path) -> None:
    told = in_namespace(
        tmp_path,
        r"""
        from displayd.device.network.discovery import by_name, by_search_domains

        other = other_machine()
        cable("eth0", "far", other)
        run("ip", "address", "add", "192.0.2.17/24", "dev", "eth0")
        inside(other, "ip", "address", "add", "192.0.2.1/24", "dev", "far")
        text = "nameserver 192.0.2.1\nsearch office.test\noptions timeout:1 attempts:1\n"
        (folder / "resolv.conf").write_text(text)
        run("mount", "--bind", folder / "resolv.conf", "/etc/resolv.conf")
        found = [by_search_domains(), by_name()]
        service = "_displayd._tcp.office.test"
        inside(
            other, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--local=/test/",
            f"--ptr-record={service},Main Office.{service}",
            f"--srv-host=Main Office.{service},hub.office.test,443",
            f"--txt-record=Main Office.{service},txtvers=1,scheme=https,path=/tv,id=k1",
            "--host-record=displayd-hub.office.test,192.0.2.1", wait=False
        )
        found.append(eventually(by_search_domains))
        found.append([hub.url for hub in by_name()])
        answer([[getattr(hub, "url", hub) for hub in one] for one in found] + [found[2][0].key, found[2][0].name])
        """,
    )

    assert told == [
        [],
        [],
        ["https://hub.office.test/tv"],
        ["http://displayd-hub:8070"],
        "k1",
        # It writes all names small.
        "main office",
    ]
