"""What the wall page tells of files that cannot be shown."""

from __future__ import annotations

from displayd.hub.http.wall_page.page import wall_page
from displayd.hub.http.wall_page.view import wall_view
from displayd.hub.metrics.reading import Reading
from displayd.hub.state import Hub
from tests.hub.walls import NOON, wall


def test_files_that_are_left_out_are_named_with_the_reason() -> None:
    hub = Hub(lambda: NOON)
    hub.use(wall())
    shape = wall_view(hub).shape
    broken = [f"{number}.png: the picture is <damaged>" for number in range(10)]

    hub.put("latency", Reading(as_of=NOON, items=[], left_out=broken))
    view = wall_view(hub)
    hub.fail("latency", "the folder does not answer")

    assert view.shape != shape
    assert view.left_out == [*(f"latency: {line}" for line in broken[:8]), "latency: +2"]
    assert "Files that are left out" in wall_page(view)
    assert "latency: 0.png: the picture is &lt;damaged&gt;" in wall_page(view)
    # Its trouble is told instead.
    assert wall_view(hub).left_out == []
