"""A ranking in rows."""

from __future__ import annotations

from displayd.drawing.figure.figure import figure_forms
from displayd.scene.operations import Op
from displayd.text.wholes import WHOLES
from displayd.tile.frame import Frame
from displayd.widgets.leaderboard.ranking import Ranked, ranked
from displayd.widgets.leaderboard.rows import LINE, Standing, rank_rows
from displayd.widgets.leaderboard.widget import Leaderboard

__all__ = ["draw", "wanted_height"]


def draw(widget: Leaderboard, frame: Frame) -> list[Op]:
    """Rank, movement, name and value in rows, each over a bar that compares."""
    order = ranked(widget.items, widget.order == "desc")
    values = [abs(one.item.value or 0.0) for one in order]
    whole = WHOLES.get(widget.unit, 0.0) if widget.maximum is None else widget.maximum
    largest = max(whole, *values) or 1.0
    # Debts alone are as long as they are large.
    sign = -1.0 if all((one.item.value or 0.0) <= 0 for one in order) else 1.0
    is_race = len({one.rank for one in order if one.rank}) > 1
    return rank_rows(frame, [_standing(widget, frame, one, sign / largest, is_race) for one in order])


def wanted_height(widget: Leaderboard, frame: Frame) -> float:
    """All rows."""
    return len(widget.items) * frame.label * LINE


def _standing(widget: Leaderboard, frame: Frame, one: Ranked, times: float, is_race: bool) -> Standing:
    # Where all are equal nobody is first, and nobody has moved.
    one = one if is_race else one._replace(rank=0, moved=None)
    forms = figure_forms(frame, one.item.value, widget.unit, widget.decimals)
    share = max(0.0, (one.item.value or 0.0) * times)
    return Standing(one, forms, share, widget.level_of_item(one.item), is_race and one.rank == 1)
