"""What is wrong with files that metrics are made of: pictures of a folder that cannot be shown, folders without one."""

from __future__ import annotations

from displayd.hub.metrics.live import Metrics
from displayd.hub.sources.registry import source_of
from displayd.hub.wall.listing import METRICS_FILE, is_metrics_file
from displayd.hub.wall.loader import Wall
from displayd.tools.wall_finding import WallFinding
from displayd.validation.yaml_source import parse

__all__ = ["file_findings"]


def file_findings(wall: Wall, values: Metrics) -> list[tuple[str, WallFinding]]:
    """A finding for each file that is left out, and for each metric that has none left; with the id of the metric.

    Args:
        values: of `wall`, once its sources were asked.
    """
    places, told = _places(wall), []
    for metric in wall.metrics:
        if not source_of(wall.metrics[metric]).reads_files:
            continue
        where, reading, failure = places.get(metric, METRICS_FILE), values.reading(metric), values.failure(metric)
        if failure is not None:
            hint = "put files in it that screens show, or take the tile away"
            told.append((metric, WallFinding("warning", where, f"`{metric}`: {failure.reason}", hint)))
        elif reading is not None:
            hint = "save it anew as it says, or take it out of the folder"
            told += [
                (metric, WallFinding("warning", where, f"`{metric}` leaves out {line}", hint))
                for line in reading.left_out
            ]
    return told


def _places(wall: Wall) -> dict[str, str]:
    """File and line of each metric that a file of metrics defines."""
    found = {}
    for path, data in wall.files.own.items():
        if is_metrics_file(path):
            text = parse(path, data.decode("utf-8"))
            found.update({name: text.where((name,)) for name in text.data or {}})
    return found
