"""The services as systemd runs them on Debian 13, with all that their units forbid."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.appliance.booted import AN_ADDRESS, Booted, booted
from tests.appliance.chroot import Chroot, missing
from tests.appliance.patience import eventually

pytestmark = [
    pytest.mark.appliance,
    pytest.mark.timeout(1800),
    pytest.mark.xdist_group("debian-package"),
    pytest.mark.skipif(bool(missing()), reason=missing()),
]

ROOT = Path(__file__).parent.parent.parent

PAGE = "<body style='background: #00aa00; margin: 0'><div style='background: #0000ff; width: 200px; height: 100px'>"

WALL = {
    "hub.yaml": "listen: 0.0.0.0:8070\noutgoing: [127.0.0.1]\n",
    "screens.yaml": "screens:\n  lobby: {show: [team]}\n",
    "metrics.yaml": "orders: {title: Orders}\n",
    "layouts/team.yaml": "pages: [{widgets: {orders: {type: number, metric: orders}}}]\n",
}

SNAPSHOT = {
    "metrics.yaml": "page: {snapshot: {url: 'http://127.0.0.1:8099/', width: 640, height: 360, wait_seconds: 0}, "
    "refresh_seconds: 5}\n",
    "layouts/team.yaml": "pages: [{widgets: {page: {type: picture, metric: page}}}]\n",
}

# Says which kinds of processes a browser has, and which of them are in a namespace of users other than the service's
# own: Chromium's sandbox for what comes from the network.
PROCESSES = """
import os, pathlib, time
found, until = set(), time.monotonic() + 30
while time.monotonic() < until and ("apart", "renderer") not in found:
    for one in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (one / "cmdline").read_text().replace("\\0", " ")
            # What is apart names itself anew, with its words in one.
            if "/chromium" in words:
                kind = words.partition("--type=")[2].partition(" ")[0] or "browser"
                is_apart = os.readlink(one / "ns/user") != os.readlink("/proc/1/ns/user")
                found.add(("apart" if is_apart else "here", kind))
                if "--no-sandbox" in words:
                    found.add(("without", "sandbox"))
        except OSError:
            pass
print(*(" ".join(pair) for pair in sorted(found)), sep="\\n")
"""

HEALTH = 'import urllib.request as r; print(r.urlopen("http://127.0.0.1:8070/healthz").read().decode())'

ASK = """
import ssl, sys, urllib.error, urllib.parse, urllib.request
url, ca, key, form = sys.argv[1:]
context = ssl.create_default_context(cafile=ca) if ca else None
handlers = [urllib.request.HTTPSHandler(context=context)] if ca else []
opener = urllib.request.build_opener(*handlers, urllib.request.HTTPCookieProcessor())
try:
    if form:
        opener.open(url + "/log-in", form.encode(), timeout=60).read()
    headers = {"Authorization": "Bearer " + key} if key else {}
    answer = opener.open(urllib.request.Request(url + "/wall.json", headers=headers), timeout=60)
    print(answer.status, answer.read(200).decode())
except urllib.error.HTTPError as exc:
    print(exc.code, exc.read(200).decode())
"""


def write(machine: Chroot, files: dict[str, str]) -> None:
    """Put files into the wall folder."""
    for name, text in files.items():
        path = machine.root / "etc/displayd/wall" / name
        path.parent.mkdir(mode=0o755, exist_ok=True)
        path.write_text(text)
        path.chmod(0o644)


@pytest.fixture
def server(clean: Chroot) -> Chroot:
    """A Debian with a hub and a small wall, that has not started yet."""
    clean.shell("apt-get install --quiet --yes /root/displayd_*.deb /root/displayd-hub_*.deb")
    clean.shell("rm -r /etc/displayd/wall; install -d -m 755 /etc/displayd/wall")
    (clean.root / "root/ask.py").write_text(ASK)
    write(clean, WALL)
    return clean


def wait_for_hub(machine: Booted) -> None:
    """Wait until the service listens."""
    eventually(lambda: "The hub is at " in machine.log_of("displayd-hub"), 60, lambda: machine.log_of("displayd-hub"))


@contextlib.contextmanager
def hub_on(server: Chroot) -> Iterator[Booted]:
    """The machine once its hub listens."""
    with booted(server) as machine:
        wait_for_hub(machine)
        yield machine


def ask(machine: Booted, url: str, ca: str = "", key: str = "", form: str = "") -> str:
    """Status and beginning of what the hub answers to whoever asks for the wall."""
    return machine.shell(f"python3 /root/ask.py {url} '{ca}' '{key}' '{form}'")


def test_hub_serves_behind_its_filters_and_the_doctor_reaches_it(server: Chroot) -> None:
    (server.root / "etc/displayd/displayd.yaml").write_text("hub: http://127.0.0.1:8070\n")
    with hub_on(server) as machine:
        status = machine.shell("cat /proc/$(systemctl show -P MainPID displayd-hub)/status")
        told = machine.shell("displayd doctor || true")

    assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
    # There is no TV, but a hub.
    assert re.findall(r"^FAULT +(\w+ \w+)", told, re.MULTILINE) == ["nothing shows"], told
    assert re.search(r"^ok +http://127\.0\.0\.1:8070 is a hub$", told, re.MULTILINE), told


def test_viewers_look_in_over_tls_of_the_hubs_own_and_nobody_else(server: Chroot) -> None:
    server.shell("echo 'a long password' | displayd hub viewer office --password >> /etc/displayd/wall/hub.yaml")
    key = server.shell("displayd hub viewer monitor 2>&1 >> /root/lines | tail -n 1").strip()
    server.shell("sed 1d /root/lines >> /etc/displayd/wall/hub.yaml; echo 'tls: own' >> /etc/displayd/wall/hub.yaml")
    url, ca = f"https://{AN_ADDRESS}:8070", "/root/hub-ca.pem"
    with hub_on(server) as machine:
        machine.shell(f"displayd hub cert --out {ca}")

        # The address comes into the certificate once the machine has it.
        answers = eventually(lambda: _answer(machine, url, ca), 150, lambda: machine.log_of("displayd-hub"))
        with_key = ask(machine, url, ca, key=key)
        logged_in = ask(machine, url, ca, form="name=office&password=a+long+password")
        wrong = ask(machine, url, ca, form="name=office&password=another+one")
        here = ask(machine, "https://localhost:8070", ca)

    assert answers.startswith("401 ")
    assert re.match("401 .*wrong-log-in", wrong)
    assert [answer[:3] for answer in (with_key, logged_in, here)] == ["200", "200", "200"]
    assert "lobby" in with_key + logged_in


def _answer(machine: Booted, url: str, ca: str) -> str:
    """What is answered to a stranger; empty while the certificate is not for this address."""
    try:
        return ask(machine, url, ca)
    except AssertionError:
        return ""


def test_hub_and_screen_start_where_their_folders_cannot_be_made_and_say_so(server: Chroot) -> None:
    (server.root / "etc/displayd/displayd.yaml").write_text("hub: http://127.0.0.1:8070\n")
    with hub_on(server) as machine:
        machine.shell("systemctl stop displayd displayd-hub; rm -rf /var/lib/displayd /var/lib/displayd-hub")
        machine.shell("mount --bind /var/lib /var/lib; mount -o remount,bind,ro /var/lib")
        machine.shell("systemctl start --no-block displayd displayd-hub")
        wait_for_hub(machine)
        eventually(lambda: "displayd starts" in machine.log_of("displayd"), 60, lambda: machine.log_of("displayd"))
        states = machine.shell("systemctl is-active displayd displayd-hub").split()
        health = machine.shell(
            "python3 -c \"import urllib.request as r; print(r.urlopen('http://127.0.0.1:8070/healthz').read())\""
        )
        hub, screen = machine.log_of("displayd-hub"), machine.log_of("displayd")

    assert states == ["active", "active"]
    assert "Values are not being kept: /var/lib/displayd-hub" in hub
    assert "Who this screen is cannot be kept over a restart: /var/lib/displayd: Read-only file system" in screen
    assert "values-not-kept" in health


@pytest.fixture(scope="module")
def browsing(prepared: Chroot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chroot]:
    """A Debian with Chromium and all that the packages depend on."""
    with prepared.branch(tmp_path_factory.mktemp("browsing") / "chroot") as chroot:
        chroot.run("apt-get", "install", "--quiet", "--yes", "chromium", seconds=1200, with_network=True)
        chroot.shell("apt-get clean; apt-get install --quiet --yes /root/displayd_*.deb /root/displayd-hub_*.deb")
        chroot.shell("rm -r /etc/displayd/wall; install -d -m 755 /etc/displayd/wall /srv/page")
        (chroot.root / "srv/page/index.html").write_text(PAGE)
        (chroot.root / "root/processes.py").write_text(PROCESSES)
        write(chroot, WALL | SNAPSHOT)
        yield chroot


def serve_page(machine: Booted) -> None:
    """Start the web server that has the page."""
    machine.shell("systemd-run --quiet --unit=page python3 -m http.server -d /srv/page -b 127.0.0.1 8099")


def _has_restricted_users() -> bool:
    """Whether this computer's kernel keeps programs from making a sandbox of users of their own, as Ubuntu's does."""
    file = Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
    return file.exists() and file.read_text().strip() == "1"


@pytest.mark.skipif(_has_restricted_users(), reason="this computer's kernel gives no browser a sandbox (AppArmor)")
def test_web_page_is_drawn_with_the_drop_in_of_the_docs_by_a_browser_in_its_sandbox(browsing: Chroot) -> None:
    docs = (ROOT / "docs/data/pictures.md").read_text()
    drop_in = re.search(r"<!-- tested: drop-in for pages -->\n```ini\n(.*?)```", docs, re.DOTALL)
    assert drop_in
    with hub_on(browsing) as machine:
        serve_page(machine)
        without = eventually(lambda: _metrics(machine, "the browser has ended"), 60, lambda: _metrics(machine))
        machine.shell("install -d /etc/systemd/system/displayd-hub.service.d")
        folder = browsing.root / "etc/systemd/system/displayd-hub.service.d"
        (folder / "override.conf").write_text(drop_in[1])
        machine.shell("systemctl daemon-reload; systemctl restart displayd-hub")
        drawn = eventually(lambda: _metrics(machine, "1 line"), 120, lambda: _metrics(machine))
        processes = machine.shell("python3 /root/processes.py").splitlines()

    assert "no data" in without
    assert "since" not in drawn
    assert "apart renderer" in processes, processes
    assert "without sandbox" not in processes


def _metrics(machine: Booted, words: str = "") -> str:
    """The values of the hub, if `words` are among them."""
    told = machine.shell("displayd hub metrics /etc/displayd/wall")
    return told if words in told else ""
