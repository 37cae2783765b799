"""Clients of Geckoboard from PyPI, as they are, with a hub instead of Geckoboard.

They have its address built in. So the names lead to the hub, as an entry in an office's DNS would have it, and the hub
speaks HTTPS under these names with its own certificate.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from displayd.document.model import decode
from displayd.widgets.number.widget import Number
from tests.hub.walls import HUB, KEY, Caller, eventually, serving, write_wall

NAMES = ("api.geckoboard.com", "push.geckoboard.com")
LAYOUT = """
pages:
  - landscape: ["csat signups"]
    widgets:
      csat: {type: number, metric: csat}
      signups: {type: number, metric: signups}
"""
WALL: dict[str, str | bytes | None] = {
    "hub.yaml": HUB + f"tls: own\nhosts: [{', '.join(NAMES)}]\n",
    "metrics.yaml": "csat: {title: CSAT, dataset: {id: support.daily, value: csat}}\nsignups: {geckoboard: 123-abc}\n",
    "layouts/team.yaml": LAYOUT,
    "layouts/sales.yaml": "pages: [{widgets: {a: {type: clock}}}]",
}

DATASETS = """
import geckoboard

client = geckoboard.client({key!r})
assert client.ping()
fields = {{
    "day": {{"type": "date", "name": "Day"}},
    "csat": {{"type": "percentage", "name": "CSAT", "optional": True}},
    "mrr": {{"type": "money", "name": "MRR", "currency_code": "USD"}},
}}
dataset = client.datasets.find_or_create("support.daily", fields, ["day"])
assert dataset.put([{{"day": "2026-11-20", "csat": 0.8, "mrr": 100}}])
assert dataset.post([{{"day": "2026-11-21", "csat": 0.9, "mrr": 100}}], "day")
assert dataset.post([{{"day": "2026-11-21", "csat": 0.95, "mrr": 200}}])
client.datasets.find_or_create("support.daily", fields, ["day"])


def refused(call, words):
    try:
        call()
    except Exception as exc:
        assert words in str(exc), repr(exc)
    else:
        raise AssertionError(words)


refused(lambda: geckoboard.client("wrong").ping(), "Your API key is invalid")
refused(lambda: client.datasets.find_or_create("support.daily", {{"a": {{"type": "number", "name": "A"}}}}), "schema")
refused(lambda: client.datasets.delete("not.there"), "Dataset not found")
refused(lambda: dataset.post([{{"day": "2026-11-21"}}]), "Missing data for 'mrr'")
refused(lambda: dataset.put([{{"day": "2026-11-21", "mrr": 1}}] * 501), "500")
refused(lambda: client.datasets.find_or_create("No", fields), "Dataset ID is invalid")
"""

DELETE = """
import geckoboard

assert geckoboard.client({key!r}).datasets.delete("support.daily")
"""


PUSH = """
import geckopush

dashboard = geckopush.Dashboard({key!r})
number = {{"widget_key": "123-abc", "primary_value": 142, "secondary_value": 200}}
widget = geckopush.NumberAndSecondaryStat(dashboard=dashboard, **number)
assert widget.push() == {{"success": True}}
assert geckopush.Dashboard("wrong") and geckopush.NumberAndSecondaryStat(
    dashboard=geckopush.Dashboard("wrong"), widget_key="123-abc", primary_value=1
).push().code == 401
"""


@contextmanager
def names_that_lead_to(port: int) -> Iterator[str]:
    """The address of a proxy on which every name is the hub's."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    threading.Thread(target=_tunnel, args=(listening.accept()[0], port), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def _tunnel(client: socket.socket, port: int) -> None:
    head = b""
    while b"\r\n\r\n" not in head:
        head += client.recv(4096)
    assert head.split()[1].decode() in {f"{name}:443" for name in NAMES}
    hub = socket.create_connection(("127.0.0.1", port))
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    threading.Thread(target=_pump, args=(hub, client), daemon=True).start()
    _pump(client, hub)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def run(program: str, hub: Caller, state: Path) -> None:
    """A program as somebody has it, on a machine that takes the hub for Geckoboard and trusts its CA."""
    ca = str(state / "tls" / "ca.pem")
    with names_that_lead_to(int(hub.address.rpartition(":")[2])) as proxy:
        environment = {**os.environ, "HTTPS_PROXY": proxy, "REQUESTS_CA_BUNDLE": ca, "SSL_CERT_FILE": ca}
        environment = {name: value for name, value in environment.items() if name.lower() != "no_proxy"}
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program.format(key=KEY)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def number(hub: Caller, name: str) -> Number:
    """The tile `name` on the screen `left`."""
    found = decode(hub.screen("left").content).pages[0].widgets[name]
    assert isinstance(found, Number)
    return found


@contextmanager
def hub_in_place_of_geckoboard(folder: Path) -> Iterator[Caller]:
    """A hub that speaks HTTPS as `api.geckoboard.com`."""
    with serving(write_wall(folder / "wall", WALL), folder / "state") as hub:
        hub.session.verify = str(folder / "state" / "tls" / "ca.pem")
        yield hub


@pytest.mark.expects_log
def test_the_official_client_for_datasets(tmp_path: Path) -> None:
    with hub_in_place_of_geckoboard(tmp_path) as hub:
        run(DATASETS, hub, tmp_path / "state")

        assert eventually(lambda: number(hub, "csat").value == 0.95)
        shown = number(hub, "csat")
        assert (shown.unit, shown.previous, shown.previous_label) == ("percentunit", 0.8, "yesterday")

        run(DELETE, hub, tmp_path / "state")

        assert eventually(lambda: "nobody has pushed the dataset `support.daily`" in number(hub, "csat").error)


@pytest.mark.expects_log
def test_a_client_for_custom_widgets(tmp_path: Path) -> None:
    with hub_in_place_of_geckoboard(tmp_path) as hub:
        run(PUSH, hub, tmp_path / "state")

        assert eventually(lambda: number(hub, "signups").value == 142.0)
        assert number(hub, "signups").previous == 200.0
