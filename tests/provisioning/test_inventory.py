"""The list of packages and the bill of materials of an image."""

from __future__ import annotations

import json

from provisioning.imagebuilder.inventory import Package, installed, package_list, sbom

STATUS = """\
Package: zlib1g
Status: install ok installed
Architecture: arm64
Source: zlib
Version: 1:1.3.dfsg+really1.3.1-1+b1
Description: compression library
 runtime: this line belongs to the one before

Package: old
Status: deinstall ok config-files
Architecture: arm64
Version: 1

Package: libsystemd0
Status: install ok installed
Architecture: arm64
Source: systemd (257.9-1)
Version: 257.9-1~deb13u1
"""


def test_installed_packages_are_listed_by_name_with_the_name_of_their_source() -> None:
    assert installed(STATUS) == [
        Package("libsystemd0", "257.9-1~deb13u1", "arm64", "systemd"),
        Package("zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "arm64", "zlib"),
    ]


def test_the_list_has_one_line_a_package() -> None:
    assert package_list([Package("a", "1", "all", "a"), Package("b", "2", "arm64", "b")]) == "a\t1\tall\nb\t2\tarm64\n"


def test_the_bill_of_materials_addresses_each_package_as_package_url_has_it() -> None:
    document = json.loads(sbom(installed(STATUS), "displayd-arm64", "1.0"))

    assert [component["purl"] for component in document["components"]] == [
        "pkg:deb/debian/libsystemd0@257.9-1~deb13u1?arch=arm64",
        "pkg:deb/debian/zlib1g@1%3A1.3.dfsg%2Breally1.3.1-1%2Bb1?arch=arm64",
    ]
    assert document["metadata"]["component"]["version"] == "1.0"


def test_the_same_packages_have_the_same_bill_of_materials() -> None:
    packages = installed(STATUS)

    assert sbom(packages, "displayd-arm64", "1.0") == sbom(packages, "displayd-arm64", "1.0")
    assert sbom(packages[:1], "displayd-arm64", "1.0") != sbom(packages, "displayd-arm64", "1.0")
