"""Networks of a test's own: programs that run where there is no network but the one that they make.

A namespace of the kernel is left with the process that lives in it, so nothing has to be taken down. Nothing in it
reaches the machine's network, nor the other way round.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

__all__ = ["has_namespaces", "in_namespace"]

ROOT = Path(__file__).parent.parent.parent

# Nobody's rights are needed: in a namespace of users one is root over what is in it.
_UNSHARE = ["unshare", "--net", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]

_BEFORE = """
import contextlib, json, os, subprocess, sys, time
from pathlib import Path

def run(*words):
    return subprocess.run([*map(str, words)], check=True, capture_output=True, text=True).stdout

def start(*words):
    process = subprocess.Popen([*map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return process

def eventually(holds, seconds=20.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := holds():
            return found
        time.sleep(0.05)
    line = SCRIPT.splitlines()[sys._getframe(1).f_lineno - 1].strip()
    raise SystemExit(f"waited in vain: {line}; at last {holds()!r}")

def answer(value):
    print("\\n" + json.dumps(value), flush=True)

def cable(ours, theirs, other=None):
    '''A cable between `ours` and `theirs`, which is in the namespace of the process `other`.'''
    run("ip", "link", "add", "name", ours, "type", "veth", "peer", "name", theirs)
    run("ip", "link", "set", ours, "up")
    if other is not None:
        run("ip", "link", "set", theirs, "netns", other.pid)
        inside(other, "ip", "link", "set", theirs, "up")
    else:
        run("ip", "link", "set", theirs, "up")

def other_machine():
    '''A process in a network namespace of its own.'''
    process = subprocess.Popen(["unshare", "--net", "sleep", "600"])
    ours = os.readlink("/proc/self/ns/net")
    eventually(lambda: os.readlink(f"/proc/{process.pid}/ns/net") != ours)
    inside(process, "ip", "link", "set", "lo", "up")
    return process

def inside(other, *words, wait=True):
    command = ["nsenter", f"--net=/proc/{other.pid}/ns/net", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, text=True) if wait else start(*command)

SCRIPT = sys.orig_argv[sys.orig_argv.index("-c") + 1]
folder = Path(sys.argv[1])
subprocess.run(["mount", "-t", "sysfs", "sysfs", "/sys"], check=True)
run("ip", "link", "set", "lo", "up")
"""


@functools.cache
def has_namespaces() -> bool:
    """Whether this machine lets us make any."""
    return subprocess.run([*_UNSHARE, "true"], capture_output=True, check=False).returncode == 0


def in_namespace(folder: Path, script: str, seconds: float = 120.0) -> Any:
    """What `script` answers, which runs in a network of its own; what it has started ends with it.

    Args:
        folder: for its files, called `folder` in it.
        script: Python; see `_BEFORE` for what it has at hand, and it says `answer(value)` once.
    """
    # All of it ends with the first process of a namespace of processes.
    words = [*_UNSHARE, "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable, "-c"]
    done = subprocess.run(
        [*words, _BEFORE + textwrap.dedent(script), str(folder)],
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return json.loads(done.stdout.strip().splitlines()[-1])
