"""Every mistake at once, each with a place and advice."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta, Struct

from displayd.errors import Mistake
from displayd.validation.faults import MAX_FAULTS, Fault, check, check_json, json_path, suggestion
from displayd.validation.yaml_source import parse
from tests.support.laws import law

Name = Annotated[str, Meta(pattern="^[a-z]+$", examples=["sales"])]


class Dog(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="dog"):
    name: str
    tricks: list[str] = []


class Cat(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag="cat"):
    name: str
    lives: Annotated[int, Meta(ge=1, le=9)] = 9


class Home(Struct, frozen=True, forbid_unknown_fields=True):
    pets: dict[Name, Dog | Cat]
    heating: Literal["on", "off", "auto"] = "auto"
    doors: Annotated[list[tuple[float, float | None]], Meta(max_length=3)] = []
    owner: Dog | None = None
    rooms: list[Annotated[float, Meta(gt=0, examples=[20])]] | Literal["none"] = "none"


def faults(data: object) -> list[tuple[str, str, str]]:
    """Place, reason and hint of everything wrong with `data` as a `Home`."""
    value, found = check(data, Home)
    assert (value is None) == bool(found)
    return [(json_path(fault.path), fault.reason, fault.hint) for fault in found]


def test_right_data_becomes_the_type() -> None:
    assert check({"pets": {"rex": {"type": "dog", "name": "Rex"}}}, Home) == (Home(pets={"rex": Dog("Rex")}), [])


def test_all_mistakes_are_named_in_one_go() -> None:
    data = {
        "pets": {"rex": {"type": "dog"}, "tom": {"type": "cat", "name": 3, "lives": 12}},
        "heating": "onn",
        "colour": "red",
    }

    assert faults(data) == [
        ("$.colour", "unknown field `colour`", "known: doors, heating, owner, pets, rooms"),
        ("$.pets.rex", "`name` is missing", ""),
        ("$.pets.tom.name", "`name` is a text, not `3`", "put it in quotes"),
        ("$.pets.tom.lives", "`lives` is at most 9, not `12`", ""),
        ("$.heating", "`heating` is `on`, `off` or `auto`, not `onn`", "did you mean `on`?"),
    ]


def test_misspelt_field_gets_a_suggestion() -> None:
    assert faults({"pets": {}, "heatin": "on"}) == [("$.heatin", "unknown field `heatin`", "did you mean `heating`?")]


@pytest.mark.parametrize(
    ("pet", "place", "reason", "hint"),
    [
        ({"type": "dgo", "name": "Rex"}, "$.pets.rex.type", "unknown type `dgo`", "did you mean `dog`?"),
        ({"type": "fish"}, "$.pets.rex.type", "unknown type `fish`", "known: cat, dog"),
        ({"type": []}, "$.pets.rex.type", "unknown type `[]`", "known: cat, dog"),
        ({"type": None}, "$.pets.rex.type", "unknown type `None`", "known: cat, dog"),
        ({"name": "Rex"}, "$.pets.rex", "`type` is missing", "known: cat, dog"),
        ("Rex", "$.pets.rex", "`rex` is a mapping, not a text", ""),
    ],
)
def test_unknown_kind_is_named_with_the_known_ones(pet: object, place: str, reason: str, hint: str) -> None:
    assert faults({"pets": {"rex": pet}}) == [(place, reason, hint)]


def test_name_that_breaks_its_pattern_comes_with_an_example() -> None:
    ((place, reason, hint),) = faults({"pets": {"Rex 1": {"type": "dog", "name": "Rex"}}})

    assert (place, hint) == ("$.pets.Rex 1", "for example `sales`")
    assert reason.startswith("the name `Rex 1`: ")


def test_fault_in_a_list_of_pairs_has_its_place() -> None:
    assert faults({"pets": {}, "doors": [[1, 2], ["x", None], [1]]}) == [
        ("$.doors[1][0]", "`doors[1][0]` is a number, not `x`", ""),
        ("$.doors[2]", "`doors[2]` has 2 items, not 1", ""),
    ]


def test_whole_list_is_at_fault_when_its_items_are_not() -> None:
    assert faults({"pets": {}, "doors": [[1, 2]] * 4}) == [("$.doors", "`doors` has at most 3 items, not 4", "")]


def test_faults_are_found_inside_what_may_be_missing_and_in_one_of_several_kinds() -> None:
    assert faults({"pets": {}, "owner": {"type": "dog", "nam": 1}, "rooms": [0]}) == [
        ("$.owner.nam", "unknown field `nam`", "did you mean `name`?"),
        ("$.owner", "`name` is missing", ""),
        ("$.rooms[0]", "`rooms[0]` is more than 0, not `0`", "for example `20`"),
    ]


def test_list_of_faults_has_an_end() -> None:
    assert len(faults({"pets": {}, **{f"x{number}": 1 for number in range(200)}})) == MAX_FAULTS


@pytest.mark.parametrize("data", [None, 3, "home", [], [{}]])
def test_what_is_no_object_at_all_is_one_fault(data: object) -> None:
    ((place, reason, _),) = faults(data)

    assert place == "$"
    assert reason.startswith("this is a mapping, not ")


def test_data_too_deep_for_python_is_a_fault_and_no_crash() -> None:
    data: list[object] = []
    for _ in range(100_000):
        data = [data]

    assert check(data, Home)[1] == [Fault((), "this is a mapping, not a list")]


def test_json_is_checked_like_data() -> None:
    assert check_json(b'{"pets": {}, "heating": "off"}', Home) == (Home(pets={}, heating="off"), [])
    assert check_json(b'{"pets": {}, "heating": 1, "owner": 2}', Home)[1] == [
        Fault(("heating",), "`heating` is `on`, `off` or `auto`, not `1`", "known: on, off, auto"),
        Fault(("owner",), "`owner` is a mapping, not `2`"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"pets": {}',
        b'{"pets": NaN}',
        b'{"heating": 1',
        b'{"heating": 1, "owner": NaN}',
        b'{"heating": 1}\xff',
        b'{"heating": 1, "owner": "\xff"}',
        b'{"heating": 1} trailing',
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_is_a_value_error_even_after_a_first_fault(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        check_json(data, Home)

    assert not isinstance(caught.value, msgspec.ValidationError)


@pytest.mark.parametrize("first", [b"1", b'"off"', b'"on"'])
def test_name_that_stands_twice_is_a_fault_whichever_value_is_good(first: bytes) -> None:
    data = b'{"pets": {},\n"heating": ' + first + b', "owner": 2,\n"heating": "on"}'

    assert check_json(data, Home)[1] == [
        Fault(("heating",), "`heating` stands here twice (lines 2 and 3)", "keep one of the two"),
        Fault(("owner",), "`owner` is a mapping, not `2`"),
    ]
    assert check_json(data.replace(b', "owner": 2', b""), Home)[0] is None


def test_suggestion_is_close_or_lists_a_few_words_or_is_nothing() -> None:
    assert suggestion("numbr", ["number", "line"]) == "did you mean `number`?"
    assert suggestion("xyz", ["number", "line"]) == "known: number, line"
    assert suggestion("xyz", [f"word{number}" for number in range(25)]) == ""
    assert suggestion("xyz", []) == ""


def test_paths_are_written_as_in_messages() -> None:
    assert json_path(("pages", 0, "widgets", "load", "points", 3, 1)) == "$.pages[0].widgets.load.points[3][1]"
    assert json_path(()) == "$"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("adeghinoptx", max_size=7),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["pets", "heating", "doors", "owner", "rooms", "rex", "type", "name", "lives", "tricks", "x"]
            ),
            inner | st.sampled_from(["dog", "cat", "on"]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@law
@given(JSON)
def test_data_is_either_taken_or_told_what_is_wrong(data: object) -> None:
    try:
        wanted = msgspec.convert(data, Home)
    except msgspec.ValidationError:
        wanted = None

    value, found = check(data, Home)

    assert value == wanted
    assert (value is None) == bool(found)


def test_fault_gets_its_place_from_whoever_knows_where_the_data_came_from() -> None:
    fault = Fault(("seconds",), "is too long", "at most 86400").under("pages", 1)
    text = parse("layouts/a.yaml", "pages:\n  - {}\n  - title: x\n    seconds: 9\n")

    assert fault.in_json() == Mistake("$.pages[1].seconds", "is too long", "at most 86400")
    assert fault.in_file(text) == Mistake("layouts/a.yaml:4", "is too long", "at most 86400")
    assert fault.under("screens").path == ("screens", "pages", 1, "seconds")
