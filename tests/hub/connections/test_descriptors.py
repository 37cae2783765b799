"""The limit of open files, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from displayd.hub.connections.descriptors import ENOUGH, RESERVE, most_connections

PROCESS = """
import resource, sys
from displayd.hub.connections.descriptors import raise_descriptor_limit
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[2])))
print(raise_descriptor_limit(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(("soft", "hard"), [(64, 512), (300, 300)])
def test_the_soft_limit_is_raised_to_the_hard_one(soft: int, hard: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROCESS, str(soft), str(hard)], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == [str(hard)] * 3


@pytest.mark.parametrize("descriptors", [1, 64, 1024, 8192, ENOUGH])
def test_some_descriptors_are_kept_for_other_things(descriptors: int) -> None:
    most = most_connections(descriptors)

    assert most >= 1
    assert descriptors - most >= min(RESERVE, descriptors // 4)


def test_twenty_thousand_screens_may_wait() -> None:
    assert most_connections(ENOUGH) > 60_000
