"""The Debian packages in a fresh Debian: they install, work, keep what is yours, and go without a trace."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.appliance.chroot import Chroot, missing
from tests.appliance.packages import built_packages
from tests.support.fakes import document_bytes

pytestmark = [
    pytest.mark.appliance,
    pytest.mark.timeout(1800),
    pytest.mark.xdist_group("debian-package"),
    pytest.mark.skipif(bool(missing()), reason=missing()),
]

ROOT = Path(__file__).parent.parent.parent
HUB_LIBRARIES = {
    "python3-cryptography",
    "python3-jmespath",
    "python3-psutil",
    "python3-starlette",
    "python3-uvicorn",
    "python3-zeroconf",
}
HUB_LIBRARIES |= {"python3-alembic", "python3-jmespath", "python3-sqlalchemy"}

# What tests of the package need besides what it depends on.
TEST_PACKAGES = [
    "git",
    "python3-babel",
    "python3-hypothesis",
    "python3-openapi-schema-validator",
    "python3-openapi-spec-validator",
    "python3-pytest",
    "python3-pytest-timeout",
    "strace",
]

# Where libraries matter, and a busy machine does not: what is checked, kept, drawn and published.
_FOLDERS = ["validation", "document", "protocol", "paint", "cli", "device/state", "device/network/test_poller.py"]
_FOLDERS += ["hub/wall", "hub/publish", "hub/storage"]
TESTED = [f"tests/{name}" for name in _FOLDERS]

# KPIs want DuckDB and sqlglot, which Debian does not have.
NOT_TESTED = ("tests/cli/test_kpi.py", "tests/hub/wall/test_kpi_files.py")

# What installing any package changes: lists, logs and caches of the system's own.
SYSTEMS_OWN = (
    "var/lib/dpkg/",
    "var/lib/apt/",
    "var/log/",
    "var/cache/",
    "var/lib/systemd/deb-systemd-",
    "etc/passwd-",
    "etc/shadow-",
    "etc/group-",
    "etc/gshadow-",
    "etc/.pwd.lock",
    "tmp",
    "run",
    "proc",
    "sys",
    "dev",
)

# Run as a service's user with the folders that systemd makes for it; the first word after it is that user.
AS_SERVICE = """
user=$1
shift
for folder in /run/$user /var/lib/$user /var/cache/$user; do install -d -m 700 -o "$user" -g "$user" "$folder"; done
exec setpriv --reuid "$user" --regid "$user" --init-groups env HOME=/run/$user STATE_DIRECTORY=/var/lib/$user "$@"
"""


@pytest.fixture
def screen(clean: Chroot) -> Chroot:
    """A Debian with a screen."""
    clean.shell("apt-get install --quiet --yes /root/displayd_*.deb")
    return clean


@pytest.fixture
def office(screen: Chroot) -> Chroot:
    """A Debian with a screen to which a hub came later."""
    screen.shell("apt-get install --quiet --yes /root/displayd-hub_*.deb")
    return screen


def traces(chroot: Chroot) -> dict[str, object]:
    """What is in `chroot` apart from the system's own notes."""
    return {path: facts for path, facts in chroot.files().items() if not path.startswith(SYSTEMS_OWN)}


def test_a_clean_debian_finds_all_that_a_screen_needs_and_nothing_of_the_hub(debian: Chroot) -> None:
    planned = debian.shell(
        "apt-get install --simulate /root/displayd_*.deb | sed -n 's/^Inst \\([^ ]*\\) .*/\\1/p'"
    ).split()

    assert {"displayd", "python3-pygame", "python3-msgspec", "fonts-inter"} <= set(planned)
    assert not HUB_LIBRARIES & set(planned)


def test_screen_has_its_user_its_service_and_its_manual(screen: Chroot) -> None:
    groups = screen.run("id", "--name", "--groups", "displayd").split()
    manual = screen.shell("zcat /usr/share/man/man1/displayd.1.gz")

    assert {"displayd", "video", "render", "input"} == set(groups)
    assert screen.run("systemctl", "is-enabled", "displayd").strip() == "enabled"
    assert "displayd hub serve" in manual
    assert "UNSET" not in manual
    assert screen.run("displayd", "--version").strip() == f"displayd {version(screen)}"


def version(chroot: Chroot) -> str:
    return chroot.run("dpkg-query", "--show", "--showformat=${Version}", "displayd")


def test_screen_draws_and_the_doctor_misses_a_tv_and_a_hub_alone(screen: Chroot) -> None:
    (screen.root / "root/lobby.json").write_bytes(document_bytes("Visitors"))

    screen.run("displayd", "render", "/root/lobby.json", "-o", "/root/lobby.png", "--size", "320x180")
    report = screen.shell("displayd doctor || true")

    assert (screen.root / "root/lobby.png").read_bytes().startswith(b"\x89PNG")
    assert re.search(r"^ok +font Inter: Inter$", report, re.MULTILINE), report
    faults = re.findall(r"^FAULT +(\w+ \w+)", report, re.MULTILINE)
    assert faults == ["nothing shows", "no hub"], report


def test_the_program_works_with_the_versions_of_its_libraries_that_debian_has(clean: Chroot) -> None:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    tar = clean.root / "root/checkout.tar"
    subprocess.run(["tar", "--null", "-T", "-", "-cf", str(tar)], cwd=ROOT, input=names, check=True)
    clean.run("apt-get", "install", "--quiet", "--yes", *TEST_PACKAGES, seconds=1200, with_network=True)
    options = ["-q", "-p", "no:cacheprovider", "-m", "not slow and not appliance"]

    clean.shell("mkdir /src && tar -C /src -xf /root/checkout.tar")
    command = [
        "env",
        "-C",
        "/src",
        "QUICK=1",
        "python3",
        "-m",
        "pytest",
        *options,
        *TESTED,
        *(f"--ignore={path}" for path in NOT_TESTED),
    ]
    told = clean.run(*command, seconds=1500)

    assert re.search(r"\d{3,} passed", told), told


def test_a_server_with_a_hub_does_not_become_a_screen(clean: Chroot) -> None:
    clean.shell("apt-get install --quiet --yes /root/displayd_*.deb /root/displayd-hub_*.deb")

    states = clean.shell("systemctl is-enabled displayd displayd-hub || true").split()
    assert states == ["disabled", "enabled"]

    clean.shell("systemctl enable displayd; apt-get install --quiet --yes --reinstall /root/displayd_*.deb")
    assert clean.run("systemctl", "is-enabled", "displayd").strip() == "enabled"


def test_a_screen_to_which_a_hub_comes_stays_a_screen(office: Chroot) -> None:
    states = office.run("systemctl", "is-enabled", "displayd", "displayd-hub").split()

    assert states == ["enabled", "enabled"]


def test_screen_shows_a_page_of_the_hub_that_came_along(office: Chroot) -> None:
    (office.root / "root/as-service").write_text(AS_SERVICE)
    (office.root / "etc/displayd/displayd.yaml").write_text("hub: http://127.0.0.1:8070\n")
    fingerprint = office.shell("sh -e /root/as-service displayd displayd fingerprint").strip()
    screens = f"screens:\n  lobby: {{device: {fingerprint}, show: [sales]}}\n"
    (office.root / "etc/displayd/wall/screens.yaml").write_text(screens)
    script = """
    sh -e /root/as-service displayd-hub displayd hub serve > /root/hub.log 2>&1 &
    sh -e /root/as-service displayd displayd run --screen file:/run/displayd/glass.png --size 640x360 \\
      --flip-log /run/displayd/flips > /root/screen.log 2>&1 &
    for _ in $(seq 240); do
      if grep -q '"revision": *"[^"]' /run/displayd/flips 2>/dev/null; then break; fi
      sleep 0.5
    done
    cp /run/displayd/glass.png /root
    cat /run/displayd/flips /root/hub.log /root/screen.log
    """

    told = office.shell(script)

    flips = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    assert [flip for flip in flips if flip["revision"]], told
    assert (office.root / "root/glass.png").read_bytes().startswith(b"\x89PNG")


def test_purge_leaves_nothing_behind(clean: Chroot) -> None:
    before = traces(clean)

    clean.shell("apt-get install --quiet --yes /root/displayd_*.deb /root/displayd-hub_*.deb")
    (clean.root / "root/as-service").write_text(AS_SERVICE)
    clean.shell("sh -e /root/as-service displayd displayd fingerprint; sh -e /root/as-service displayd-hub true")
    (clean.root / "root/as-service").unlink()
    assert (clean.root / "var/lib/displayd").exists()
    clean.shell("apt-get purge --quiet --yes displayd displayd-hub")

    after = traces(clean)
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == set()


def test_remove_keeps_settings_and_purge_an_edited_wall(office: Chroot) -> None:
    settings, wall = office.root / "etc/displayd/displayd.yaml", office.root / "etc/displayd/wall"
    settings.write_text("hub: http://elsewhere:8070\n")
    office.shell("echo '# ours' >> /etc/displayd/wall/screens.yaml")

    office.shell("apt-get remove --quiet --yes displayd displayd-hub")
    assert settings.read_text() == "hub: http://elsewhere:8070\n"
    assert not (office.root / "usr/bin/displayd").exists()

    told = office.shell("apt-get purge --quiet --yes displayd displayd-hub")
    assert "/etc/displayd/wall has your own dashboards, so it stays" in told
    assert (wall / "screens.yaml").read_text().endswith("# ours\n")
    assert not settings.exists()


def test_upgrade_keeps_edited_settings_and_what_was_switched_off(office: Chroot, tmp_path: Path) -> None:
    settings = office.root / "etc/displayd/displayd.yaml"
    settings.write_text("hub: http://elsewhere:8070\n")
    (office.root / "etc/displayd/wall/hub.yaml").write_text("title: Ours\n")
    office.run("systemctl", "disable", "displayd-hub")
    for path in built_packages(tmp_path / "newer", "--version", "99.1").values():
        shutil.copy(path, office.root / "root")

    office.shell("apt-get install --quiet --yes /root/displayd_99.1_all.deb /root/displayd-hub_99.1_all.deb")

    assert version(office) == "99.1"
    assert settings.read_text() == "hub: http://elsewhere:8070\n"
    assert (office.root / "etc/displayd/wall/hub.yaml").read_text() == "title: Ours\n"
    states = office.shell("systemctl is-enabled displayd displayd-hub || true").split()
    assert states == ["enabled", "disabled"]


def test_the_same_content_gives_the_same_packages(packages: dict[str, Path], tmp_path: Path) -> None:
    again = built_packages(tmp_path)

    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: path.read_bytes() for name, path in packages.items()
    }


def test_a_missing_program_is_told_with_the_line_that_installs_it(tmp_path: Path) -> None:
    # A machine on which no package is installed, as far as dpkg can tell.
    (tmp_path / "status").touch()
    command = [str(ROOT / "provisioning/build-deb"), "--output", str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"DPKG_ADMINDIR": str(tmp_path)}, timeout=60
    )

    assert done.returncode == 1
    assert re.search(
        r"^hint: sudo apt install .*\bdebhelper\b.*\bpybuild-plugin-pyproject\b", done.stderr, re.MULTILINE
    )


@pytest.mark.skipif(shutil.which("lintian") is None, reason="lintian is not installed")
def test_lintian_finds_nothing(packages: dict[str, Path]) -> None:
    command = ["lintian", "--allow-root", "--fail-on=error,warning", *map(str, packages.values())]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)

    assert (done.returncode, done.stdout) == (0, "")
