"""Run by itself: serves the sample office to all its screens, and prints every module that was loaded for it."""

from __future__ import annotations

import sys
import time

from displayd.hub.state import Hub
from displayd.hub.wall.loader import load
from displayd.hub.wall.shipped import sample_wall_folder

hub = Hub(time.time)
wall = load(sample_wall_folder())
hub.use(wall)
assert wall.screens
for screen in wall.screens:
    assert hub.issue(screen) is not None, screen
print(*sys.modules)
