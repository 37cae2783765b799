"""What a machine knows of name servers, and which of them is to blame for a name that cannot be found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from displayd.device.network.name_service import NameService, name_service
from tests.support.namespaces import has_namespaces, in_namespace


def write(root: Path, place: str, text: str) -> None:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_servers_and_domains_stand_in_resolv_conf(tmp_path: Path) -> None:
    text = "# made by hand\ndomain old.example\nsearch office.example example.org.\nnameserver 192.0.2.53\n"
    write(tmp_path, "etc/resolv.conf", f"{text}nameserver 2001:db8::53\noptions edns0\nnameserver\n")

    assert name_service(tmp_path) == NameService(("192.0.2.53", "2001:db8::53"), ("office.example", "example.org"))


def test_servers_behind_resolved_are_those_that_it_asks(tmp_path: Path) -> None:
    write(tmp_path, "etc/resolv.conf", "nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch .\n")
    alone = name_service(tmp_path)
    write(tmp_path, "run/systemd/resolve/resolv.conf", "nameserver 192.0.2.53\nsearch office.example\n")

    assert alone == NameService(("127.0.0.53",), ())
    assert name_service(tmp_path) == NameService(("192.0.2.53",), ("office.example",))


def test_machine_without_resolv_conf_knows_nobody(tmp_path: Path) -> None:
    assert name_service(tmp_path) == NameService()


@pytest.mark.skipif(not has_namespaces(), reason="network namespaces may not be made here")
@pytest.mark.skipif(shutil.which("dnsmasq") is None, reason="dnsmasq is not installed")
def test_real_name_server_knows_no_such_name_or_does_not_answer(tmp_path: Path) -> None:
    told = in_namespace(
        tmp_path,
        r"""
        from displayd.device.network.hub_client import HubClient
        from displayd.device.network.hub_error import HubError

        def told(name):
            try:
                HubClient(f"http://{name}:8070/v1/screen", "a" * 64).fetch()
            except HubError as exc:
                return [exc.kind, exc.detail]

        (folder / "resolv.conf").write_text("nameserver 192.0.2.1\noptions timeout:1 attempts:1\n")
        run("mount", "--bind", folder / "resolv.conf", "/etc/resolv.conf")
        other = other_machine()
        cable("eth0", "far", other)
        run("ip", "address", "add", "192.0.2.17/24", "dev", "eth0")
        inside(other, "ip", "address", "add", "192.0.2.1/24", "dev", "far")
        server = inside(
            other, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv",
            "--no-hosts", "--local=/test/", "--host-record=hub.test,192.0.2.1", wait=False
        )
        eventually(lambda: told("hub.test")[0] != "dns-silent")
        found = [told("hub.test"), told("hut.test")]
        server.terminate()
        server.wait()
        found.append(told("hub.test"))
        run("ip", "address", "add", "192.0.2.99/24", "dev", "eth0")
        (folder / "resolv.conf").write_text("nameserver 192.0.2.53\noptions timeout:1 attempts:1\n")
        found.append(told("hub.test"))
        (folder / "resolv.conf").write_text("")
        found.append(told("hub.test"))
        answer(found)
        """,
    )

    assert told == [
        ["refused", ""],
        ["dns", ""],
        ["dns-silent", "192.0.2.1"],
        ["dns-silent", "192.0.2.53"],
        ["dns-silent", "there is none"],
    ]
