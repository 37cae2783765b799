"""The hub goes where `outgoing` says, and nowhere else, whatever a name leads to."""

from __future__ import annotations

import ipaddress

import pytest

from displayd.hub.outgoing.allowed import Allowed, entry_faults, place_of, place_told
from tests.hub.walls import mistakes, wall


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("crm.example.org", "https://crm.example.org/x"),
        ("crm.example.org", "http://CRM.example.org.:8080/x"),
        ("crm.example.org:443", "https://crm.example.org/x"),
        ("*.example.org", "https://a.b.example.org/"),
        ("10.0.0.5:9090", "http://10.0.0.5:9090/"),
        ("[fd00::5]:9090", "http://[fd00:0::5]:9090/"),
        ("fd00::5", "http://[fd00::5]/"),
        ("münchen.example.org", "https://xn--mnchen-3ya.example.org/"),
    ],
)
def test_what_is_listed_may_be_asked(entry: str, url: str) -> None:
    assert not list(entry_faults([entry]))
    assert Allowed([entry]).allows(place_of(url))


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("crm.example.org", "https://crm.example.org.evil.test/"),
        ("crm.example.org", "https://evil.test/crm.example.org"),
        ("crm.example.org", "https://crm.example.org@evil.test/"),
        ("crm.example.org:443", "http://crm.example.org/"),
        ("*.example.org", "https://example.org/"),
        ("*.example.org", "https://badexample.org/"),
        ("10.0.0.5", "http://10.0.0.50/"),
        ("example.org", "https://a.example.org/"),
    ],
)
def test_what_only_looks_like_it_may_not(entry: str, url: str) -> None:
    assert not Allowed([entry]).allows(place_of(url))


def test_nobody_may_be_asked_where_nothing_is_listed() -> None:
    assert not any(Allowed([]).allows(place_of(url)) for url in ("http://localhost/", "http://127.0.0.1/", "http://a/"))


@pytest.mark.parametrize(
    "url", ["ftp://a/", "file:///etc/passwd", "http://", "http://a b/", "http://a:99999/", "//a/", "http://[::1/", "a"]
)
def test_what_is_no_address_of_the_web_is_told(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        place_of(url)


def test_of_an_address_only_the_host_is_told() -> None:
    assert place_told("https://reader:hunter2@crm.example.org:8443/a?key=hunter2") == "crm.example.org:8443"


PLACE = place_of("https://crm.example.org/")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.1",
        "::1",
        "0.0.0.0",
        "::",
        "169.254.169.254",
        "169.254.0.7",
        "fe80::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "64:ff9b:1:fffe::a9fe:a9fe",
        "::ffff:0:127.0.0.1",
        "::127.0.0.1",
        "2002:7f00:1::",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_a_name_that_leads_to_this_machine_or_to_the_keys_of_a_cloud_is_not_asked(address: str) -> None:
    ip = ipaddress.ip_address(address)
    listed = f"[{address}]" if ":" in address else address

    assert Allowed(["crm.example.org"]).why_not(PLACE, ip)
    assert not Allowed(["crm.example.org", listed]).why_not(PLACE, ip)


@pytest.mark.parametrize("address", ["10.0.0.5", "192.168.1.9", "fd00::5", "203.0.113.9"])
def test_a_name_may_lead_to_any_other_address(address: str) -> None:
    assert not Allowed(["crm.example.org"]).why_not(PLACE, ipaddress.ip_address(address))


def test_localhost_leads_to_this_machine_where_it_is_listed() -> None:
    place = place_of("http://localhost:9090/")

    assert Allowed(["localhost:9090"]).allows(place)
    assert not Allowed(["localhost:9090"]).why_not(place, ipaddress.ip_address("::1"))


def test_check_names_a_server_whose_host_is_not_listed_with_the_line_to_add() -> None:
    (said,) = mistakes({"hub.yaml": "servers:\n  crm: {url: 'https://crm.example.org:8443/api'}\n"})

    assert said.startswith("hub.yaml:2: the hub may not ask crm.example.org:8443: `outgoing` does not list it")
    assert said.endswith("(hub.yaml: `outgoing: [crm.example.org:8443]`)")


@pytest.mark.parametrize(
    ("server", "words"),
    [
        ("url: 'https://u:hunter2@crm.example.org'", "a password in an address"),
        ("url: 'https://crm.example.org', headers: {Authorization: Bearer hunter2}", "`Authorization` is a secret"),
        ("url: 'https://crm.example.org', parameters: {api_key: hunter2}", "`api_key` is a secret"),
        ("url: 'https://crm.example.org', password: hunter2", "`password` is"),
        ("url: 'https://crm.example.org', user: me", "`password` is missing"),
        ("url: 'https://crm.example.org', bearer: {env: A}, user: me, password: {env: B}", "cannot stand together"),
        ("url: 'ftp://crm.example.org'", "url"),
    ],
)
def test_what_is_wrong_with_a_server_is_told_and_no_secret_is_repeated(server: str, words: str) -> None:
    said = mistakes({"hub.yaml": f"outgoing: ['*.example.org']\nservers:\n  crm: {{{server}}}\n"})

    assert len(said) == 1
    assert said[0].startswith("hub.yaml:3: ")
    assert words in said[0]
    assert "hunter2" not in said[0]


def test_an_entry_that_is_no_host_is_a_mistake_with_its_line() -> None:
    (said,) = mistakes({"hub.yaml": "outgoing:\n- crm.example.org\n- https://crm.example.org/x\n"})

    assert said.startswith("hub.yaml:3: ")
    assert "`crm.example.org`" in said


def test_a_good_server_is_one() -> None:
    text = """
        outgoing: ["*.example.org", 10.0.0.5:9090]
        servers:
          crm:
            url: https://crm.example.org/api
            title: CRM
            user: displayd
            password: {file: /etc/displayd/secrets/crm}
            headers: {X-Scope-OrgID: office, Cookie: {env: COOKIE}}
            timeout_seconds: 5
          prometheus: {url: "http://10.0.0.5:9090", bearer: {credential: prometheus}}
    """
    settings = wall({"hub.yaml": text}).settings

    assert settings.servers["crm"].title == "CRM"
    assert settings.servers["prometheus"].bearer is not None
