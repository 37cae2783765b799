"""YAML with line numbers, and without its traps."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import ConfigError
from displayd.validation.yaml_source import MAX_DEPTH, dump, parse
from tests.support.laws import law

SCREENS = """\
defaults: {seconds: 20,
  theme: dark}
screens:
  # a comment
  sales:
    show: [sales,
           support]
    on: "Mon-Fri 08:00-19:00"
"""


def mistakes(text: str) -> list[str]:
    """What is said about `text`."""
    with pytest.raises(ConfigError) as caught:
        parse("screens.yaml", text)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_data_is_plain() -> None:
    assert parse("screens.yaml", SCREENS).data == {
        "defaults": {"seconds": 20, "theme": "dark"},
        "screens": {"sales": {"show": ["sales", "support"], "on": "Mon-Fri 08:00-19:00"}},
    }


def test_everything_knows_its_line() -> None:
    text = parse("screens.yaml", SCREENS)

    assert text.where(("defaults", "theme")) == "screens.yaml:2"
    assert text.where(("screens", "sales")) == "screens.yaml:5"
    assert text.where(("screens", "sales", "show", 1)) == "screens.yaml:7"
    assert text.where(("screens", "sales", "on")) == "screens.yaml:8"


def test_what_is_not_there_is_placed_at_its_nearest_parent() -> None:
    text = parse("screens.yaml", SCREENS)

    assert text.where(("screens", "sales", "seconds")) == "screens.yaml:5"
    assert text.where(("nothing",)) == "screens.yaml:1"
    assert parse("empty.yaml", "").where(("nothing",)) == "empty.yaml"


def test_empty_file_is_no_data() -> None:
    assert parse("empty.yaml", "# nothing yet\n").data is None


def test_keys_stay_words_even_those_that_yaml_takes_for_something_else() -> None:
    assert parse("x", "on: 1\nno: 2\n12: 3\nnull: 4\n").data == {"on": 1, "no": 2, "12": 3, "null": 4}


def test_key_that_stands_twice_is_a_mistake() -> None:
    assert mistakes("sales: 1\nother: 2\nsales: 3\n") == [
        "screens.yaml:3: `sales` stands here twice (keep one of the two)"
    ]


def test_all_mistakes_are_named_at_once() -> None:
    assert len(mistakes("a: 1\na: 2\nb: !secret 3\n? [c]\n: 4\n")) == 3


@pytest.mark.parametrize(
    "text", ["a: [1", "a: 'b", "a:\n\tb: 1", "a: b: c", "{a: 1]", "---\na\n---\nb", "a: \x00", "@a"]
)
def test_what_is_no_yaml_is_refused_in_one_line(text: str) -> None:
    (mistake,) = mistakes(text)

    assert mistake.startswith("screens.yaml")
    assert "not valid YAML: " in mistake
    assert "\n" not in mistake


def test_place_of_a_syntax_error_is_named() -> None:
    assert mistakes("a: 1\nb: [2\nc: 3\n")[0].startswith("screens.yaml:3: not valid YAML")


def test_alias_is_refused_where_it_stands() -> None:
    assert mistakes("a: &all [x]\nb: 1\nc: *all\n") == ["screens.yaml:3: `*all` is an alias (write the value out here)"]


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 20)}]" for n in range(1, 30)]

    assert "is an alias" in mistakes("\n".join(lines))[0]


def test_alias_of_its_own_parent_is_refused() -> None:
    assert "is an alias" in mistakes("&all [*all, *all]")[0]


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 5000, "{a: " * 5000, "a:\n" + "".join(f"{' ' * 2 * n}- b:\n" for n in range(1, 60))]
)
def test_depth_is_refused_before_it_hurts(text: str) -> None:
    assert f"nested deeper than {MAX_DEPTH} levels" in mistakes(text)[-1]


@pytest.mark.parametrize(
    "value",
    [
        "!secret x",
        "!!python/object:os.system x",
        "!!timestamp x",
        "!!int x",
        "2026-13-45",
        "9" * 5000,
        "0b" + "1" * 5000,
    ],
)
def test_value_that_cannot_be_read_is_a_mistake_with_advice(value: str) -> None:
    (mistake,) = mistakes(f"a: 1\nb: {value}\n")

    assert mistake.startswith("screens.yaml:2: ")
    assert "put it in quotes" in mistake


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False)
    | st.text("ab: #'\"\n*&!é漢", max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcdefg", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=10,
)


@law
@given(PLAIN)
def test_what_is_dumped_is_parsed_again(data: object) -> None:
    assert parse("x", dump(data)).data == data


@law
@given(st.text(max_size=60))
def test_any_text_is_data_or_a_config_error(text: str) -> None:
    with contextlib.suppress(ConfigError):
        parse("x", text)
