"""Who asks the hub, and what it makes of what they say of themselves."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.hub.walls import device_of, secret_of, serving, write_wall


@pytest.mark.parametrize(
    ("wanted", "named"), [("canteen", "canteen"), ("left", "new-screen-1"), ("<b>", "new-screen-1")]
)
def test_an_unclaimed_screen_is_offered_the_name_that_it_wants_if_that_is_free(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, wanted: str, named: str
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    headers = {"Displayd-Name": wanted}
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        answer = hub.send("GET", "/v1/screen", secret_of("stranger"), headers=headers)
        (listed,) = hub.get("/wall.json").json()["unclaimed"]
        page = hub.get("/").text

    line = f"  {named}: {{device: {device_of('stranger')}, show: "
    assert answer.status_code == 403
    assert listed["line"].startswith(line)
    assert line in caplog.text
    assert (f"asks to be called {wanted}" in page) == (wanted != "<b>")
    assert "<b></span>" not in page
