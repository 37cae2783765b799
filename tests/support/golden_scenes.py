"""Golden drawings: the operations of a scene, kept as lines that one reads in a diff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from displayd.scene.operations import Scene
from tests.support.pictures import write_side_by_side
from tests.support.scene_changes import changes, is_close
from tests.support.scene_lines import Scale, SceneLine, lines_of, parsed, scene_of_lines, text_of

__all__ = ["FARTHEST_STEP", "KEPT_STEP", "MOST_TOLD", "check_golden_scene"]

KEPT_STEP = 1.125
"""Font step of everything that is kept, in operations and in pictures: see the fixture `kept_step`."""

FARTHEST_STEP = 0.05
"""How far, as a share, the step of screens may go from `KEPT_STEP` before what is kept is of another design."""

MOST_TOLD = 15
"""Changes told in a message; a shift of the whole page makes hundreds."""


def check_golden_scene(
    scene: Scene, path: Path, scale: Scale, paint: Callable[[Scene], Image.Image], is_update: bool
) -> None:
    """Assert that `scene` is the drawing kept in `path`, or keep it there.

    Args:
        paint: for the picture of what changed.
    """
    lines = lines_of(scene, scale)
    kept = parsed(path.read_text("utf-8"), scale) if path.exists() else []
    told = changes(kept, lines)
    if is_update:
        if told:
            path.write_text(text_of(_with_kept_roundings(kept, lines), scale), "utf-8")
        return
    assert path.exists(), "a new drawing: run pytest --update-golden, and look at it"
    if told:
        before = paint(scene_of_lines(kept, scale))
        picture = write_side_by_side(before, paint(scene), f"{path.parent.name}-{path.stem}")
        more = f"\n  and {len(told) - MOST_TOLD} more changes" * (len(told) > MOST_TOLD)
        raise AssertionError(
            f"{path.name} is not as it was:\n  " + "\n  ".join(told[:MOST_TOLD]) + more
            + f"\nold, new and difference: {picture}\nas it should be? pytest --update-golden, git diff"
        )  # fmt: skip


def _with_kept_roundings(kept: Sequence[SceneLine], lines: Sequence[SceneLine]) -> list[SceneLine]:
    """`lines`, with those that changed by no more than roundings as they were, so that the diff has only the others."""
    by_cell: dict[str, list[SceneLine]] = {}
    for line in kept:
        by_cell.setdefault(line.cell, []).append(line)
    chosen: list[SceneLine] = []
    for line in lines:
        same = next((old for old in by_cell.get(line.cell, []) if is_close(old, line)), line)
        chosen.append(same)
    return chosen
