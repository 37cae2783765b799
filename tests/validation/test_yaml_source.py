"""YAML with line numbers, and without its traps."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import ConfigError
from displayd.validation.yaml_source import MAX_DEPTH, dump, parse, read
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
    "text", ["a: [1", "a: 'b", "a:\n\tb: 1", "a: b: c", "{a: 1]", "---\na\n---\nb", "a: \x00", "@a", "a: <<\n<<: b"]
)
def test_what_is_no_yaml_is_refused_in_one_line(text: str) -> None:
    (mistake,) = mistakes(text)

    assert mistake.startswith("screens.yaml:")
    assert "\n" not in mistake


def test_place_of_a_syntax_error_is_named() -> None:
    assert mistakes("a: 1\nb: [2\nc: 3\n")[0].startswith("screens.yaml:2: the `[` has no `]`")


def test_what_can_be_read_is_there_beside_what_is_wrong() -> None:
    text, found = read("screens.yaml", "a: 1\na: 2\nb: {c: !secret 3, d: 4}\n")

    assert text.data == {"a": 1, "b": {"c": None, "d": 4}}
    assert [mistake.where for mistake in found] == ["screens.yaml:2", "screens.yaml:3"]


def test_alias_stands_for_what_has_its_name_and_mistakes_are_where_that_is_written() -> None:
    text = parse("screens.yaml", "a: &all [x,\n  {y: 1}]\nb: 1\nc: *all\nd: &one 1.10\ne: *one\n")

    assert text.data == {"a": ["x", {"y": 1}], "b": 1, "c": ["x", {"y": 1}], "d": 1.1, "e": 1.1}
    assert text.where(("c",)) == "screens.yaml:4"
    assert text.where(("c", 1, "y")) == "screens.yaml:2"
    assert text.unquoted["e",] == "1.10"


MERGED = """\
usual: &usual {seconds: 20, theme: dark}
light: &light {theme: light, rotate: 90, title: x}
screens:
  a:
    <<: *usual
    show: [x]
    theme: high-contrast
  b: {<<: [*light, *usual], title: y}
  c:
    <<: {<<: *light, theme: dark}
    "<<": text
"""


def test_merge_takes_in_what_does_not_stand_there_itself() -> None:
    text = parse("screens.yaml", MERGED)

    assert text.data["screens"] == {
        "a": {"show": ["x"], "theme": "high-contrast", "seconds": 20},
        "b": {"title": "y", "theme": "light", "rotate": 90, "seconds": 20},
        "c": {"<<": "text", "theme": "dark", "rotate": 90, "title": "x"},
    }
    assert text.where(("screens", "a", "seconds")) == "screens.yaml:1"
    assert text.where(("screens", "a", "theme")) == "screens.yaml:7"
    assert text.where(("screens", "b", "rotate")) == "screens.yaml:2"


@pytest.mark.parametrize("value", ["5", "text", "[*usual, 5]", "[[*usual]]"])
def test_merge_of_what_is_no_mapping_is_a_mistake(value: str) -> None:
    assert mistakes(f"a: &usual {{b: 1}}\nc:\n  <<: {value}\n  d: *usual\n") == [
        "screens.yaml:3: `<<` takes in a mapping that has a name (for example `<<: *usual`)"
    ]


def test_second_merge_in_one_mapping_is_a_mistake() -> None:
    assert mistakes("a: &a {b: 1}\nc:\n  <<: *a\n  <<: *a\n") == [
        "screens.yaml:4: `<<` stands here twice (keep one of the two)"
    ]


@pytest.mark.parametrize(
    "bomb",
    [
        ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 20)}]" for n in range(1, 30)],
        ["a0: &a0 {x: 1}"]
        + [f"a{n}: &a{n} {{{', '.join(f'k{m}: *a{n - 1}' for m in range(9))}}}" for n in range(1, 30)],
        ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 5000))],
        [f"a: &a [{', '.join('x' * 1000)}]", f"b: [{', '.join(['*a'] * 1000)}]"],
    ],
)
def test_a_bomb_of_aliases_does_not_go_off(bomb: list[str]) -> None:
    (mistake,) = mistakes("\n".join(bomb))

    assert "aliases make far too much of this" in mistake


def test_many_aliases_of_small_things_are_taken() -> None:
    text = "a: &a {b: [1, 2, 3]}\n" + "".join(f"c{n}: *a\n" for n in range(1000))

    assert len(parse("x", text).data) == 1001


@pytest.mark.parametrize("text", ["&all [*all, *all]", "a: &all\n  b: {c: *all}", "a: &all {<<: *all}"])
def test_alias_of_its_own_parent_is_refused(text: str) -> None:
    assert "an alias stands inside of what it means" in mistakes(text)[0]


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
        "!!int 1.5",
        "!!bool yes",
        "9" * 5000,
        "0x" + "f" * 5000,
    ],
)
def test_value_that_cannot_be_read_is_a_mistake_with_advice(value: str) -> None:
    (mistake,) = mistakes(f"a: 1\nb: {value}\n")

    assert mistake.startswith("screens.yaml:2: ")
    assert "put it in quotes" in mistake


def test_scalars_without_quotes_are_as_in_yaml_1_2_and_kept_as_written() -> None:
    text = parse("x", "a: 14:30\nb: 0123\nc: 1_000\nd: 1.10\ne: No\nf: 2026-01-02\ng: '1.10'\nh: 1e1\ni: !!str 5\n")

    assert text.data == {
        "a": "14:30",
        "b": 123,
        "c": "1_000",
        "d": 1.1,
        "e": "No",
        "f": "2026-01-02",
        "g": "1.10",
        "h": 10.0,
        "i": "5",
    }
    assert text.unquoted == {
        ("a",): "14:30",
        ("b",): "0123",
        ("c",): "1_000",
        ("d",): "1.10",
        ("e",): "No",
        ("f",): "2026-01-02",
        ("h",): "1e1",
    }


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False)
    | st.text("ab: #'\"\n*&!é漢", max_size=8)
    | st.text("0123456789.:_+-eExobfnyNO~", max_size=6),
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


@law
@given(st.text(alphabet="ab: #-[]{},'\"\n\t&*!|>%@\\\u00a0\u201c<=", max_size=40))
def test_any_signs_are_data_or_told_with_a_line_and_what_to_do(text: str) -> None:
    try:
        parse("x", text)
    except ConfigError as exc:
        for mistake in exc.mistakes:
            line = int(mistake.where.removeprefix("x:"))
            assert 1 <= line <= text.count("\n") + 1
            assert mistake.reason
            assert mistake.hint
