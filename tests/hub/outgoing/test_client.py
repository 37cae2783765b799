"""What the hub asks of others is bounded in time and size, goes to nobody else, and tells no secret."""

from __future__ import annotations

import datetime
import gzip
import socket
import ssl
import threading
import time
import zlib
from pathlib import Path

import pytest

from displayd.errors import PartnerError, SourceError
from displayd.hub.outgoing.client import MAX_BYTES, Question
from displayd.hub.secret import Secret
from tests.hub.outgoing.strangers import Asked, Said, client_of, raw_stranger, stranger


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_question_has_the_secrets_of_its_server_and_their_new_ones_at_once(tmp_path: Path) -> None:
    path = tmp_path / "token"
    with stranger(lambda _: Said(b"[1]")) as shop:
        client = client_of(
            f"{shop.url}/api/",
            bearer=Secret(file=str(path)),
            headers={"X-Scope-OrgID": "office"},
            parameters={"key": Secret(file=str(path))},
        )
        for token in ("one", "tw o"):
            path.write_text(f"{token}\n")
            assert client.ask(Question(client.url_of("orders?day=1"))).body == b"[1]"

    first, second = shop.asked
    assert (first.path, second.path) == ("/api/orders?day=1&key=one", "/api/orders?day=1&key=tw+o")
    assert (first.headers["Authorization"], second.headers["Authorization"]) == ("Bearer one", "Bearer tw o")
    assert first.headers["X-Scope-OrgID"] == "office"
    assert shop.connections == 1


def test_a_password_is_sent_as_basic_authorization(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_PASSWORD", "grün:1")
    with stranger(lambda _: Said()) as shop:
        client = client_of(shop.url, user="displayd", password=Secret(env="SHOP_PASSWORD"))
        client.ask(Question(client.url_of("/x"), form=(("query", "a b&c"),)))

    assert shop.asked[0].headers["Authorization"] == "Basic ZGlzcGxheWQ6Z3LDvG46MQ=="
    assert (shop.asked[0].method, shop.asked[0].body) == ("POST", b"query=a+b%26c")


def test_a_secret_of_any_letters_is_sent_in_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_TOKEN", "t\u00f6k\u20acn")
    secret = Secret(env="SHOP_TOKEN")
    with stranger(lambda _: Said()) as shop:
        client_of(shop.url, bearer=secret, headers={"X-Key": secret}).ask(Question(f"{shop.url}/x"))

    headers = shop.asked[0].headers
    # As http.server reads them.
    sent = [headers[name].encode("latin-1").decode() for name in ("Authorization", "X-Key")]
    assert sent == ["Bearer t\u00f6k\u20acn", "t\u00f6k\u20acn"]


def test_a_secret_that_is_missing_is_told_and_nothing_is_asked() -> None:
    with stranger(lambda _: Said()) as shop:
        client = client_of(shop.url, bearer=Secret(file="/nowhere/token"))
        with pytest.raises(SourceError, match="/nowhere/token: No such file"):
            client.ask(Question(shop.url))

    assert not shop.asked


@pytest.mark.parametrize(
    ("status", "words", "is_partner"),
    [
        (401, "refused (401)", False),
        (403, "refused (403)", False),
        (404, "not found (404)", False),
        (418, "refused (418)", False),
        (429, "asks to wait (429)", True),
        (500, "failed (500)", False),
        (502, "not available (502)", True),
        (503, "not available (503)", True),
    ],
)
def test_refusals_are_told_in_plain_words(status: int, words: str, is_partner: bool) -> None:
    with stranger(lambda _: Said(b"<script>x</script>", status)) as shop, pytest.raises(SourceError) as caught:
        client_of(shop.url).ask(Question(f"{shop.url}/a?token=hunter2"))

    assert caught.value.message == words
    assert isinstance(caught.value, PartnerError) is is_partner


@pytest.mark.parametrize(("header", "least"), [("120", 120), ("Fri, 01 Jan 2100 00:00:00 GMT", 1e9), ("soon", 0)])
def test_whoever_wants_to_be_left_alone_says_for_how_long(header: str, least: float) -> None:
    with stranger(lambda _: Said(b"", 429, {"Retry-After": header})) as shop, pytest.raises(PartnerError) as caught:
        client_of(shop.url).ask(Question(shop.url))

    assert caught.value.retry_after >= least
    assert caught.value.retry_after == 0 or least


def test_nobody_is_asked_who_is_not_listed() -> None:
    not_listed = pytest.raises(SourceError, match=r"may not ask 127\.0\.0\.1")
    with stranger(lambda _: Said()) as shop, not_listed as caught:
        client_of(shop.url, "crm.example.org").ask(Question(shop.url))

    assert caught.value.hint == f"hub.yaml: `outgoing: [127.0.0.1:{shop.port}]`"
    assert not shop.asked


def test_a_name_that_leads_to_this_machine_is_not_asked_although_it_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]

    with stranger(lambda _: Said()) as shop:
        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        url = f"http://crm.example.org:{shop.port}/"
        with pytest.raises(PartnerError, match="its name leads to this machine") as caught:
            client_of(url, "crm.example.org").ask(Question(url))

    assert f"127.0.0.1:{shop.port}" in caught.value.hint
    assert not shop.asked


def test_a_redirect_is_followed_on_the_same_host_and_to_nobody_else() -> None:
    with stranger(lambda _: Said(b"secret")) as other:

        def says(asked: Asked) -> Said:
            leads = {
                "/a": "/b?x=1",
                "/away": f"http://localhost:{other.port}/",
                "/port": f"http://127.0.0.1:{other.port}/",
                "/round": "/round",
                "/no": "ftp://a/",
            }
            where = leads.get(asked.path)
            return Said(b"here") if where is None else Said(b"", 302, {"Location": where})

        with stranger(says) as shop:
            client = client_of(shop.url, "127.0.0.1", "localhost")
            assert client.ask(Question(f"{shop.url}/a")).body == b"here"
            with pytest.raises(SourceError, match=r"sends the hub on to localhost:\d+ \(302\)"):
                client.ask(Question(f"{shop.url}/away"))
            # Another port is somebody else's program, who would be told the secrets of this one.
            with pytest.raises(SourceError, match=r"sends the hub on to 127\.0\.0\.1:\d+ \(302\)"):
                client.ask(Question(f"{shop.url}/port"))
            with pytest.raises(SourceError, match="on and on"):
                client.ask(Question(f"{shop.url}/round"))
            with pytest.raises(SourceError, match="to no address"):
                client.ask(Question(f"{shop.url}/no"))

    assert not other.asked


def test_an_answer_that_has_not_changed_is_not_sent_again() -> None:
    def says(asked: Asked) -> Said:
        if asked.headers.get("If-None-Match") == '"1"':
            return Said(b"", 304, {"ETag": '"1"'})
        return Said(b"[7]", 200, {"ETag": '"1"', "Content-Type": "application/json"})

    with stranger(says) as shop:
        client = client_of(shop.url)
        answers = [client.ask(Question(shop.url)) for _ in range(3)]

    assert [answer.body for answer in answers] == [b"[7]"] * 3
    assert [asked.headers.get("If-None-Match") for asked in shop.asked] == [None, '"1"', '"1"']


def test_gzip_is_unpacked_and_a_bomb_is_not() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(bomb.compress(bytes(1024 * 1024)) for _ in range(200)) + bomb.flush()
    bodies = {
        "/good": gzip.compress(b"a" * 300_000),
        "/two": gzip.compress(b"a") + gzip.compress(b"b"),
        "/bomb": packed,
        "/cut": gzip.compress(b"a" * 300_000)[:-20],
        "/none": b"plain",
    }
    with stranger(lambda asked: Said(bodies[asked.path], 200, {"Content-Encoding": "gzip"})) as shop:
        client = client_of(shop.url)
        assert client.ask(Question(f"{shop.url}/good")).body == b"a" * 300_000
        assert client.ask(Question(f"{shop.url}/two")).body == b"ab"
        for path, words in (("bomb", "larger than 8 MB"), ("cut", "cut off"), ("none", "cannot be unpacked")):
            with pytest.raises(SourceError, match=words):
                client.ask(Question(f"{shop.url}/{path}"))
        assert client.ask(Question(f"{shop.url}/good")).body == b"a" * 300_000

    assert len(packed) < MAX_BYTES


def test_an_answer_that_is_too_large_or_goes_on_for_ever_is_cut() -> None:
    def talk(connection: socket.socket, ends: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not ends.is_set():
            connection.sendall(b"10000\r\n" + bytes(65_536) + b"\r\n")

    with raw_stranger(talk) as port, pytest.raises(SourceError, match="larger than 8 MB"):
        client_of(f"http://127.0.0.1:{port}").ask(Question(f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize("is_head", [True, False])
def test_an_answer_that_drips_is_cut_when_its_time_is_up(is_head: bool) -> None:
    def talk(connection: socket.socket, ends: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + (b"X-A: " if is_head else b"Content-Length: 100000\r\n\r\n"))
        while not ends.wait(0.05):
            connection.sendall(b"a")

    with raw_stranger(talk) as port:
        client = client_of(f"http://127.0.0.1:{port}", timeout_seconds=1.0)
        began = time.monotonic()
        with pytest.raises(PartnerError, match="no answer") as caught:
            client.ask(Question(f"http://127.0.0.1:{port}/"))
        took = time.monotonic() - began

    assert 0.9 <= took < 10
    assert not caught.value.is_certain


def test_whoever_takes_no_bytes_is_left_when_the_time_is_up() -> None:
    def talk(connection: socket.socket, ends: threading.Event) -> None:
        ends.wait(30)

    with raw_stranger(talk) as port:
        client = client_of(f"http://127.0.0.1:{port}", timeout_seconds=1.0)
        with pytest.raises(PartnerError, match="no answer"):
            client.ask(Question(f"http://127.0.0.1:{port}/", form=(("query", "x" * 20_000_000),)))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (b"", "the connection was cut"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "it is no HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "it was cut off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "it was cut off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabcde\r\n0\r\n\r\n", "it was cut off"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-" + b"9" * 30 + b"\r\na\r\n", "it was cut off"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n", "on to no address"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[one]/\r\nContent-Length: 0\r\n\r\n", "on to no address"),
        (b"HTTP/1.1 503 Later\r\nRetry-After: \xb2\r\nContent-Length: 0\r\n\r\n", "not available"),
        (
            b"HTTP/1.1 503 Later\r\nRetry-After: Fri, 31 Dec 2027 23:59:59 +" + b"9" * 30 + b"\r\n\r\n",
            "not available",
        ),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n", "it is no HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\na", "did not ask for"),
    ],
)
def test_what_is_no_answer_is_told(sent: bytes, words: str) -> None:
    def talk(connection: socket.socket, ends: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(sent)

    with raw_stranger(talk) as port, pytest.raises(SourceError, match=words):
        client_of(f"http://127.0.0.1:{port}").ask(Question(f"http://127.0.0.1:{port}/"))


def test_a_port_at_which_nobody_is_and_a_name_that_nobody_knows_are_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with pytest.raises(PartnerError, match=f"nobody answers at port {port}"):
        client_of(f"http://127.0.0.1:{port}").ask(Question(f"http://127.0.0.1:{port}/"))
    with pytest.raises(PartnerError, match=r"no name server knows nobody\.invalid|no answer from the name server"):
        client_of("http://nobody.invalid", "nobody.invalid").ask(Question("http://nobody.invalid/"))


def test_a_connection_that_was_closed_while_nothing_was_asked_is_opened_again() -> None:
    def talk(connection: socket.socket, ends: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    with raw_stranger(talk) as port:
        client = client_of(f"http://127.0.0.1:{port}")
        assert [client.ask(Question(f"http://127.0.0.1:{port}/")).body for _ in range(3)] == [b"ok"] * 3


def test_a_proxy_is_asked_where_one_is_named_and_never_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with stranger(lambda _: Said(b"by proxy")) as proxy, stranger(lambda _: Said(b"direct")) as shop:
        named = client_of("http://crm.example.org", "crm.example.org", proxy=proxy.url)
        assert named.ask(Question("http://crm.example.org/a?b=1")).body == b"by proxy"
        monkeypatch.setenv("http_proxy", f"http://me:hunter2@127.0.0.1:{proxy.port}")
        monkeypatch.setenv("no_proxy", "internal.example.org,10.0.0.0/8")
        by_environment = client_of("http://crm.example.org", "crm.example.org")
        assert by_environment.ask(Question("http://crm.example.org/a")).body == b"by proxy"
        assert client_of(shop.url).ask(Question(shop.url)).body == b"direct"

    assert proxy.asked[0].path == "http://crm.example.org/a?b=1"
    assert proxy.asked[1].headers["Proxy-Authorization"] == "Basic bWU6aHVudGVyMg=="


def test_https_goes_through_a_proxy_unread() -> None:
    heads: list[bytes] = []

    def talk(connection: socket.socket, ends: threading.Event) -> None:
        heads.append(connection.recv(65_536))
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\n\r\n")

    with raw_stranger(talk) as port:
        client = client_of("https://crm.example.org", "crm.example.org", proxy=f"http://127.0.0.1:{port}")
        with pytest.raises(SourceError, match=rf"the proxy 127\.0\.0\.1:{port} refused \(403\)"):
            client.ask(Question("https://crm.example.org/a"))

    assert heads[0].startswith(b"CONNECT crm.example.org:443 HTTP/1.1\r\n")


def test_a_certificate_is_verified_with_the_ca_of_the_server(tmp_path: Path) -> None:
    from displayd.hub.own_certificate import OwnCertificate

    own = OwnCertificate(tmp_path)
    own.renew(["localhost"], ["127.0.0.1"], datetime.datetime.now(datetime.UTC))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(own.chain)
    with stranger(lambda _: Said(b"safe"), tls) as shop:
        trusting = client_of(shop.url, ca=str(own.ca))
        assert trusting.ask(Question(shop.url)).body == b"safe"
        with pytest.raises(PartnerError, match="its certificate is not trusted") as caught:
            client_of(shop.url).ask(Question(shop.url))
        with pytest.raises(SourceError, match="No such file"):
            client_of(shop.url, ca=str(tmp_path / "none")).ask(Question(shop.url))

    assert "`ca`" in caught.value.hint
