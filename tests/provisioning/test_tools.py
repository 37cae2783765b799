"""What has to be installed before an image can be built."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning.imagebuilder import cli, tools
from provisioning.imagebuilder.errors import BuildError
from provisioning.imagebuilder.root_stage import recipe_for


def test_what_is_missing_is_told_at_once_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "genimage").touch(mode=0o755)
    (tmp_path / "mcopy").touch(mode=0o755)
    monkeypatch.setattr(tools, "_path", lambda: str(tmp_path))

    missing = tools.missing_packages(is_foreign=True, compression="xz", is_signed=True)

    assert {"mmdebstrap", "arch-test", "xz-utils", "rauc", "squashfs-tools"} <= set(missing)
    assert not {"genimage", "mtools"} & set(missing)
    with pytest.raises(BuildError) as told:
        tools.check_tools(missing)
    assert told.value.hint == f"sudo apt install --no-install-recommends {' '.join(missing)}"


def test_an_image_for_this_machine_needs_no_emulator_and_one_that_is_not_compressed_no_compressor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "_path", lambda: str(tmp_path))

    missing = tools.missing_packages(is_foreign=False, compression="none", is_signed=False)

    assert not {"arch-test", "xz-utils", "zstd", "rauc"} & set(missing)


def test_fonts_of_east_asia_are_asked_for_and_tell_recipes_apart() -> None:
    plain = recipe_for("arm64", ("python3-pygame",))
    more = recipe_for("arm64", ("python3-pygame", *cli.EAST_ASIAN_FONTS))

    assert cli._parsed(["--cjk"]).cjk
    assert not cli._parsed([]).cjk
    assert "fonts-noto-cjk" in more.packages
    assert more.key != plain.key


def test_an_image_that_plays_films_has_ffmpeg_and_another_recipe() -> None:
    plain = recipe_for("arm64", ("python3-pygame",))
    more = recipe_for("arm64", ("python3-pygame", *cli.FILM_PLAYER))

    assert cli._parsed(["--video"]).video
    assert not cli._parsed([]).video
    assert "ffmpeg" in more.packages
    assert more.key != plain.key


@pytest.mark.parametrize(("compression", "package"), [("xz", "xz-utils"), ("zst", "zstd")])
def test_each_way_to_compress_needs_its_own_program(
    compression: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "_path", lambda: str(tmp_path))

    missing = tools.missing_packages(is_foreign=False, compression=compression, is_signed=False)

    assert {"xz-utils", "zstd"} & set(missing) == {package}


@pytest.mark.parametrize("option", ["--bundle-key", "--bundle-cert"])
def test_half_of_what_signs_a_bundle_is_refused_before_anything_is_built(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--output", str(tmp_path / "out"), option, str(tmp_path / "half.pem")]) == 1

    assert capsys.readouterr().err.splitlines() == [
        "error: an update bundle is signed with a key and its certificate",
        "hint: give both --bundle-key and --bundle-cert",
    ]
    assert not (tmp_path / "out").exists()


def test_nothing_missing_is_no_fault() -> None:
    tools.check_tools([])
