"""U-Boot's prompt on the serial console, where more words for the kernel can be given."""

from __future__ import annotations

import contextlib
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

        def said() -> str:
            # QEMU stands still when nobody reads: some 277 letters, one packet each, fill the socket.
            with contextlib.suppress(BlockingIOError):
                while port.recv(4096, socket.MSG_DONTWAIT):
                    pass
            return log.read_bytes()[before:].decode(errors="replace")

        def stands_at_prompt() -> bool:
            port.sendall(b"\r")
            return PROMPT in said()

        eventually(stands_at_prompt, 120, "U-Boot's prompt")
        port.sendall(f"setenv more_words {words}\rboot\r".encode())
        # Gone too early, QEMU would drop what U-Boot has not read yet.
        echo = f"{words.rsplit(maxsplit=1)[-1]}\r"
        eventually(lambda: echo in said(), 60, "U-Boot's echo")
