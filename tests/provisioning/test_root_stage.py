"""Which root file system is taken from the cache."""

from __future__ import annotations

from provisioning.imagebuilder.mirror import Mirrors, debian_mirrors, sources
from provisioning.imagebuilder.root_stage import recipe_for


def test_the_same_packages_have_the_same_key_and_others_another() -> None:
    one = recipe_for("arm64", ("python3-pygame",))

    assert one.key == recipe_for("arm64", ("python3-pygame",)).key
    assert one.key != recipe_for("arm64", ("python3-pygame", "python3-cairo")).key
    assert one.key != recipe_for("amd64", ("python3-pygame",)).key
    assert one.key != recipe_for("arm64", ("python3-pygame",), "backports").key


def test_only_a_pi_gets_a_pis_firmware() -> None:
    assert "raspi-firmware" in recipe_for("arm64", ()).packages
    assert "raspi-firmware" not in recipe_for("amd64", ()).packages


def test_packages_come_with_their_updates_and_their_security() -> None:
    lines = sources(Mirrors("http://one/debian", "http://two/debian-security"), "trixie").splitlines()

    assert [line.split()[1:3] for line in lines] == [
        ["http://one/debian", "trixie"],
        ["http://one/debian", "trixie-updates"],
        ["http://two/debian-security", "trixie-security"],
    ]


def test_a_newer_kernel_comes_from_the_backports() -> None:
    lines = sources(Mirrors("http://one/debian", "http://two/security"), "trixie", has_backports=True).splitlines()

    assert lines[-1].split()[1:3] == ["http://one/debian", "trixie-backports"]


def test_an_archive_that_was_asked_for_is_taken() -> None:
    assert debian_mirrors("http://mirror.lan/debian/") == Mirrors(
        "http://mirror.lan/debian", "http://mirror.lan/debian-security"
    )


def test_otherwise_the_archive_of_this_machines_apt() -> None:
    mirrors = debian_mirrors()

    assert mirrors.main.startswith(("http", "file:"))
    assert mirrors.security.startswith(("http", "file:"))
