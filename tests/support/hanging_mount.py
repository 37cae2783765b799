"""A file system that takes every question and never answers: `python -m tests.support.hanging_mount FOLDER`.

Says `mounted`; a line on its input ends it, and with it whoever waits. Root alone can.

Source: fuse(4), and `struct fuse_init_in` and `fuse_init_out` in the kernel's `include/uapi/linux/fuse.h`.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import threading

__all__ = ["can_mount"]

FUSE = "/dev/fuse"

_HEAD = struct.Struct("<IIQQIIII")
_INIT = 26
_NO_DEVICES_NO_SETUID = 2 | 4


def can_mount() -> bool:
    """Whether this machine lets us."""
    return os.geteuid() == 0 and os.access(FUSE, os.R_OK | os.W_OK)


def main(folder: str) -> None:
    """Mount over `folder`."""
    device = os.open(FUSE, os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"hangs", folder.encode(), b"fuse.hangs", ctypes.c_ulong(_NO_DEVICES_NO_SETUID), options):
        raise OSError(ctypes.get_errno(), f"cannot mount over {folder}")
    threading.Thread(target=_take, args=(device,), daemon=True).start()
    sys.stdin.readline()
    libc.umount2(folder.encode(), 2)


def _take(device: int) -> None:
    while True:
        question = os.read(device, 1 << 20)
        _, kind, number, *_ = _HEAD.unpack_from(question)
        if kind == _INIT:
            version, minor = struct.unpack_from("<II", question, _HEAD.size)
            answer = struct.pack("<IIIIHHIIHH8I", version, min(minor, 31), 0, 0, 0, 0, 4096, 1, 0, 0, *[0] * 8)
            os.write(device, struct.pack("<IiQ", 16 + len(answer), 0, number) + answer)
            print("mounted", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
