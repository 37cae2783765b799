"""What is left out of the root file system."""

from __future__ import annotations

from pathlib import Path

import pytest

from provisioning.imagebuilder.trim import trim


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A root file system with a few files of each kind; kernel modules as `modules.dep` describes them."""
    (tmp_path / "usr/lib").mkdir(parents=True)
    (tmp_path / "lib").symlink_to("usr/lib")
    modules = tmp_path / "usr/lib/modules/6.12-test"
    dependencies = {
        "kernel/drivers/gpu/drm/vc4/vc4.ko": ["kernel/sound/core/snd.ko", "kernel/drivers/gpu/drm/drm.ko"],
        "kernel/drivers/gpu/drm/drm.ko": [],
        "kernel/drivers/gpu/drm/radeon/radeon.ko": ["kernel/drivers/gpu/drm/drm.ko"],
        "kernel/sound/core/snd.ko": [],
        "kernel/sound/pci/hda.ko": ["kernel/sound/core/snd.ko"],
        "kernel/drivers/usb/storage.ko": ["kernel/drivers/scsi/old.ko"],
        "kernel/drivers/scsi/old.ko": [],
        "kernel/drivers/scsi/huge.ko": [],
    }
    for name in dependencies:
        (modules / name).parent.mkdir(parents=True, exist_ok=True)
        (modules / name).touch()
    lines = [f"{name}: {' '.join(needs)}" for name, needs in dependencies.items()]
    (modules / "modules.dep").write_text("\n".join(lines) + "\n")
    for name in ("modules.order", "modules.builtin"):
        (modules / name).touch()
    for name in (
        "etc/apt/sources.list.d/debian.sources",
        "etc/ssh/ssh_host_rsa_key",
        "usr/lib/x86_64-linux-gnu/libLLVM.so.19.1",
        "usr/lib/x86_64-linux-gnu/libcairo.so.2",
        "usr/lib/python3/dist-packages/numpy/core.py",
        "usr/lib/python3/dist-packages/pygame/display.so",
        "usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        "usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x" * 10)
    return tmp_path


def _modules(root: Path) -> set[str]:
    return {path.stem for path in root.rglob("*.ko")}


def test_a_module_stays_when_one_that_stays_needs_it(root: Path) -> None:
    trim(root, has_graphics=False)

    assert _modules(root) == {"vc4", "drm", "snd", "storage", "old"}


def test_archives_keys_and_what_is_never_imported_go(root: Path) -> None:
    trimmed = trim(root, has_graphics=True)

    assert not list(root.glob("etc/apt/sources.list.d/*"))
    assert not list(root.glob("etc/ssh/ssh_host_*"))
    assert not list(root.glob("usr/lib/python3/dist-packages/numpy*"))
    assert list(root.glob("usr/lib/python3/dist-packages/pygame/*"))
    assert [path.name for path in root.glob("usr/share/fonts/*/noto/*")] == ["NotoSansCJK-Bold.ttc"]
    assert trimmed.size_bytes >= 30


@pytest.mark.parametrize("has_graphics", [False, True])
def test_opengl_stays_only_when_it_is_asked_for(root: Path, has_graphics: bool) -> None:
    trim(root, has_graphics=has_graphics)

    assert bool(list(root.glob("usr/lib/*/libLLVM*"))) == has_graphics
    assert list(root.glob("usr/lib/*/libcairo*"))
