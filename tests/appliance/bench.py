"""How long from power-on to the picture, and with what: firmware, kernel, user space, program; memory and sizes.

    make bench-appliance

Everything is emulated, so seconds are those of this computer; the last line, in starts of Python, is what tells a Pi.
"""

from __future__ import annotations

import argparse
import re
import shlex
import time
from collections.abc import Sequence
from typing import get_args

from tests.appliance.image import Architecture, Image, built_image, command, new_folder
from tests.appliance.machine import Machine
from tests.appliance.shell import Shell
from tests.appliance.showing import showing

__all__: list[str] = []

PYTHON_STARTS = 5


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a table for each architecture."""
    parser = argparse.ArgumentParser(description="Measures the start of the image in an emulated machine.")
    parser.add_argument("--arch", choices=get_args(Architecture), action="append", help="default: all")
    chosen = parser.parse_args(arguments).arch or list(get_args(Architecture))
    for arch in chosen:
        print(f"\n{arch}")
        image = built_image(arch)
        for name, value in [*_sizes(image), *_start(image)]:
            print(f"  {name:32} {value}")


def _sizes(image: Image) -> list[tuple[str, str]]:
    """What is downloaded, and what is on the card."""
    on_card = image.file.stat().st_blocks * 512
    command("zstd", "-q", "-3", "-T0", "-k", "-f", image.file)
    packed = image.file.with_name(f"{image.file.name}.zst")
    rows = [("image, used on the card", f"{on_card / 1e6:.0f} MB")]
    rows.append(("image, as zst -3 (xz is smaller)", f"{packed.stat().st_size / 1e6:.0f} MB"))
    packed.unlink()
    return rows


def _start(image: Image) -> list[tuple[str, str]]:
    """The second start of a screen: partitions are made, it is claimed, and its page is on the card."""
    with showing(image, new_folder(f"bench-{image.arch}")) as screen:
        machine = screen.machine
        first = time.monotonic() - machine.on_since
        machine.cut_power()
        machine.power_on()
        screen.wait("the dashboard at the second start")
        second = time.monotonic() - machine.on_since
        return [("first start, to the dashboard", f"{first:.1f} s"), *_parts(machine, second)]


def _parts(machine: Machine, whole: float) -> list[tuple[str, str]]:
    shell = machine.shell
    # By the kernel's clock; what the hardware and U-Boot took before it, nobody inside knows.
    shown = float(
        _python(shell, "print(time.monotonic() - (time.time() - os.stat('/run/displayd/page-shown').st_ctime))")
    )
    clock = {name: float(shell.run(f"systemctl show -P {name} {unit}")) / 1e6 for name, unit in _MOMENTS}
    user_space, program = clock["UserspaceTimestampMonotonic"], clock["ExecMainStartTimestampMonotonic"]
    start = f"t = time.monotonic(); [subprocess.run(['python3', '-c', 'pass']) for _ in range({PYTHON_STARTS})]"
    python = float(_python(shell, f"{start}; print((time.monotonic() - t) / {PYTHON_STARTS})"))
    figures = dict(re.findall(r"^(\w+): +(\d+) kB", shell.run("cat /proc/meminfo"), re.MULTILINE))
    used = (int(figures["MemTotal"]) - int(figures["MemAvailable"])) / 1024
    return [
        ("second start, to the dashboard", f"{whole:.1f} s"),
        ("  firmware and boot loader", f"{max(0.0, whole - shown):.1f} s"),
        ("  kernel and initial RAM disk", f"{user_space:.1f} s"),
        ("  user space until the program", f"{program - user_space:.1f} s"),
        ("  program until its first page", f"{shown - program:.1f} s"),
        ("start of Python (`python3 -c pass`)", f"{python:.2f} s"),
        ("  program, in starts of Python", f"{(shown - program) / python:.1f}"),
        ("memory in use", f"{used:.0f} MiB of {int(figures['MemTotal']) / 1024:.0f}"),
    ]


def _python(shell: Shell, program: str) -> str:
    return shell.run(f"python3 -c {shlex.quote(f'import os, subprocess, time; {program}')}", seconds=120)


_MOMENTS = (("UserspaceTimestampMonotonic", ""), ("ExecMainStartTimestampMonotonic", "displayd"))


if __name__ == "__main__":
    main()
