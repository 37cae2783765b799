"""U-Boot's prompt on the serial console, where more words for the kernel can be given."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.appliance.patience import eventually

__all__ = ["tell_boot_loader"]

PROMPT = "=> "


def tell_boot_loader(serial: Path, log: Path, words: str) -> None:
    """Stop the countdown of a machine that has just been switched on, and go on with `words` for the kernel.

    Args:
        serial: socket of the machine's first serial port.
        log: what that has said.
        words: for the kernel.
    """
    before = log.stat().st_size if log.exists() else 0
    with socket.socket(socket.AF_UNIX) as port:
        port.connect(str(serial))

        def stands_at_prompt() -> bool:
            port.sendall(b"\r")
            return PROMPT in log.read_bytes()[before:].decode(errors="replace")

        eventually(stands_at_prompt, 120, "U-Boot's prompt")
        port.sendall(f"setenv more_words {words}\rboot\r".encode())
        # Gone too early, QEMU would drop what U-Boot has not read yet.
        said = f"{words.rsplit(maxsplit=1)[-1]}\r"
        eventually(lambda: said in log.read_bytes()[before:].decode(errors="replace"), 60, "U-Boot's echo")
