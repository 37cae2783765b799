"""What a machine knows of name servers, and which of them is to blame for a name that cannot be found."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displayd.device.network.name_service import NameService, name_service, servers_with_an_error
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


class NameServer:
    """A name server on loopback that answers every question with one code, or not at all for None."""

    def __init__(self, address: str, port: int, code: int | None) -> None:
        self.asked: list[bytes] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, port))
        self.port: int = self.socket.getsockname()[1]
        self.code = code
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            question, sender = self.socket.recvfrom(512)
            if not question:
                return
            self.asked.append(question[12:-4])
            if self.code is not None:
                # Somebody else's answer first, which is passed over.
                for number in (bytes(2), question[:2]):
                    head = number + bytes([0x81, 0x80 | self.code]) + question[4:6] + bytes(6)
                    self.socket.sendto(head + question[12:], sender)

    def stop(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ending:
            ending.sendto(b"", self.socket.getsockname())
        self.thread.join()
        self.socket.close()


@pytest.fixture
def name_servers() -> Iterator[Callable[..., tuple[int, list[NameServer]]]]:
    """Starts name servers at 127.0.0.1, 127.0.0.2 and so on, all at one port."""
    running: list[NameServer] = []

    def started(*codes: int | None) -> tuple[int, list[NameServer]]:
        for number, code in enumerate(codes, 1):
            running.append(NameServer(f"127.0.0.{number}", running[0].port if running else 0, code))
        return running[0].port, running

    yield started
    for server in running:
        server.stop()


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ([5], "127.0.0.1 refuses"),
        ([2], "127.0.0.1 has a failure"),
        ([1], "127.0.0.1 cannot read the question"),
        ([4], "127.0.0.1 cannot do that"),
        ([9], "127.0.0.1 has the error 9"),
        ([2, 5], "127.0.0.1 has a failure, 127.0.0.2 refuses"),
        ([3], ""),
        ([0], ""),
        ([5, 3], ""),
        ([5, 0], ""),
    ],
)
def test_name_servers_that_answer_with_an_error_are_named_unless_another_knows(
    name_servers: Callable[..., tuple[int, list[NameServer]]], codes: list[int], said: str
) -> None:
    port, _ = name_servers(*codes)
    service = NameService(tuple(f"127.0.0.{number}" for number in range(1, len(codes) + 1)))

    assert servers_with_an_error("hub.example.org", service, port) == said


def test_silent_name_server_and_a_name_that_is_none_have_no_error(
    name_servers: Callable[..., tuple[int, list[NameServer]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("displayd.device.network.name_service.ANSWER_SECONDS", 0.2)
    port, (silent, refusing) = name_servers(None, 5)
    service = NameService(("127.0.0.1", "127.0.0.2"), ("office.example",))

    assert servers_with_an_error("hub", service, port) == "127.0.0.2 refuses"
    assert servers_with_an_error("a..b", service, port) == ""
    assert servers_with_an_error("hub", NameService(), port) == ""
    assert [one for server in (silent, refusing) for one in server.asked] == [b"\x03hub\x06office\x07example\0"] * 2


@pytest.mark.skipif(not has_namespaces(), reason="network namespaces may not be made here")
def test_name_server_that_refuses_is_told_from_a_name_that_is_unknown_and_from_silence(tmp_path: Path) -> None:
    told = in_namespace(
        tmp_path,
        r"""
        from displayd.device.network.hub_client import HubClient
        from displayd.device.network.hub_error import HubError
        from tests.device.network.test_name_service import NameServer

        cable("eth0", "far")
        run("ip", "address", "add", "192.0.2.17/24", "dev", "eth0")
        run("ip", "route", "add", "default", "via", "192.0.2.1")
        for number, code in enumerate([5, 2, 3, 1]):
            NameServer(f"127.0.0.{number + 1}", 53, code)
        (folder / "resolv.conf").write_text("")
        run("mount", "--bind", folder / "resolv.conf", "/etc/resolv.conf")

        def told(server):
            (folder / "resolv.conf").write_text(f"nameserver {server}\noptions timeout:1 attempts:1\n")
            try:
                HubClient("http://hub.example.org:8070/v1/screen", "a" * 64).fetch()
            except HubError as exc:
                return [exc.kind, exc.detail]

        answer([told(f"127.0.0.{number}") for number in (1, 2, 3, 4)])
        """,
    )

    assert told == [
        ["dns-error", "127.0.0.1 refuses"],
        ["dns-error", "127.0.0.2 has a failure"],
        ["dns", ""],
        ["dns-error", "127.0.0.4 cannot read the question"],
    ]


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
