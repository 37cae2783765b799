"""Sources that fail put nothing on the glass that no catalogue has."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from msgspec import structs

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document
from displayd.document.schedule import showing_at
from displayd.errors import FailureKind
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Reading
from displayd.hub.publish.pages import Binder, document_of
from displayd.hub.wall.loader import Wall
from displayd.text.language import PSEUDO_LOCALE, language_names
from tests.hub.walls import NOON, wall
from tests.support.fakes_fonts import FixedFonts
from tests.support.own_words import words_from_nowhere
from tests.support.sample_pages import sample_wall

KINDS = typing.get_args(FailureKind)

DETAIL = "the query gives a Zweitname where numbers belong"


def failing(found: Wall, kind: FailureKind, who: str = "", every: int = 1) -> Metrics:
    metrics = Metrics()
    metrics.define(found.metrics)
    for name in list(found.metrics)[::every]:
        metrics.fail(name, DETAIL, NOON, who, kind)
    return metrics


def office_in(locale: str, metrics: Metrics) -> Iterator[Document]:
    """Every dashboard of the sample office, each once."""
    specs = {spec.show: spec for spec in sample_wall().screens.values()}
    for spec in specs.values():
        spoken = replace(spec, settings=structs.replace(spec.settings, locale=locale))
        pages = [bound.page for bound in Binder(sample_wall(), metrics).pages(spoken)]
        yield document_of(spoken, spoken.name, pages)


def without_errors(document: Document) -> Any:
    """What people wrote of `document`, as plain data."""
    plain = msgspec.to_builtins(document)
    for page in plain["pages"]:
        for widget in page["widgets"].values():
            widget.pop("error", None)
    return plain


@pytest.mark.parametrize("every", [1, 4], ids=["all fail", "some fail"])
@pytest.mark.parametrize("kind", KINDS)
def test_pages_of_sources_that_fail_have_no_words_from_nowhere(kind: FailureKind, every: int) -> None:
    for document in office_in(PSEUDO_LOCALE, failing(sample_wall(), kind, "CRM", every)):
        written = [without_errors(document), "CRM"]
        told = msgspec.json.encode(document).decode()
        for size in ((1920, 1080), (1080, 1920)):
            for page in document.pages:
                alone = structs.replace(document, pages=[page])
                scene = compose(PageContext(alone, size, FixedFonts()), showing_at(alone, NOON), NOON + 60)

                assert not words_from_nowhere(scene.cells, written), page.title
        assert "CRM" in told
        assert "Zweitname" not in told


@pytest.mark.parametrize("locale", sorted({*language_names()}))
@pytest.mark.parametrize("kind", KINDS)
def test_tiles_of_sources_that_fail_say_so_in_the_language_of_the_screen(kind: FailureKind, locale: str) -> None:
    found = wall({"screens.yaml": f"defaults: {{locale: {locale}}}\nscreens: {{left: {{show: [team]}}}}"})
    metrics = failing(found, kind, who="CRM")
    (bound,) = Binder(found, metrics).pages(found.screens["left"])
    errors = {widget.error for widget in bound.page.widgets.values() if widget.error}

    assert errors
    assert all("CRM" in error for error in errors)
    assert not any(word in error for error in errors for word in (*DETAIL.split(), "since", "answer") if len(word) > 3)


def test_screens_in_english_say_what_is_the_matter() -> None:
    found = wall()
    (bound,) = Binder(found, failing(found, "unusable", who="CRM")).pages(found.screens["left"])

    assert any(widget.error.startswith(f"CRM: {DETAIL} since") for widget in bound.page.widgets.values())


def test_numbers_that_do_not_fit_are_told_in_the_language_of_the_screen() -> None:
    found = wall({"screens.yaml": "defaults: {locale: fi}\nscreens: {left: {show: [team]}}"})
    metrics = Metrics()
    metrics.define(found.metrics)
    metrics.put("errors", Reading(value=float("inf"), as_of=NOON), NOON)
    (bound,) = Binder(found, metrics).pages(found.screens["left"])

    assert bound.page.widgets["errors"].error == "luvut eivät sovi tähän"
