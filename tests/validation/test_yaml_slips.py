"""What is no YAML: each time the right line, plain words, and what to write."""

from __future__ import annotations

import pytest

from displayd.errors import ConfigError
from displayd.validation.yaml_source import read

SIDE_BY_SIDE = "lines with `-` and lines without cannot stand side by side"
ON_LINES = "lines that belong together begin below each other; what belongs to a line stands two spaces further in"


def mistakes(text: str) -> list[tuple[str, str, str]]:
    """Place, reason and hint of everything that is wrong with the text itself."""
    try:
        _, found = read("f", text)
    except ConfigError as exc:
        found = list(exc.mistakes)
    return [(mistake.where, mistake.reason, mistake.hint) for mistake in found]


@pytest.mark.parametrize(
    ("text", "line", "reason", "hint"),
    [
        # Tabs.
        ("screens:\n\twall: {show: [ops]}\n", 2, "a tab stands before the text", "use spaces"),
        ("a:\n  b:\n  \t  c: [d]\n", 3, "a tab stands before the text", "use spaces"),
        ("a:\n  b: 1\n\tc: 2\n", 3, "a tab stands before the text", "use spaces"),
        # Signs that mean something to YAML.
        ("a:\n  t: Sales: EMEA\n", 2, "a value cannot have a colon and a space in it", 'quotes: "Sales: EMEA"'),
        ("a: {t: Sales: EMEA}\n", 1, "a value cannot have a colon and a space in it", 'quotes: "Sales: EMEA"'),
        ("a:\n  t: @home\n", 2, "a value cannot begin with `@`", 'put it in quotes: "@home"'),
        ("a: {t: @home, b: 1}\n", 1, "a value cannot begin with `@`", 'put it in quotes: "@home"'),
        ("a: `x`\n", 1, "a value cannot begin with a backtick", 'put it in quotes: "`x`"'),
        ("a: %x\n", 1, "a value cannot begin with `%`", 'put it in quotes: "%x"'),
        ("%x\n", 1, "a value cannot begin with `%`", 'put it in quotes: "%x"'),
        ("a: ?\n", 1, "a value cannot begin with `?`", 'put it in quotes: "?"'),
        ("a: > 5\nb: 1\n", 1, "a value cannot begin with `>`", 'put it in quotes: "> 5"'),
        ("a: |b\n", 1, "a value cannot begin with `|`", 'put it in quotes: "|b"'),
        ("a: 1\nb: *x\n", 2, "there is no value with the name `x`", 'for text, put it in quotes: "*x"'),
        ("a: * x\n", 1, "a value cannot begin with `*`", 'put it in quotes: "* x"'),
        ("a: **bold**\n", 1, "a value cannot begin with `*`", 'put it in quotes: "**bold**"'),
        ("a: {b: *, c: 1}\n", 1, "a value cannot begin with `*`", 'put it in quotes: "*"'),
        ("a: & Co\n", 1, "a value cannot begin with `&`", 'put it in quotes: "& Co"'),
        ("a: 1\nb: &Co\n", 2, "`&Co` gives the value a name that nobody uses", "for text, put it in quotes"),
        ("a: &Co Partner\n", 1, "`&Co` gives the value a name that nobody uses", "for text, put it in quotes"),
        ("a: 1\nb: !include x.yaml\n", 2, "`!include` means nothing here", "for text, put it in quotes"),
        ("a: !x {b: c}\n", 1, "`!x` means nothing here", "write the value itself"),
        ("a: !!set {b}\n", 1, "`!!set` means nothing here", "write the value itself"),
        ("a: {{ x }}\n", 1, "this key is no word", "put a text with braces in quotes"),
        # Comments that were none.
        ("s:\n  w: {t: #ff0000}\n", 2, "`#` begins a comment: the rest of the line is not read", '"#ff0000"'),
        ("s:\n  w: {t: #ff0000}\n  h: {a: b}\n", 2, "`#` begins a comment: the rest", '"#ff0000"'),
        ("s: [#ff0000, #00ff00]\n", 1, "`#` begins a comment: the rest of the line is not read", '"#ff0000"'),
        ("a: 1\nb: #ff0000\nc: 2\n", 2, "`#` begins a comment: nothing is left of the value", '"#ff0000"'),
        ("a:\n  - #ff0000\n  - x\n", 2, "`#` begins a comment: nothing is left of the value", '"#ff0000"'),
        # A merge left undone, and two files in one.
        (
            "a: 1\nb:\n  c: 1\n<<<<<<< HEAD\n  d: 1\n=======\n  d: 2\n>>>>>>> x\n",
            4,
            "a merge of git",
            "one of the two sides",
        ),
        ("a: 1\n=======\na: 2\n>>>>>>> x\n", 2, "a merge of git left a conflict here", "keep one of the two sides"),
        ("---\na: 1\n---\nb: 2\n", 3, "a second document begins here", "delete the line `---`"),
        ("a: 1\n...\nb: 2\n", 2, "`...` ends the file before its end", "delete the line"),
        # Brackets.
        ("s:\n  w: {show: [ops]\n", 2, "the `{` has no `}`", "write `}` where the list of values ends"),
        ("s:\n  w: {show: [ops]\n  h: {a: 1}\n", 2, "the `{` has no `}`", "write `}`"),
        ("s:\n  w: {show: [ops}\n", 2, "the `[` has no `]`", "write `]` before the `}`"),
        ("s: [\n", 1, "the `[` has no `]`", "write `]`"),
        ("s: {a: [\n  b\n", 1, "the `[` has no `]`", "write `]`"),
        ("s:\n  w: {a: b}}\n", 2, "the `}` closes nothing", "delete it"),
        ("s: [a]]\nb: 1\n", 1, "the `]` closes nothing", "delete it"),
        ("s: ]\n", 1, "the `]` closes nothing", "put the text in quotes"),
        ("s: {a: 'x' b: y}\n", 1, "inside `{`, values have commas between them", "is one missing here?"),
        ("s: {a: [x] b: y}\n", 1, "inside `{`, values have commas between them", "is one missing here?"),
        ("s: {a: 1,, b: 2}\n", 1, "there is no value before the comma", "delete one of the commas"),
        ("s: [x]y\n", 1, "text stands behind the bracket that ends the value", 'put it in quotes: "[x]y"'),
        # Quotation marks.
        ("a: 1\nb: 'c\nd: 1\n", 2, "the quotation mark `'` has no other one", "between double quotes"),
        ('a: 1\nb: "c\nd: 1\n', 2, 'the quotation mark `"` has no other one', 'write the other `"`'),
        ('a: "b\nc: "d"\n', 1, 'the quotation mark `"` has no other one', "write it where the text ends"),
        ("a: 'It's'\nb: 1\n", 1, "the text goes on behind the quotation mark", "apostrophe between double quotes"),
        ('a: "Sales" EMEA\nb: 1\n', 1, "the text goes on behind the quotation mark", "between single quotes"),
        ('a: "C:\\data"\n', 1, "a backslash means something between double quotes", "write two of them"),
        ("a: \u201cHall\u201d\n", 1, "the quotation marks are those of a letter", 'write plain ones: "'),
        ("\u201ca\u201d: 1\n", 1, "the quotation marks are those of a letter", "leave them out"),
        # Indentation, colons and dashes.
        ("s:\n  w:\n    show: [x]\n   t: x\n", 4, "the line is indented as none before it", ON_LINES),
        ("s:\n  w:\n    show: [x]\n      t: x\n", 4, "the line is indented as none before it", ON_LINES),
        ("s:\n  w\n    show: [x]\n", 2, "there is no `:` after `w`", "write `w:`"),
        ("s:\n  w:\n    show [x]\n    t: x\n", 3, "there is no `:` after `show`", "write `show: `"),
        ("s:\n  show:[x]\n  t: x\n", 2, "there is no space after `show:`", "write a space after the colon"),
        ("s:\n  t: x\n  seconds:20\n", 3, "there is no space after `seconds:`", "write a space after the colon"),
        ("s:\n  w:{show: [x]}\n", 2, "there is no space after `w:`", "write a space after the colon"),
        ("s: {a:1}\n", 1, "there is no space after `a:`", "write a space after the colon"),
        ("s:\n-a\n- b\n", 2, "there is no space after `-`", "write `- ` and then the value"),
        ("s:\n  -a\n  -b\n", 2, "these lines are one text", "for a list, begin each with `- `"),
        ("s:\n  \u2022 a\n  \u2022 b\n", 2, "these lines are one text", "for a list, begin each with `- `"),
        ("s:\n  - a\n  b: c\n", 3, SIDE_BY_SIDE, "indent the line"),
        ("s:\n  b: c\n  - a\n", 3, SIDE_BY_SIDE, "indent the line"),
        # What cannot be seen.
        (
            "s:\n  \u00a0w: 1\n  h: 1\n",
            2,
            "a letter that cannot be seen (no-break space, U+00A0) stands at `w`",
            "anew",
        ),
        (
            "s:\n  w: {show:\u00a0[x]}\n",
            2,
            "a letter that cannot be seen (no-break space, U+00A0)",
            "type the spaces anew",
        ),
        ("a:\u00a020\nb: 1\n", 1, "a letter that cannot be seen (no-break space, U+00A0)", "type the spaces anew"),
        ("s: {sh\u200bow: 1}\n", 1, "a letter that cannot be seen (zero width space, U+200B)", "anew"),
        ("s:\n  w: \ufeff{show: [x]}\n", 2, "a letter that cannot be seen (zero width no-break space, U+FEFF)", "anew"),
        ("a: 1\nb: \x00\n", 2, "a letter that no text has (control character, U+0000)", "delete it"),
        ("a: \x07b\n", 1, "a letter that no text has (control character, U+0007)", "delete it"),
    ],
)
def test_what_is_no_yaml_is_told_in_its_line_with_what_to_write(text: str, line: int, reason: str, hint: str) -> None:
    ((where, why, advice),) = mistakes(text)

    assert where == f"f:{line}"
    assert why.startswith(reason)
    assert hint in advice


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_they_end_with(ending: str) -> None:
    assert mistakes(ending.join(("a: 1", "b: 2", "c: @x", "")))[0][0] == "f:3"
    assert mistakes(ending.join(("a: 1", "b: 2", "c: #x", "")))[0][0] == "f:3"


@pytest.mark.parametrize(
    "text",
    [
        "a: # none\nb: 1\n",
        "a: 1 #x\n",
        "a: {b: 1, #c\n  d: 2}\n",
        "a: x#y\n",
        "a: '#ff0000'\n",
        "a: 100% up\n",
        "a: Research & Development\n",
        "a: &x [1]\nb: *x\n",
        "a: &x {c: 1}\n",
        "a: !!str 1.10\nb: !!int 5\nc: ! x\n",
        "a: Wall \u2018A\u2019\n",
        "a: 100\u00a0%\n",
        "a: - b\n".replace(": -", ":\n  -"),
        "a: -5\nb: -x\n",
        "a: |\n  @x\n  <<<<<<< y\n",
        "---\na: 1\n",
        "\ufeffa: 1\n",
    ],
)
def test_what_only_looks_like_a_slip_is_taken(text: str) -> None:
    assert mistakes(text) == []


@pytest.mark.parametrize("value", ["@sesame", "sesame: x", "#sesame"])
def test_what_may_be_a_secret_is_in_no_hint(value: str) -> None:
    ((_, reason, hint),) = mistakes(f"a:\n  password: {value}\n")

    assert hint == "put it in quotes"
    assert "sesame" not in reason


def test_text_with_quotation_marks_is_in_no_hint_that_could_be_copied_wrongly() -> None:
    assert mistakes('title: @a"b\n')[0][2] == "put it in quotes"
