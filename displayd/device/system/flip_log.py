"""What was brought to the glass and how punctually: a log file, and the figures for the report."""

from __future__ import annotations

import json
import time
from collections import deque
from pathlib import Path

from displayd.errors import StoreError
from displayd.protocol.status_report import FlipSkew

__all__ = ["FlipLog"]

# A page a second for an hour: enough for a report every half minute.
_KEPT = 3600


class FlipLog:
    """Flips as JSON lines, one each, and their skew (actual minus planned instant)."""

    def __init__(self, path: Path | None = None) -> None:
        """Args: path: file to append to; None to keep the figures only.

        Raises:
            StoreError: the file cannot be opened.
        """
        self._skews_ms: deque[float] = deque(maxlen=_KEPT)
        try:
            self._file = path.open("a", buffering=1, encoding="utf-8") if path else None
        except OSError as exc:
            raise StoreError(f"cannot write the flip log {path}: {exc}") from exc

    def add(
        self, planned: float | None, actual: float, page: int | None, revision: str, scene: str, frames: int = 1
    ) -> None:
        """Note one flip.

        Args:
            planned: unix time (hub's clock) at which it was due; None for one that nothing had planned, such as the
                first picture.
            actual: unix time (hub's clock) at which it, or the first of it, was on the glass.
            page: number of the page, None for a picture that is no page.
            scene: digest of the scene.
            frames: how many pictures it took; more than 1 for a transition.
        """
        if planned is not None:
            self._skews_ms.append((actual - planned) * 1000)
        if self._file is None:
            return
        record = {
            "planned": planned,
            "actual": round(actual, 6),
            "monotonic": round(time.monotonic(), 6),
            "page": page,
            "revision": revision,
            "scene": scene,
            "frames": frames,
        }
        try:
            self._file.write(json.dumps(record) + "\n")
        except OSError:
            # A full disk must not stop the picture; the figures go on.
            self._file = None

    def take_skew(self) -> FlipSkew:
        """Figures of the flips since the last call."""
        skews = sorted(self._skews_ms)
        self._skews_ms.clear()
        if not skews:
            return FlipSkew()

        def quantile(share: float) -> float:
            return round(skews[min(len(skews) - 1, int(share * len(skews)))], 3)

        return FlipSkew(len(skews), quantile(0.5), quantile(0.99), round(skews[-1], 3))
