"""What `displayd.yaml` says is so on the machine, from its first start on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.appliance.hub import Hub
from tests.appliance.image import Image, command
from tests.appliance.machine import Machine
from tests.appliance.patience import eventually
from tests.appliance.shell import Shell
from tests.appliance.started import listening_ports, wait_until_started

pytestmark = [pytest.mark.appliance, pytest.mark.timeout(1800)]

SETTINGS = """\
name: dev-left
timezone: Europe/Berlin
time_servers: [10.0.2.9]
network: {{address: 10.0.2.20/24, gateway: 10.0.2.2, name_servers: 10.0.2.3, search: example.org}}
proxy: http://tv:secret@10.0.2.8:3128
ssh_keys: ["{key}"]
"""


def test_machine_is_as_the_file_says(amd64_image: Image, hub: Hub, folder: Path) -> None:
    command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "it", "-f", folder / "key")
    settings = SETTINGS.format(key=(folder / "key.pub").read_text().strip())
    # As Notepad saves it on a Windows that hides the last ending, beside the file that came with the image.
    files = {"displayd.yaml.txt": settings.replace("\n", "\r\n").encode("utf-16")}
    with Machine(amd64_image, folder / "tv", hub.cable, files) as machine:
        machine.power_on()
        shell = machine.shell
        wait_until_started(shell)

        assert shell.run("hostname") == "displayd-dev-left"
        assert shell.run("date +%Z") in ("CET", "CEST")
        assert "inet 10.0.2.20/24" in shell.run("ip -4 addr show dev eth0")
        assert "default via 10.0.2.2" in shell.run("ip route")
        resolver = shell.run("cat /etc/resolv.conf")
        assert re.search(r"^nameserver 10\.0\.2\.3$", resolver, re.MULTILINE)
        assert re.search(r"^search example\.org$", resolver, re.MULTILINE)
        asked = "timedatectl show-timesync -p SystemNTPServers -p FallbackNTPServers"
        assert set(shell.run(asked).split()) == {"SystemNTPServers=10.0.2.9", "FallbackNTPServers="}
        assert "secret" not in shell.run("journalctl -b --no-pager")
        assert shell.run("systemctl --failed --plain --no-legend") == ""
        assert listening_ports(shell) == {"22"}

        first = log_in(shell, folder / "key")
        shell.run("sync")
        machine.cut_power()
        machine.power_on()
        wait_until_started(shell)
        assert log_in(shell, folder / "key") == first, "the machine's own key is another one"


def log_in(shell: Shell, key: Path) -> str:
    """Log in from the guest to itself: with the key, and not without; the machine's own key."""
    shell.run("mkdir -p /run/test && chmod 700 /run/test && cd /run/test && rm -f *")
    shell.run(f"umask 077; cat > /run/test/key <<'END'\n{key.read_text()}END")
    options = "-o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=/run/test/known -o BatchMode=yes"
    eventually(lambda: "22" in listening_ports(shell), 120, "a log-in service")
    assert shell.run(f"ssh -i /run/test/key {options} root@127.0.0.1 id -un", seconds=120).endswith("root")
    refused = shell.run(f"ssh -o PubkeyAuthentication=no {options} root@127.0.0.1 true", seconds=120, check=False)
    assert "Permission denied (publickey)" in refused
    return shell.run("ssh-keygen -l -f /run/test/known | cut -d' ' -f2")
