"""Pictures over HTTP: to whom they are served, and parts of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.walls import Caller, png, secret_of, serving, write_wall

PICTURE = "pages: [{widgets: {a: {type: picture, source: logo.png}}}]"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A hub whose other screen shows a picture."""
    folder = tmp_path_factory.mktemp("wall")
    write_wall(folder, {"layouts/sales.yaml": PICTURE, "pictures/logo.png": png()})
    with serving(folder, tmp_path_factory.mktemp("state")) as caller:
        yield caller


def test_a_picture_is_served_to_screens_alone(hub: Caller) -> None:
    document = hub.screen("other").json()
    source = document["pages"][0]["widgets"]["a"]["source"]

    answer = hub.send("GET", f"/v1/{source}", secret_of("other"))
    again = hub.send("GET", f"/v1/{source}", secret_of("other"), headers={"If-None-Match": answer.headers["ETag"]})

    assert answer.content == png()
    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    assert again.status_code == 304
    assert hub.get(f"/v1/{source}").status_code == 401
    assert hub.send("GET", f"/v1/{source}", secret_of("stranger")).status_code == 403
    assert hub.send("GET", "/v1/pictures/0000", secret_of("other")).json()["error"] == "no-picture"
    assert hub.send("GET", "/v1/pictures/..%2f..%2fetc", secret_of("other")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ({"Range": "bytes=10-"}, 206, 10, None),
        ({"Range": "bytes=10-19"}, 206, 10, 20),
        ({"Range": "bytes=10-99999999"}, 206, 10, None),
        ({"Range": "bytes=0-"}, 206, 0, None),
        ({"Range": "bytes=10-", "If-Range": '"another"'}, 200, 0, None),
        ({"Range": "bytes=-10"}, 200, 0, None),
        ({"Range": "bytes=1-2,5-6"}, 200, 0, None),
        ({"Range": "lines=1-2"}, 200, 0, None),
    ],
)
def test_a_part_of_a_picture_is_served(
    asked: dict[str, str], status: int, start: int, stop: int | None, hub: Caller
) -> None:
    source = hub.screen("other").json()["pages"][0]["widgets"]["a"]["source"]

    answer = hub.send("GET", f"/v1/{source}", secret_of("other"), headers=asked)

    assert answer.status_code == status
    assert answer.content == png()[start:stop]
    if status == 206:
        end = start + len(answer.content) - 1
        assert answer.headers["Content-Range"] == f"bytes {start}-{end}/{len(png())}"


@pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=20-10"])
def test_a_part_that_a_picture_has_not_is_refused(asked: str, hub: Caller) -> None:
    source = hub.screen("other").json()["pages"][0]["widgets"]["a"]["source"]

    answer = hub.send("GET", f"/v1/{source}", secret_of("other"), headers={"Range": asked})

    assert (answer.status_code, answer.json()["error"]) == (416, "bad-range")
    assert answer.headers["Content-Range"] == f"bytes */{len(png())}"
