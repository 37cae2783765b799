"""Screens of an earlier version get what they know; the recorded schema of their release is the judge."""

from __future__ import annotations

import copy
import gzip
import hashlib
import importlib.resources
import json
import weakref
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.document.model import decode
from displayd.hub.publish import older_screens
from displayd.hub.publish.issue import ANY_NAME, Issue, Master, Sheets
from displayd.hub.publish.older_screens import as_read_by, words_of
from displayd.protocol.document_format import FORMAT_MINOR, format_asked, minor_of
from displayd.text.units import UNITS
from displayd.widgets import WIDGETS
from tests.document.example import EXAMPLE
from tests.support.format_words import words_now
from tests.support.laws import ANY_JSON, JSON_NAMES, slow_law

FORMATS = importlib.resources.files(older_screens.__package__) / "formats"
RECORDED = json.loads((FORMATS / "1.1.json").read_text())
DEFINITIONS = RECORDED["schema"]["$defs"]
WHOLE = jsonschema.Draft202012Validator(RECORDED["schema"])
KINDS = {
    kind: jsonschema.Draft202012Validator({"$ref": place, "$defs": DEFINITIONS})
    for kind, place in DEFINITIONS["Page"]["properties"]["widgets"]["additionalProperties"]["discriminator"][
        "mapping"
    ].items()
}
OF_0_2 = Path(__file__).parents[2] / "fixtures" / "documents" / "0.2.0.json"
UPDATE = "This screen is older than its hub: update it to see this tile."


def issue_of(document: dict[str, Any]) -> Issue:
    """As the publisher makes it."""
    return master_of(document).issue(document["screen"])


def master_of(document: dict[str, Any]) -> Master:
    """For all screens that show `document`."""
    start, name, rest = json.dumps({**document, "screen": ANY_NAME}).encode().partition(ANY_NAME.encode())
    digest = hashlib.sha256(start + rest).hexdigest()
    return Master(digest, "r1", 12.0, start + name, Sheets(rest))


def for_0_2(document: dict[str, Any]) -> dict[str, Any]:
    """What a screen of 0.2.0 gets for `document`; what its release would refuse fails the test."""
    found: dict[str, Any] = json.loads(as_read_by(issue_of(document), 1).body)
    for page in found["pages"]:
        for tile in page["widgets"].values():
            # By its own kind: against the choice of all of them it would take a hundred times as long.
            KINDS[tile["type"]].validate(tile)
    clock = {"widgets": {"a": {"type": "clock"}}}
    WHOLE.validate(found | {"pages": [page | clock for page in found["pages"]]})
    return found


def newer(**tile: Any) -> dict[str, Any]:
    document = copy.deepcopy(EXAMPLE)
    document["pages"][0]["widgets"]["conns"] |= tile
    return document


def conns(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["pages"][0]["widgets"]["conns"]
    return found


def test_a_document_that_0_2_recorded_is_read_by_this_version() -> None:
    document = decode(OF_0_2.read_bytes())
    issue = issue_of(json.loads(OF_0_2.read_bytes()))

    assert len(document.pages) == 25
    assert as_read_by(issue, 1) is issue


@pytest.mark.parametrize("kind", WIDGETS, ids=lambda kind: kind.__struct_config__.tag)
def test_every_example_of_every_widget_is_read_by_0_2(kind: Any) -> None:
    for example in kind.examples().values():
        document = copy.deepcopy(EXAMPLE)
        document["pages"][0]["widgets"]["conns"] = {"type": kind.__struct_config__.tag, **example}
        document = json.loads(msgspec.json.encode(document))

        is_new = kind.__name__ not in words_of(1).definitions
        assert (conns(for_0_2(document)).get("text") == UPDATE) == is_new


def test_a_screen_of_0_2_is_not_told_of_the_hero_of_a_page() -> None:
    document = copy.deepcopy(EXAMPLE)
    document["pages"][0]["hero"] = "conns"

    assert for_0_2(document)["pages"] == for_0_2(EXAMPLE)["pages"]


def test_a_screen_of_this_version_or_a_later_one_gets_the_document_as_it_is() -> None:
    issue = issue_of(newer(glow=True))

    assert as_read_by(issue, FORMAT_MINOR) is issue
    assert as_read_by(issue, FORMAT_MINOR + 1) is issue


def test_what_an_earlier_screen_knows_already_is_the_same_bytes_and_tag() -> None:
    issue = issue_of(EXAMPLE)

    assert as_read_by(issue, 1) is issue


def test_a_document_for_an_earlier_screen_has_a_tag_of_its_own() -> None:
    issue = issue_of(newer(glow=True))

    found = as_read_by(issue, 1)

    assert found.tag == as_read_by(issue, 1).tag == as_read_by(issue_of(newer(glow=True)), 1).tag
    assert found.tag not in (issue.tag, as_read_by(issue_of(newer(glow=True, value=7)), 1).tag)
    assert (found.revision, found.effective_at) == ("r1", 12.0)
    assert found.gzipped is None


def test_earlier_screens_that_show_the_same_get_what_was_made_and_compressed_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    master = master_of(newer(glow=True, history=[float(number) for number in range(500)]))
    first = as_read_by(master.issue("one"), 1)

    def never(*_: object) -> Any:
        raise AssertionError("made again")

    monkeypatch.setattr(older_screens, "words_of", never)
    others = [as_read_by(master.issue(f"screen-{number}"), 1) for number in range(1000)]

    assert {json.loads(one.body)["screen"] for one in others} == {f"screen-{number}" for number in range(1000)}
    assert len({one.tag for one in [first, *others]}) == 1001
    assert {len(one.body) - len(one.screen) for one in others} == {len(first.body) - len("one")}
    assert {one.master for one in others} == {first.master}
    assert all(gzip.decompress(one.gzipped or b"") == one.body for one in others[:10])


def test_what_was_made_for_earlier_screens_goes_with_what_it_was_made_of() -> None:
    masters = [master_of(newer(glow=True)), master_of(EXAMPLE)]
    for master in masters:
        as_read_by(master.issue("one"), 1)
    ghosts = [weakref.ref(master) for master in masters]
    del masters, master

    assert [ghost() for ghost in ghosts] == [None, None]


def test_a_large_document_for_an_earlier_screen_is_compressed_for_itself() -> None:
    history = [float(number) for number in range(500)]
    found = as_read_by(issue_of(newer(glow=True, history=history)), 1)

    assert found.gzipped is not None
    assert gzip.decompress(found.gzipped) == found.body


def test_a_field_that_came_later_is_left_out() -> None:
    assert for_0_2(newer(glow=True)) == for_0_2(EXAMPLE)


def test_a_widget_that_came_later_says_so_in_its_place() -> None:
    assert conns(for_0_2(newer(type="sankey"))) == {"type": "text", "title": "Open connections", "text": UPDATE}


@pytest.mark.parametrize("tile", [{"direction": "sideways"}, {"value": {"now": 1}}, {"amber": [1, 2]}])
def test_a_tile_with_a_value_that_came_later_says_so_in_its_place(tile: dict[str, Any]) -> None:
    assert conns(for_0_2(newer(**tile)))["text"] == UPDATE


def test_a_unit_that_came_later_stands_behind_the_bare_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(UNITS, "parsecs", UNITS["short"])

    assert conns(for_0_2(newer(unit="parsecs")))["unit"] == "suffix: parsecs"
    assert conns(for_0_2(newer(unit="currencyCHF")))["unit"] == "currencyCHF"


@pytest.mark.parametrize(
    ("unit", "read"),
    [
        ("count: users", "suffix: users"),
        ("si:mW", "suffix: mW"),
        ("bool:Up/Down", "suffix: Up/Down"),
        (f"si:{'x' * 37}", f"suffix: {'x' * 32}"),
        ("words:0=OK, 1=Warning, 2=Critical", "short"),
        ("words:-1=no sensor, celsius", "celsius"),
        ("words:-1=none; si:mW", "suffix: mW"),
        ("suffix:acct", "suffix:acct"),
        ("prefix:£", "prefix:£"),
    ],
)
def test_a_unit_with_words_of_its_own_is_written_as_0_2_knows_it(unit: str, read: str) -> None:
    assert conns(for_0_2(newer(unit=unit)))["unit"] == read


@pytest.mark.parametrize("setting", [{"theme": "aurora"}, {"transition": "dissolve"}, {"brightness": 0.5}])
def test_a_setting_that_came_later_is_left_at_its_default(setting: dict[str, Any]) -> None:
    found = for_0_2({**EXAMPLE, **setting})

    assert not setting.items() & found.items()
    assert found["pages"] == EXAMPLE["pages"]


@slow_law
@given(st.dictionaries(JSON_NAMES | st.sampled_from(["type", "title", "value", "unit", "history"]), ANY_JSON))
def test_whatever_a_later_version_adds_to_a_tile_0_2_reads_the_document(tile: dict[str, Any]) -> None:
    found = for_0_2(newer(**tile))

    assert {name: one for name, one in found["pages"][0]["widgets"].items() if name != "conns"} == {
        name: one for name, one in EXAMPLE["pages"][0]["widgets"].items() if name != "conns"
    }


def test_every_version_before_this_one_is_on_record() -> None:
    kept = sorted(one.name for one in FORMATS.iterdir())

    assert kept == [f"1.{minor}.json" for minor in range(1, FORMAT_MINOR)]
    assert words_now().keys() == RECORDED.keys()
    assert words_now()["schema"]["$defs"].keys() >= {"Document", "Page", "Number"}


def test_screens_of_0_2_send_no_header_and_nonsense_counts_as_that() -> None:
    assert [minor_of(header) for header in (None, "", "2.0", "1.x", "1.2", format_asked())] == [
        1, 1, 1, 1, 2, FORMAT_MINOR,
    ]  # fmt: skip
