"""Which mode a TV is shown in."""

from __future__ import annotations

import pytest

from displayd.device.display.drm_modes import Mode, best_mode


def mode(width: int, height: int, refresh: int = 60, is_preferred: bool = False, is_plain: bool = True) -> Mode:
    return Mode(width, height, refresh, is_preferred, is_plain, b"")


FULL_HD = mode(1920, 1080, is_preferred=True)
TV = [FULL_HD, mode(1920, 1080, 50), mode(1920, 1080, 24), mode(1920, 1080, 60, is_plain=False), mode(1280, 720)]


def test_tv_is_shown_in_the_mode_that_it_prefers() -> None:
    assert best_mode(TV) == FULL_HD
    assert best_mode([mode(3840, 2160, 30), FULL_HD]) == FULL_HD


def test_without_a_preference_the_kernel_has_put_the_best_mode_first() -> None:
    assert best_mode([mode(1280, 1024), mode(1024, 768)]) == mode(1280, 1024)


def test_fallback_of_the_kernel_is_never_taken_when_the_tv_prefers_another() -> None:
    assert best_mode([mode(1024, 768), mode(800, 600), FULL_HD]) == FULL_HD


def test_mode_that_is_asked_for_is_taken_where_the_tv_has_it() -> None:
    assert best_mode(TV, (1280, 720)) == mode(1280, 720)
    assert best_mode(TV, (1920, 1080)) == FULL_HD


def test_mode_that_the_tv_does_not_have_is_its_own_choice_instead() -> None:
    assert best_mode(TV, (2560, 1440)) == FULL_HD


@pytest.mark.parametrize(("wanted", "got"), [(50, 50), (48, 50), (25, 24), (60, 60), (120, 60)])
def test_refresh_that_is_asked_for_is_the_nearest_of_that_size(wanted: int, got: int) -> None:
    assert best_mode(TV, (1920, 1080), wanted) == mode(1920, 1080, got, is_preferred=got == 60)
    assert best_mode(TV, None, wanted) == mode(1920, 1080, got, is_preferred=got == 60)


def test_interlaced_mode_is_left_for_a_plain_one_of_its_size() -> None:
    interlaced = mode(1920, 1080, 60, is_preferred=True, is_plain=False)

    assert best_mode([interlaced, mode(1280, 720), mode(1920, 1080, 30)]) == mode(1920, 1080, 30)
    assert best_mode([interlaced, mode(720, 576), mode(1280, 720)]) == mode(1280, 720)
    assert best_mode([interlaced]) == interlaced


def test_tv_without_modes_has_no_best() -> None:
    assert best_mode([]) is None
