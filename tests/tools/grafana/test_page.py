"""The page about Grafana says what is so."""

from __future__ import annotations

import re
from pathlib import Path

from displayd.tools.grafana.importing import imported
from tests.tools.grafana.dashboards import wall_of

PAGE = (Path(__file__).parent.parent.parent.parent / "docs/data/grafana.md").read_text()


def test_the_example_of_the_page_becomes_what_the_page_says() -> None:
    (dashboard,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    layout, metrics = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)

    made = imported(dashboard.encode())

    assert (made.layout, made.metrics) == (layout, metrics)
    wall_of(made)
