"""A computer with a TV, emulated: boots the image, shows what is on the glass, and can lose its power."""

from __future__ import annotations

import itertools
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, Self

from PIL import Image as Pillow

from tests.appliance.boot_loader import tell_boot_loader
from tests.appliance.image import Disk, Image
from tests.appliance.monitor import Monitor
from tests.appliance.patience import eventually
from tests.appliance.shell import Shell

__all__ = ["A_SCREEN", "PICTURE_SECONDS", "Cable", "Hardware", "Machine"]

# What `provisioning/` gives the kernel on a Pi, but for where the root and the console are.
QUIET = "quiet loglevel=4 vt.global_cursor_default=0 logo.nologo systemd.show_status=false"

# Twelve times what a boot takes on an idle machine.
PICTURE_SECONDS = 360.0

SERIAL_TAIL = 30
"""Lines of the serial console in the message when something did not come."""


class Cable(Protocol):
    """What a machine's network card is connected to."""

    @property
    def prefix(self) -> Sequence[str]:
        """Words before the command line of QEMU, such as `ip netns exec lab`."""
        ...

    def netdev(self, name: str) -> str:
        """QEMU's `-netdev` for the machine `name`; its id has to be `n0`."""
        ...


class Hardware(NamedTuple):
    """What differs from one computer to another."""

    size: tuple[int, int] = (1920, 1080)
    """Of the TV, px; what its EDID prefers."""
    memory_mb: int = 1024
    clock: str = "utc"
    """What the clock says at power-on: `utc` or a moment as `1970-01-01T00:00:00`."""
    number: int = 1
    """Last part of its MAC address, for several in one network."""
    has_shell: bool = True
    """Whether there is a root shell on a serial port of its own; without it the machine starts as one in an office."""
    kernel_words: str = ""
    """More for the kernel's command line."""
    watchdog: str = "reset"
    """What the hardware's watchdog does: QEMU's words for it."""
    has_tv: bool = True
    has_boot_loader: bool = False
    """For a PC: start through the image's own boot loader, as a Pi always does."""
    arguments: tuple[str, ...] = ()
    """More for QEMU."""


A_SCREEN = Hardware()


class Machine:
    """One emulated computer; off at the end of the `with` block, and until `power_on`.

    What it left behind (serial console, pictures) is in `folder`; disks are deleted.
    """

    def __init__(
        self,
        image: Image,
        folder: Path,
        cable: Cable,
        files: Mapping[str, str | bytes] = {},
        hardware: Hardware = A_SCREEN,
    ) -> None:
        """Args: files: what is put on the FAT partition before the first start, such as `displayd.yaml`."""
        self.name = folder.name
        self.folder = folder
        self.cable = cable
        self.hardware = hardware
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*"):
            old.unlink()
        self.disk = Disk(image, folder / "disk.qcow2")
        if files:
            self.disk.write_boot_files(files)
        # Names of sockets have 107 letters at most, and nobody knows how deep the checkout lies.
        self._sockets = Path(tempfile.mkdtemp(prefix="displayd-"))
        self.shell = Shell(self._sockets / "debug.sock")
        self._process: subprocess.Popen[bytes] | None = None
        self._monitor: Monitor | None = None
        self._pictures = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process is not None:
            if exc[0] is not None:
                self._keep_last_picture()
            self.cut_power()
        self.disk.delete()
        shutil.rmtree(self._sockets)

    def power_on(self) -> None:
        """Switch on."""
        assert self._process is None, "it is on"
        for name in ("qmp.sock", "serial.sock", "debug.sock"):
            (self._sockets / name).unlink(missing_ok=True)
        # Nothing is left running when the tests are killed.
        words = [*self.cable.prefix, "setpriv", "--pdeathsig", "KILL", *self._command_line()]
        with (self.folder / "qemu.log").open("ab") as log:
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.on_since = time.monotonic()
        self._monitor = Monitor(self._sockets / "qmp.sock")
        if self.disk.image.arch == "arm64" and (told := _kernel_words(self.hardware, "ttyS0")):
            tell_boot_loader(self._sockets / "serial.sock", self.folder / "serial.log", told)

    def cut_power(self) -> None:
        """Pull the plug: QEMU is killed at once."""
        assert self._process is not None, "it is off"
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._let_go()

    def wait_until_off(self, seconds: float = 120.0) -> None:
        """Wait for the guest to have switched itself off."""
        assert self._process is not None, "it is off"
        process = self._process
        eventually(lambda: process.poll() is not None, seconds, lambda: self.told("switching off"))
        self._let_go()

    def reset(self) -> None:
        """Press the reset button."""
        self.monitor.execute("system_reset")
        self.shell.close()

    def set_link(self, is_up: bool) -> None:
        """Plug the network cable in, or pull it."""
        self.monitor.execute("set_link", name="net0", up=is_up)

    @property
    def monitor(self) -> Monitor:
        """QEMU's control socket; the machine must be on."""
        assert self._monitor is not None, "it is off"
        return self._monitor

    @property
    def is_on(self) -> bool:
        """Whether QEMU runs."""
        return self._process is not None and self._process.poll() is None

    def serial(self) -> str:
        """What the console on the first serial port has said since the first power-on."""
        path = self.folder / "serial.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def picture(self, name: str = "") -> Pillow.Image:
        """What is on the glass, as RGB; kept as `name`.png in the folder if it has a name."""
        path = self.folder / "screendump.ppm"
        self.monitor.execute("screendump", filename=str(path))
        with Pillow.open(path) as dump:
            picture = dump.convert("RGB")
        path.unlink()
        if name:
            picture.save(self.folder / f"{name}.png")
        return picture

    def wait_for_picture(
        self, is_right: Callable[[Pillow.Image], object], what: str, seconds: float = PICTURE_SECONDS
    ) -> Pillow.Image:
        """The first picture on the glass of which `is_right` says so, kept in the folder under `what`.

        Args:
            seconds: limit on an idle computer.
        """
        looks = itertools.count()

        def looked() -> Pillow.Image | None:
            assert self.is_on, self.told("QEMU ended")
            # Now and then for whoever wants to see what it is waiting for.
            picture = self.picture("last" if next(looks) % 10 == 0 else "")
            return picture if is_right(picture) else None

        found = eventually(looked, seconds, lambda: self.told(what))
        assert found is not None
        self._pictures += 1
        found.save(self.folder / f"{self._pictures}-{''.join(c if c.isalnum() else '-' for c in what)}.png")
        return found

    def told(self, what: str) -> str:
        """`what`, where to look, and the last lines of the serial console."""
        self._keep_last_picture()
        tail = "\n".join(self.serial().splitlines()[-SERIAL_TAIL:])
        return f"{what} (see {self.folder}/last.png and serial.log)\n{tail}\n"

    def _keep_last_picture(self) -> None:
        if self._monitor is not None and self.is_on:
            self.picture("last")

    def _let_go(self) -> None:
        if self._monitor is not None:
            self._monitor.close()
        self.shell.close()
        self._process = self._monitor = None

    def _command_line(self) -> list[str]:
        own, hardware, image = self._sockets, self.hardware, self.disk.image
        words = [*_board(image, hardware), "-smp", "2", "-accel", "tcg,thread=multi"]
        words += ["-nodefaults", "-no-user-config", "-display", "none", "-m", str(hardware.memory_mb)]
        words += ["-name", self.name, "-rtc", f"base={hardware.clock}"]
        words += ["-qmp", f"unix:{own}/qmp.sock,server=on,wait=off"]
        for port, name, kept in (
            ("serial", "s0", f",logfile={self.folder}/serial.log,logappend=on"),
            ("debug", "s1", ""),
        ):
            words += ["-chardev", f"socket,id={name},path={own}/{port}.sock,server=on,wait=off{kept}"]
        words += ["-serial", "chardev:s0", *_second_port(image)]
        words += ["-drive", f"file={self.disk.path},if=none,id=d0,format=qcow2"]
        words += ["-device", "virtio-blk-pci,drive=d0"]
        mac = f"52:54:00:d1:5b:{hardware.number:02x}"
        words += ["-netdev", self.cable.netdev(self.name), "-device", f"virtio-net-pci,netdev=n0,id=net0,mac={mac}"]
        words += ["-device", "virtio-rng-pci", "-device", "i6300esb", "-action", f"watchdog={hardware.watchdog}"]
        if hardware.has_tv:
            words += ["-device", f"virtio-gpu-pci,xres={hardware.size[0]},yres={hardware.size[1]},id=tv"]
        return [*words, *hardware.arguments]


def _board(image: Image, hardware: Hardware) -> list[str]:
    """The computer itself, and how it finds its kernel."""
    if image.arch == "arm64":
        firmware = "/usr/lib/u-boot/qemu_arm64/u-boot.bin"
        return ["qemu-system-aarch64", "-M", "virt,gic-version=3", "-cpu", "cortex-a72", "-bios", firmware]
    processor = "qemu64,+ssse3,+sse4.1,+sse4.2"
    if hardware.has_boot_loader:
        # The 64-bit one cannot start Linux.
        firmware = "/usr/lib/u-boot/qemu-x86/u-boot.rom"
        return ["qemu-system-x86_64", "-M", "pc", "-cpu", processor, "-bios", firmware]
    # Without a boot loader, which is quicker.
    root = f"root=PARTLABEL=root-a ro rootwait console=ttyS0 systemd.volatile=state net.ifnames=0 {QUIET}"
    kernel = ["-kernel", str(image.folder / "vmlinuz"), "-initrd", str(image.folder / "initrd.img")]
    words = f"{root} {_kernel_words(hardware, 'ttyS1')}"
    return ["qemu-system-x86_64", "-M", "q35", "-cpu", processor, *kernel, "-append", words]


def _kernel_words(hardware: Hardware, shell_port: str) -> str:
    """What this machine's kernel is told beside the usual."""
    return f"{f'systemd.debug_shell={shell_port} ' if hardware.has_shell else ''}{hardware.kernel_words}".strip()


def _second_port(image: Image) -> list[str]:
    """The serial port of the debug shell."""
    return ["-device", "pci-serial,chardev=s1"] if image.arch == "arm64" else ["-serial", "chardev:s1"]
