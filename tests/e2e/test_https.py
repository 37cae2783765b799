"""A real hub with a CA of its own, and a real screen that was given the file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from displayd.cli.main import main
from tests.device.test_startup import eventually, flips, options, process_of, waiting
from tests.hub.walls import HUB, secret_of, serving, write_wall


def test_a_screen_with_the_hubs_ca_shows_its_dashboard_and_reports_over_https(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": f"{HUB}tls: own\n"})
    state, screen = tmp_path / "state", tmp_path / "screen"
    main(["hub", "cert", str(folder), "--state", str(state), "--out", str(tmp_path / "hub-ca.pem")])
    (screen / "state").mkdir(parents=True)
    (screen / "state/secret").write_text(secret_of("left"))
    (screen / "state/secret").chmod(0o600)
    shutil.copy(tmp_path / "hub-ca.pem", screen)
    with serving(folder, state) as hub:
        hub.session.verify = str(tmp_path / "hub-ca.pem")
        (screen / "displayd.yaml").write_text(f"hub: {hub.address}\nca: hub-ca.pem\npicture_seconds: 1\n")
        process = process_of(options(screen))
        process.start()
        with waiting(process):
            assert eventually(lambda: any(flip["page"] == 0 for flip in flips(screen)))
            assert eventually(lambda: hub.get("/v1/screens/left/picture").status_code == 200)

    assert (screen / "state/secure-hubs.json").read_text() == '["127.0.0.1"]'


@pytest.mark.expects_log
def test_a_screen_without_the_file_tells_the_hub_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = write_wall(tmp_path / "wall", {"hub.yaml": f"{HUB}tls: own\n"})
    with serving(folder, tmp_path / "state") as hub:
        hub.session.verify = str(tmp_path / "state/tls/ca.pem")
        screen = tmp_path / "screen"
        screen.mkdir()
        (screen / "displayd.yaml").write_text(f"hub: {hub.address}\n")
        process = process_of(options(screen))
        process.start()
        with waiting(process):
            assert eventually(lambda: "certificate verify failed" in caplog.text)
        unclaimed = hub.get("/wall.json").json()["unclaimed"]

    assert unclaimed == []
