"""Pictures at addresses of other systems."""

from __future__ import annotations

import pytest

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.web_picture import PictureReader
from displayd.hub.wall.loader import Wall
from tests.hub.outgoing.strangers import Said, stranger
from tests.hub.pictures import odd
from tests.hub.walls import mistakes, png, wall

NOW = 1_795_000_000.0


def of(port: int, more: str = "") -> Wall:
    metrics = f"orders: {{picture: {{url: 'http://127.0.0.1:{port}/roof.jpg'}}{more}}}\nerrors: {{}}\nlatency: {{}}\n"
    return wall({"metrics.yaml": metrics, "hub.yaml": "outgoing: [127.0.0.1]\n"})


def read(found: Wall, now: float = NOW) -> Reading | SourceError:
    return PictureReader().read(asked_of(SOURCES["picture"], found.metrics), found.office, now)["orders"]


def test_a_picture_is_fetched_and_made_fit_for_screens() -> None:
    with stranger(lambda asked: Said(body=odd.cmyk())) as cam:
        found = of(cam.port)
        answer = read(found)

    assert isinstance(answer, Reading)
    (item,) = answer.items or []
    made = found.gallery.find((item.source or "").removeprefix("pictures/"))
    assert made is not None
    assert odd.pixels(made.data).mode == "RGB"
    assert (answer.as_of, answer.expire_after) == (NOW, 86_400.0)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            Said(body=b"<html>log in</html>"),
            "sends no picture that can be shown: neither PNG",
        ),
        (Said(body=b"<svg/>"), "SVG is not shown"),
        (Said(body=odd.of_kind("JPEG", (3000, 2000))[:5000]), "damaged"),
        (Said(status=404), "not found"),
        (Said(body=b"\x89PNG" + b"0" * 9_000_000), "larger than 8 MB"),
    ],
)
def test_what_is_no_picture_is_told(said: Said, told: str) -> None:
    with stranger(lambda asked: said) as cam:
        answer = read(of(cam.port))

    assert isinstance(answer, SourceError)
    assert told in answer.message


def test_nobody_there_is_told() -> None:
    answer = read(of(9))

    assert isinstance(answer, PartnerError)


def test_a_host_that_hub_yaml_does_not_list_is_a_mistake() -> None:
    metrics = "orders: {picture: {url: 'https://cam.example.org/a.jpg'}}\nerrors: {}\nlatency: {}\n"

    assert "cam.example.org" in mistakes({"metrics.yaml": metrics})[0]


def test_the_picture_tile_of_a_metric_has_its_picture_title_and_age() -> None:
    from displayd.hub.metrics.live import Metrics
    from displayd.hub.publish.pages import Binder
    from displayd.widgets.picture import PictureTile

    with stranger(lambda asked: Said(body=png(4))) as cam:
        found = of(cam.port, ", title: Roof")
        answer = read(found)
    assert isinstance(answer, Reading)
    metrics = Metrics()
    metrics.define(found.metrics)
    metrics.put("orders", answer, NOW)
    metrics.fail("orders", "no answer", NOW + 60, "cam")
    layout = "pages: [{widgets: {a: {type: picture, metric: orders}}}]\n"
    found = wall({"layouts/team.yaml": layout, "screens.yaml": "screens: {left: {show: [team]}}\n"})

    (page,) = Binder(found, metrics).pages(found.screens["left"])
    tile = page.page.widgets["a"]

    assert isinstance(tile, PictureTile)
    assert tile.source == (answer.items or [])[0].source
    assert (tile.title, tile.as_of, tile.expire_after) == ("Roof", NOW, 86_400.0)
    assert tile.error.startswith("cam: no answer since")
