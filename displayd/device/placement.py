"""Where on the panel a view goes: turned, inside the overscan margins, and wandering by some pixels."""

from __future__ import annotations

from displayd.compose.pixel_shift import STEP_SECONDS, next_step, shift_at
from displayd.device.view import Situation, View
from displayd.document.schedule import Showing
from displayd.scene.geometry import Rect, upright_size

__all__ = ["inner", "inner_of", "rotate_of", "upright_size_of", "wanders_at"]


def rotate_of(view: View, situation: Situation) -> int:
    """Degrees clockwise by which `view` is turned."""
    if situation.rotate is not None:
        return situation.rotate
    return view.edition.document.rotate if view.edition else 0


def inner(situation: Situation, rotate: int, shift: tuple[int, int] = (0, 0)) -> Rect:
    """Where on the panel a page goes that is turned by `rotate`, inside the overscan margins.

    Args:
        shift: px by which it stands to the right of its place and below it, as the viewer sees it; what then is
            outside the panel must be empty.
    """
    width, height = upright_size(*situation.panel, rotate)
    top, right, bottom, left = situation.margins
    upright = Rect(0, 0, width, height).inset(
        round(width * left / 100),
        round(height * top / 100),
        round(width * right / 100),
        round(height * bottom / 100),
    )
    upright = Rect(upright.x + shift[0], upright.y + shift[1], upright.width, upright.height)
    return upright.turned(rotate, width, height)


def upright_size_of(view: View, situation: Situation) -> tuple[int, int]:
    """Width and height of the upright page of `view`, px."""
    rotate = rotate_of(view, situation)
    place = inner(situation, rotate)
    return upright_size(place.width, place.height, rotate)


def inner_of(view: View, situation: Situation, unix_time: float) -> Rect:
    """Where on the panel `view` goes at `unix_time`: pages wander, see `compose/pixel_shift.py`."""
    rotate = rotate_of(view, situation)
    if not _wanders(view):
        return inner(situation, rotate)
    assert view.showing is not None  # only pages wander
    # A page that is not shown for long stays where it has come on: one movement less for the eye.
    moment = unix_time if _is_long(view.showing) else view.showing.since
    return inner(situation, rotate, shift_at(moment, upright_size_of(view, situation)[0]))


def wanders_at(view: View, unix_time: float) -> float:
    """When `view`, on the glass at `unix_time`, takes its next step; infinity for not as long as it is there."""
    is_wandering = _wanders(view) and view.showing is not None and _is_long(view.showing)
    return next_step(unix_time) if is_wandering else float("inf")


def _wanders(view: View) -> bool:
    return view.kind == "page" and view.edition is not None and view.edition.document.pixel_shift


def _is_long(showing: Showing) -> bool:
    return showing.until - showing.since > STEP_SECONDS
