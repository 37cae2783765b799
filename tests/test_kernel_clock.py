"""What the kernel says of the machine's clock."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

import pytest

from displayd.kernel_clock import CHECK_SECONDS, KernelWord, system_error_seconds


def test_the_kernel_is_asked_about_ntp_and_answers_in_sense() -> None:
    bound = system_error_seconds()

    assert bound is None or 0 <= bound < 3600


@pytest.fixture
def silent_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that must not be asked, as in a service that may not set the clock."""

    def refused(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(ctypes, "CDLL", refused)


@pytest.mark.usefixtures("silent_kernel")
def test_a_kernel_that_must_not_be_asked_counts_as_no_ntp(tmp_path: Path) -> None:
    assert system_error_seconds(tmp_path / "synchronized") is None


@pytest.mark.usefixtures("silent_kernel")
@pytest.mark.parametrize(("age_seconds", "bound"), [(0, 0.0), (2000, 1.0), (31_000, 15.5), (33_000, None), (-60, None)])
def test_without_the_kernel_the_bound_grows_since_the_last_synchronisation_as_the_kernels_does(
    age_seconds: float, bound: float | None, tmp_path: Path
) -> None:
    flag = tmp_path / "synchronized"
    flag.touch()
    touched = time.time() - age_seconds
    os.utime(flag, (touched, touched))

    assert system_error_seconds(flag) == (None if bound is None else pytest.approx(bound, abs=0.1))


def test_the_kernel_is_asked_now_and_then() -> None:
    now = [100.0]
    words = iter([0.001, None, 0.003])
    word = KernelWord(lambda: next(words), lambda: now[0])
    told = [word.error_seconds(), word.error_seconds()]
    for passed in (CHECK_SECONDS, 1.0, -50.0):
        now[0] += passed
        told.append(word.error_seconds())

    assert told == [0.001, 0.001, None, None, 0.003]
