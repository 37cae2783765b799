"""Keys to push with: what they may write, and how often."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.hub.walls import (
    serving,
    write_wall,
)


def test_keys_write_what_they_may_and_as_often_as_they_may(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"support").hexdigest()
    write_wall(
        tmp_path / "wall",
        {
            "hub.yaml": f"keys: {{desk: {{sha256: {digest}, metrics: ['lat*']}}}}\nrequests_per_minute: 2\n",
        },
    )
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        allowed = hub.push("latency", key="support", value=1)
        forbidden = hub.push("orders", key="support", value=1)
        unknown = hub.push("latencies", key="support", value=1)
        too_many = hub.push("latency", key="support", value=1)

        assert allowed.status_code == 204
        assert (forbidden.status_code, forbidden.json()["error"]) == (403, "not-yours")
        assert (unknown.status_code, unknown.json()["hint"]) == (404, "did you mean `latency`?")
        assert too_many.status_code == 429
        assert 1 <= int(too_many.headers["Retry-After"]) <= 30


def test_who_guesses_keys_is_slowed_down(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall")
    with serving(tmp_path / "wall", tmp_path / "state") as hub:
        codes = [hub.push("orders", key=f"guess {number}", value=1).status_code for number in range(150)]

        assert codes[0] == 401
        assert codes[-1] == 429
        assert hub.push("orders", value=1).status_code == 204
