"""Editions: what is known of a document from its bytes and from the moment it came."""

from __future__ import annotations

import hashlib

import pytest

from displayd.device.edition import NOTHING_KNOWN, Edition, Validators, edition_of, told_left_out
from displayd.errors import DocumentError
from tests.support.fakes import document_bytes


def test_a_document_names_its_revision_itself_or_is_named_by_its_bytes() -> None:
    own = edition_of(document_bytes(revision="abc"), "x", Validators('"1"'), received_at=5.0)
    made = edition_of(document_bytes(), "x", NOTHING_KNOWN, hub_time=1795255200.0)

    assert (own.revision, own.received_at, own.hub_time) == ("abc", 5.0, None)
    assert made.digest == hashlib.sha256(document_bytes()).hexdigest()
    assert made.revision == made.digest[:16]
    assert (made.received_at, made.hub_time) == (None, 1795255200.0)


def test_a_digest_that_is_known_is_not_computed_again() -> None:
    assert edition_of(document_bytes(), "x", digest="d" * 64).digest == "d" * 64


def test_bytes_that_are_no_document_are_refused() -> None:
    with pytest.raises(DocumentError, match="http://hub"):
        edition_of(b"{}", "http://hub/v1/screen")


def test_of_a_hub_s_document_what_this_version_knows_is_taken_and_a_file_s_unknown_word_is_a_mistake() -> None:
    newer = document_bytes(brightness=0.7, gamma=2)

    from_hub = edition_of(newer, "x", is_from_hub=True)

    assert from_hub.document == edition_of(document_bytes(), "x").document
    assert told_left_out(from_hub.left_out) == (
        "this screen is older than its hub and leaves out $.brightness: unknown field `brightness` (and 1 more)"
    )
    with pytest.raises(DocumentError, match="unknown field `brightness`"):
        edition_of(newer, "x")


def test_the_same_document_twice_is_two_editions() -> None:
    one, other = edition_of(document_bytes(), "x"), edition_of(document_bytes(), "x")

    assert one.document == other.document
    assert one != other


def test_an_edition_does_not_change() -> None:
    with pytest.raises(AttributeError):
        edition_of(document_bytes(), "x").revision = "other"  # type: ignore[misc]


def test_it_counts_from_the_instant_that_its_mirrors_agree_on() -> None:
    mirrored = edition_of(document_bytes(mirror={"group": "g", "effective_at": 1000.5}), "x")

    assert mirrored.effective_at == 1000.5
    assert edition_of(document_bytes(), "x").effective_at == 0.0


@pytest.mark.parametrize(
    ("received_at", "hub_time", "expected"),
    [(100.0, None, 4970.0), (100.0, 4000.0, 4970.0), (None, 4000.0, 4000.0), (None, None, None)],
)
def test_a_received_one_came_by_our_clock_and_a_remembered_one_by_the_hubs(
    received_at: float | None, hub_time: float | None, expected: float | None
) -> None:
    document = edition_of(document_bytes(), "x").document

    assert Edition(document, "r", received_at=received_at, hub_time=hub_time).arrived_at(5000.0, 130.0) == expected
