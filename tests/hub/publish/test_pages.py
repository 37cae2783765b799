"""Layouts with numbers in them."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec import structs

from displayd.document.model import decode, encode
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.publish.pages import Binder, body_of, document_of, revision_of
from displayd.hub.wall.loader import Wall
from displayd.widgets.number.widget import Number
from tests.hub.walls import NOON, png, wall

SECONDS = """
title: Team
seconds: 40
pages:
  - {title: One, seconds: 50, widgets: {a: {type: text, text: x}}}
  - {title: Two, widgets: {a: {type: text, text: x}}}
"""


def metrics_of(found: Wall) -> Metrics:
    """The metrics of a wall, with a value for `orders`."""
    metrics = Metrics()
    metrics.define(found.metrics)
    metrics.put("orders", Reading(value=5, as_of=NOON), NOON)
    return metrics


def test_a_page_is_made_anew_only_when_a_metric_on_it_changes() -> None:
    found = wall()
    metrics = metrics_of(found)
    binder = Binder(found, metrics)
    before, other = binder.pages(found.screens["left"]), binder.pages(found.screens["other"])

    metrics.put("latency", Reading(value=3, as_of=NOON), NOON)

    assert binder.pages(found.screens["left"])[0] is before[0]
    assert binder.pages(found.screens["other"])[0] is not other[0]


def test_a_page_has_the_numbers_and_the_name_of_its_dashboard() -> None:
    found = wall()

    (bound,) = Binder(found, metrics_of(found)).pages(found.screens["left"])
    page = bound.page

    number = page.widgets["orders"]
    assert isinstance(number, Number)
    assert (number.value, number.title, number.direction) == (5, "Orders", "up")
    assert page.widgets["errors"].is_empty()
    assert (page.dashboard, page.title) == ("Team", "Now")


@pytest.mark.parametrize(
    ("own", "expected"),
    [("", [50, 40]), (", seconds: 9", [9, 9])],
    ids=["page, then layout", "screen before both"],
)
def test_who_says_how_long_a_page_stays(own: str, expected: list[float]) -> None:
    found = wall({"layouts/team.yaml": SECONDS, "screens.yaml": f"screens: {{a: {{show: [team]{own}}}}}"})

    pages = Binder(found, metrics_of(found)).pages(found.screens["a"])

    assert [bound.page.seconds for bound in pages] == expected


def test_defaults_say_how_long_where_nobody_else_does() -> None:
    found = wall({"screens.yaml": "defaults: {seconds: 33}\nscreens: {a: {show: [team]}}"})

    assert Binder(found, metrics_of(found)).pages(found.screens["a"])[0].page.seconds == 33


def test_a_picture_is_named_by_its_digest() -> None:
    layout = "pages: [{widgets: {a: {type: picture, source: logo.png}, b: {type: picture, source: pictures/logo.png}}}]"
    found = wall({"layouts/team.yaml": layout, "pictures/logo.png": png()})

    (bound,) = Binder(found, metrics_of(found)).pages(found.screens["left"])
    page = bound.page

    source = found.pictures["logo.png"].source
    assert source.startswith("pictures/")
    assert {getattr(widget, "source", "") for widget in page.widgets.values()} == {source}
    assert found.picture(source.removeprefix("pictures/")) == found.pictures["logo.png"]


def test_numbers_that_do_not_fit_cost_their_own_tile_alone() -> None:
    found = wall()
    metrics = metrics_of(found)
    metrics.put("errors", Reading(value=float("inf"), as_of=NOON), NOON)

    (bound,) = Binder(found, metrics).pages(found.screens["left"])
    page = bound.page

    assert page.widgets["errors"].error.startswith("the numbers do not fit")
    assert page.widgets["orders"].error == ""


def test_items_without_a_place_are_left_out() -> None:
    found = wall()
    metrics = metrics_of(found)
    metrics.put("orders", Reading(value=1, as_of=NOON, items=[Item(label="x", value=1)]), NOON)

    (bound,) = Binder(found, metrics).pages(found.screens["left"])
    page = bound.page

    assert page.widgets["orders"].error == ""


def test_a_revision_is_about_what_is_shown_and_not_about_who_shows_it() -> None:
    found = wall()
    spec = found.screens["left"]
    pages = Binder(found, metrics_of(found)).pages(spec)

    revision = revision_of(spec, "Team", pages)

    assert revision == revision_of(found.screens["right"], "Team", pages)
    assert revision != revision_of(spec, "Another", pages)
    assert revision != revision_of(spec, "Team", [*pages, *pages])
    light = dataclasses.replace(spec, settings=structs.replace(spec.settings, theme="light"))
    assert revision != revision_of(light, "Team", pages)


def test_a_body_put_together_is_the_document_encoded() -> None:
    found = wall()
    spec = found.screens["left"]
    pages = Binder(found, metrics_of(found)).pages(spec)

    body = body_of(document_of(spec, "Team", (), "abc", 12.0), [*pages, *pages])

    whole = document_of(spec, "Team", [bound.page for bound in (*pages, *pages)], "abc", 12.0)
    assert body == encode(whole)
    assert decode(body) == whole
