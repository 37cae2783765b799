"""A screen that cannot show its dashboard yet says why, in words, from the first start to the claim."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image as Pillow

from displayd.device.config import parse
from displayd.device.trouble import Trouble
from displayd.errors import ConfigError
from tests.appliance.dashboards import colorful
from tests.appliance.glass import looks_as, rendered
from tests.appliance.hub import Hub, ToHub
from tests.appliance.image import Image, command
from tests.appliance.machine import Hardware, Machine
from tests.appliance.network import GATEWAY, HUB_PORT, Network
from tests.appliance.status_pages import says, says_trouble, shows_fingerprint
from tests.e2e.office import free_port

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(2400)]

NAMED_HUB = "http://hub.lab:8070"
SECURE_HUB = "https://hub.lab"
HUB_IS_NAMED = f"--address=/hub.lab/{GATEWAY}"


def wait_for_trouble(machine: Machine, trouble: Trouble, url: str = "", detail: str = "") -> Pillow.Image:
    return machine.wait_for_picture(
        lambda glass: says_trouble(machine.disk.image, glass, trouble, url, detail), trouble
    )


def test_each_trouble_of_the_network_has_its_page_until_the_screen_is_claimed(amd64_image: Image, folder: Path) -> None:
    with Hub(folder / "office") as hub:
        layout = hub.show("sales", colorful("Orders"))
        hub.start_hub()
        with (
            Network(folder / "network", hub.port) as network,
            Machine(amd64_image, folder / "tv", network, {"displayd.yaml": f"hub: {NAMED_HUB}\n"}) as machine,
        ):
            machine.power_on()
            machine.set_link(is_up=False)
            wait_for_trouble(machine, "no-cable")
            machine.set_link(is_up=True)
            wait_for_trouble(machine, "no-address")
            network.start_dhcp(names=False)
            wait_for_trouble(machine, "dns-silent", NAMED_HUB, GATEWAY)
            for name in ("dhcp", "silence"):
                network.stop(name)
            network.start_dhcp()
            wait_for_trouble(machine, "dns", NAMED_HUB)
            network.stop("dhcp")
            network.stop("hub")
            network.start_dhcp(HUB_IS_NAMED)
            wait_for_trouble(machine, "refused", NAMED_HUB)
            network.serve("hub", f"TCP-LISTEN:{HUB_PORT},bind={GATEWAY},fork,reuseaddr")
            page = wait_for_trouble(machine, "not-claimed", NAMED_HUB)
            (fingerprint,) = hub.wait_for_unclaimed()

            assert shows_fingerprint(amd64_image, page, fingerprint)
            assert not shows_fingerprint(amd64_image, page, fingerprint[::-1])
            hub.claim("tv", fingerprint, show=["sales"])
            machine.wait_for_picture(
                lambda glass: looks_as(glass, rendered(amd64_image, layout, hub.wall, glass.size)), "dashboard"
            )


def test_blank_image_finds_its_hub_and_shows_the_fingerprint_to_claim(amd64_image: Image, folder: Path) -> None:
    with Hub(folder / "office") as hub:
        layout = hub.show("sales", colorful("Orders"))
        hub.start_hub()
        with Network(folder / "network", hub.port) as network:
            network.start_dhcp(f"--address=/displayd-hub.lab/{GATEWAY}")
            with Machine(amd64_image, folder / "tv", network) as machine:
                machine.power_on()
                page = wait_for_trouble(machine, "not-claimed")
                (fingerprint,) = hub.wait_for_unclaimed()

                assert shows_fingerprint(amd64_image, page, fingerprint)
                hub.claim("tv", fingerprint, show=["sales"])
                machine.wait_for_picture(
                    lambda glass: looks_as(glass, rendered(amd64_image, layout, hub.wall, glass.size)), "dashboard"
                )


def test_certificates_are_refused_from_a_strange_ca_then_for_a_wrong_clock_and_taken_when_both_are_right(
    amd64_image: Image, folder: Path
) -> None:
    made = ["-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=hub.lab"]
    key, certificate = folder / "hub.key", folder / "hub.pem"
    command(
        "openssl", "req", "-x509", *made, "-addext", "subjectAltName=DNS:hub.lab", "-keyout", key, "-out", certificate
    )
    with Hub(folder / "office") as hub:
        layout = hub.show("sales", colorful("Orders"))
        hub.start_hub()
        with Network(folder / "network", hub.port) as network:
            network.start_dhcp(HUB_IS_NAMED)
            network.serve("tls", f"OPENSSL-LISTEN:443,cert={certificate},key={key},verify=0,fork,reuseaddr")
            files = {"displayd.yaml": f"hub: {SECURE_HUB}\n"}
            wrong = Hardware(clock="1970-01-01T00:00:00")
            with Machine(amd64_image, folder / "tv", network, files, wrong) as machine:
                machine.power_on()
                wait_for_trouble(machine, "tls-untrusted", SECURE_HUB)
                machine.cut_power()
                settings = f"hub: {SECURE_HUB}\nca: company.pem\n"
                machine.disk.write_boot_files({"displayd.yaml": settings, "company.pem": certificate.read_bytes()})
                machine.power_on()
                # The day on which systemd was built, as nobody knows better.
                believed = float(machine.shell.run("date +%s"))
                machine.wait_for_picture(
                    lambda glass: says_trouble(amd64_image, glass, "clock-unset", SECURE_HUB, time=believed),
                    "clock not set",
                )
                # What a time server would have done.
                machine.shell.run(f"date -s '{command('date', '-u', '+%F %T').strip()} UTC'")
                hub.claim("tv", hub.wait_for_unclaimed()[0], show=["sales"])
                machine.wait_for_picture(
                    lambda glass: looks_as(glass, rendered(amd64_image, layout, hub.wall, glass.size)), "dashboard"
                )


def test_mistake_in_the_file_is_on_the_tv_with_its_line(amd64_image: Image, folder: Path) -> None:
    text = "# The lobby.\nhub: http://hub.lab:8070\nrotate: 45\nwify: {name: Office}\n"
    with pytest.raises(ConfigError) as caught:
        parse("/boot/firmware/displayd.yaml", text)
    words = "; ".join(map(str, caught.value.mistakes))
    assert "displayd.yaml:3" in words
    assert "displayd.yaml:4" in words
    with Machine(amd64_image, folder / "tv", ToHub(free_port()), {"displayd.yaml": text}) as machine:
        machine.power_on()
        machine.wait_for_picture(
            lambda glass: says(amd64_image, glass, "Mistake in displayd.yaml", words), "the mistake"
        )

        # The rest of the machine works with what it does without a file.
        assert "10.0.2.15" in machine.shell.run("ip -4 -o addr show dev eth0")
