"""What was meant where PyYAML says that a text is no YAML: the right line, plain words, and what to write."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from displayd.validation.odd_letters import NOT_IN_YAML, odd_letter, said_of_letter

__all__ = ["Slip", "slip_of", "slips_before_reading", "source_lines"]


class Slip(NamedTuple):
    """One thing that is wrong in the text of a file."""

    line: int
    """From 1."""
    reason: str
    hint: str


class _Trouble(NamedTuple):
    """What PyYAML says, in lines and columns from 0."""

    lines: list[str]
    problem: str
    line: int
    column: int
    context: str
    context_line: int
    context_column: int

    @property
    def source(self) -> str:
        """The line."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def sign(self) -> str:
        """The letter at the place, empty at the end of a line."""
        return self.source[self.column : self.column + 1]


# What libyaml takes for the end of a line.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")

_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: |$)|={7}$")

# Where a value would begin, a comment without a space after its sign.
VALUE_AS_COMMENT = re.compile(r"(?:[:,\[{]|-)\s+(#[^\s,\]}]+)|[,\[{](#[^\s,\]}]+)")

_GLUED = re.compile(r"\s*(?:- )*([\w.-]+):([^\s:/].*)")
_GLUED_DASH = re.compile(r"\s*-(\w.*)")
_KEY_AND_VALUE = re.compile(r"^\s*(?:- +)*[^\s:#][^:]*: +(\S.*)$")
_AFTER_QUOTE = re.compile(r"""(?:[:,\[{]|-)\s+((?:"(?:[^"\\]|\\.)*"|'[^']*')\s*[^\s,\]}#:].*)$""")
_AFTER_BRACKET = re.compile(r":\s+([\[{].*[\]}]\s*[^\s,\]}#].*)$")

_AT_A_SIGN = ("found character that cannot", "mapping keys are not", "found undefined", "found unknown directive")

_CLOSING = {"[": "]", "{": "}"}
_PUT_IN_QUOTES = "put it in quotes"


def source_lines(text: str) -> list[str]:
    """The lines of `text` as YAML counts them."""
    return _BREAK.split(text)


def slips_before_reading(text: str) -> Iterator[Slip]:
    """What keeps YAML from being read, or from being read as it is meant: control characters, a merge left undone."""
    for number, line in enumerate(source_lines(text), 1):
        if match := NOT_IN_YAML.search(line):
            yield Slip(
                number, f"a letter that no text has ({said_of_letter(match[0])})", "delete it, or write the line anew"
            )
    for number, line in enumerate(source_lines(text), 1):
        if _CONFLICT.match(line):
            # The first one says it all; the file is as git left it.
            hint = "keep one of the two sides, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
            yield Slip(number, "a merge of git left a conflict here", hint)
            return


def slip_of(text: str, exc: Exception) -> Slip:
    """What is wrong with `text`, of which PyYAML has said `exc`."""
    mark, context = getattr(exc, "problem_mark", None), getattr(exc, "context_mark", None)
    lines = source_lines(text)
    line = mark.line if mark else 0
    trouble = _Trouble(
        lines,
        str(getattr(exc, "problem", None) or exc).splitlines()[0],
        line,
        mark.column if mark else 0,
        str(getattr(exc, "context", None) or ""),
        context.line if context else line,
        context.column if context else 0,
    )
    found = next(filter(None, (look(trouble) for look in _LOOKS)), None)
    # What is missed at the end of a file is missed in its last line.
    last = len(lines) - (len(lines) > 1 and not lines[-1])
    if found is not None:
        return found._replace(line=min(found.line, last))
    hint = "compare the line and the one before with those around them: indentation, quotes, brackets"
    return Slip(min(line + 1, last), f"not valid YAML: {trouble.problem}", hint)


def _tab(trouble: _Trouble) -> Slip | None:
    for number in range(trouble.context_line, min(trouble.line + 1, len(trouble.lines))):
        line = trouble.lines[number]
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return Slip(number + 1, "a tab stands before the text", "use spaces: YAML takes no tabs there")
    return None


def _odd_space(trouble: _Trouble) -> Slip | None:
    first = trouble.context_line if "flow" in trouble.context else _line_before(trouble)
    for number in range(first, min(trouble.line + 1, len(trouble.lines))):
        if letter := odd_letter(trouble.lines[number].replace("\t", "")):
            return _odd_slip(number, letter)
    return None


def _odd_slip(line: int, letter: str) -> Slip:
    return Slip(line + 1, f"a letter that cannot be seen ({said_of_letter(letter)})", "type the spaces anew")


def _begins_with_a_sign(trouble: _Trouble) -> Slip | None:
    """A value that begins with a sign which means something in YAML."""
    number, column = trouble.line, trouble.column
    is_in_context = any(word in trouble.context for word in ("alias", "anchor", "block scalar", "directive"))
    if is_in_context:
        number, column = trouble.context_line, trouble.context_column
    elif not trouble.problem.startswith(_AT_A_SIGN):
        return None
    value = trouble.lines[number][column:].strip()
    if trouble.problem.startswith("found undefined"):
        reason = f"there is no value with the name `{_word(value)}`"
        return Slip(
            number + 1, reason, f"for text, {_quoted(value)}; a name is given with `&{_word(value)}` further up"
        )
    sign = "a backtick" if value[:1] == "`" else f"`{value[:1]}`"
    return Slip(number + 1, f"a value cannot begin with {sign}", _quoted(value))


def _escape(trouble: _Trouble) -> Slip | None:
    if trouble.problem.startswith(("found unknown escape", "did not find expected hex")):
        reason = "a backslash means something between double quotes"
        return Slip(trouble.line + 1, reason, "write two of them, or put the text between single quotes: '...'")
    return None


def _document(trouble: _Trouble) -> Slip | None:
    if "another document" in trouble.problem:
        return Slip(trouble.line + 1, "a second document begins here", "keep one, and delete the line `---`")
    if "<document start>" not in trouble.problem:
        return None
    for number in range(trouble.line - 1, -1, -1):
        if trouble.lines[number].startswith("..."):
            return Slip(number + 1, "`...` ends the file before its end", "delete the line")
    return Slip(trouble.line + 1, "the text before this line is complete by itself", "is the indentation right?")


def _hash(trouble: _Trouble) -> Slip | None:
    """A bracket that is never closed, as the rest of its line is a comment."""
    if "flow" not in trouble.context:
        return None
    for number in range(min(trouble.line, len(trouble.lines) - 1), max(-1, trouble.line - 20), -1):
        if match := VALUE_AS_COMMENT.search(trouble.lines[number]):
            value = match[1] or match[2]
            return Slip(number + 1, "`#` begins a comment: the rest of the line is not read", _quoted(value))
    return None


def _open_quote(trouble: _Trouble) -> Slip | None:
    if "quoted scalar" in trouble.context and "end of stream" in trouble.problem:
        sign = trouble.lines[trouble.context_line][trouble.context_column : trouble.context_column + 1]
        hint = f"write the other `{sign}`; a text with an apostrophe goes between double quotes"
        return Slip(trouble.context_line + 1, f"the quotation mark `{sign}` has no other one", hint)
    return None


def _open_bracket(trouble: _Trouble) -> Slip | None:
    if trouble.context not in ("while parsing a flow mapping", "while parsing a flow sequence"):
        return None
    opening = trouble.lines[trouble.context_line][trouble.context_column : trouble.context_column + 1]
    closing = _CLOSING.get(opening, "")
    reason = f"the `{opening}` has no `{closing}`"
    if trouble.sign in ("]", "}") and trouble.sign != closing:
        return Slip(trouble.context_line + 1, reason, f"write `{closing}` before the `{trouble.sign}`")
    if not _is_closed(trouble):
        return Slip(trouble.context_line + 1, reason, f"write `{closing}` where the list of values ends")
    # What stands between two commas, around the place.
    part = re.split(r"[,{\[]", trouble.source[: trouble.column])[-1] + trouble.source[trouble.column :]
    if (match := _KEY_AND_VALUE.match(part)) and re.search(r"\w: ", match[1]) and match[1][0] not in "\"'[{":
        hint = f"{_quoted(match[1])}, or write the comma that is missing"
        return Slip(trouble.line + 1, "a value cannot have a colon and a space in it", hint)
    if (match := _AFTER_QUOTE.search(trouble.source)) and not re.search(r"""["']\s*[\w.-]+:(\s|$)""", match[1]):
        return _after_quote(trouble.line, match[1])
    return Slip(trouble.line + 1, f"inside `{opening}`, values have commas between them", "is one missing here?")


def _is_closed(trouble: _Trouble) -> bool:
    """Whether the bracket where the trouble began is closed somewhere, brackets between quotes left out."""
    depth = 0
    for number in range(trouble.context_line, len(trouble.lines)):
        line = trouble.lines[number][trouble.context_column if number == trouble.context_line else 0 :]
        for sign in re.sub(r""""(?:[^"\\]|\\.)*"|'[^']*'|(?:^|\s)#.*""", "", line):
            depth += (sign in "[{") - (sign in "]}")
            if depth == 0:
                return True
    return False


def _missing_value(trouble: _Trouble) -> Slip | None:
    if "node content" not in trouble.problem:
        return None
    if trouble.sign in ("]", "}"):
        reason = f"the `{trouble.sign}` closes nothing"
        return Slip(trouble.line + 1, reason, "delete it, or put the text in quotes")
    if trouble.sign == ",":
        return Slip(trouble.line + 1, "there is no value before the comma", "delete one of the commas")
    if trouble.line >= len(trouble.lines) - 1 or not trouble.sign:
        opened = list(_still_open(trouble.lines))
        if opened:
            number, sign = opened[-1]
            hint = f"write `{_CLOSING[sign]}` where the list of values ends"
            return Slip(number + 1, f"the `{sign}` has no `{_CLOSING[sign]}`", hint)
    return None


def _still_open(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Line and sign of every bracket that is never closed."""
    stack: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        for sign in re.sub(r""""(?:[^"\\]|\\.)*"|'[^']*'|(?:^|\s)#.*""", "", line):
            if sign in "[{":
                stack.append((number, sign))
            elif sign in "]}" and stack:
                stack.pop()
    return iter(stack)


def _two_colons(trouble: _Trouble) -> Slip | None:
    """`title: Sales: EMEA`."""
    match = _KEY_AND_VALUE.match(trouble.source)
    if not trouble.problem.startswith("mapping values are not") or not match or not re.search(r":(\s|$)", match[1]):
        return None
    if trouble.column < match.start(1):
        return None
    if letter := odd_letter(match[1][:1]):
        return _odd_slip(trouble.line, letter)
    return Slip(trouble.line + 1, "a value cannot have a colon and a space in it", _quoted(match[1]))


def _no_space_or_colon(trouble: _Trouble) -> Slip | None:
    """`seconds:20`, `-item` and `wall {show: all}`: a line is one long word then, and the next one does not fit."""
    if not trouble.problem.startswith(
        ("mapping values are not", "could not find expected ':'", "did not find expected key")
    ):
        return None
    is_word = trouble.problem.startswith("could not")
    first = trouble.context_line if is_word else _line_before(trouble)
    for number in dict.fromkeys((first, trouble.line)):
        line = trouble.lines[number] if number < len(trouble.lines) else ""
        if line.lstrip().startswith("#"):
            continue
        if (match := _GLUED.match(line)) and '"' not in match[1]:
            key, value = match[1], match[2]
            hint = "write a space after the colon"
            return Slip(number + 1, f"there is no space after `{key}:`", hint if not value else f"{hint}: `{key}: ...`")
        if _GLUED_DASH.match(line):
            return Slip(number + 1, "there is no space after `-`", "write `- ` and then the value")
        if number == first and not is_word and ":" not in line and line.strip() and not line.lstrip().startswith("-"):
            if _indent(line) < _indent(trouble.source):
                return Slip(number + 1, f"there is no `:` after `{line.strip()}`", f"write `{line.strip()}:`")
            name = line.split()[0]
            return Slip(number + 1, f"there is no `:` after `{name}`", f"write `{name}: ` and then the value")
        if number == first and is_word and line.strip():
            name = line.split()[0]
            return Slip(number + 1, f"there is no `:` after `{name}`", f"write `{name}: ` and then the value")
    return None


def _line_before(trouble: _Trouble) -> int:
    """Number of the last line before the trouble that says anything."""
    number = trouble.line - 1
    while number > 0 and (not trouble.lines[number].strip() or trouble.lines[number].lstrip().startswith("#")):
        number -= 1
    return max(number, 0)


def _after_value(trouble: _Trouble) -> Slip | None:
    """Something behind a quotation mark or a bracket that ends the value."""
    if not trouble.problem.startswith("did not find expected") or trouble.line >= len(trouble.lines):
        return None
    if trouble.sign in ("]", "}"):
        return Slip(trouble.line + 1, f"the `{trouble.sign}` closes nothing", "delete it")
    if match := _AFTER_QUOTE.search(trouble.source):
        return _after_quote(trouble.line, match[1])
    if '"' in trouble.source and trouble.column > _indent(trouble.source):
        for number in range(trouble.line - 1, -1, -1):
            if trouble.lines[number].count('"') % 2:
                return Slip(number + 1, 'the quotation mark `"` has no other one', "write it where the text ends")
    if match := _AFTER_BRACKET.search(trouble.source):
        return Slip(trouble.line + 1, "text stands behind the bracket that ends the value", _quoted(match[1]))
    return None


def _after_quote(line: int, value: str) -> Slip:
    if value.startswith("'"):
        reason = "the text goes on behind the quotation mark"
        return Slip(line + 1, reason, "put a text with an apostrophe between double quotes")
    return Slip(line + 1, "the text goes on behind the quotation mark", "put all of it between single quotes: '...'")


def _indentation(trouble: _Trouble) -> Slip | None:
    """A line that stands in line with none before it."""
    words = (
        "did not find expected key",
        "did not find expected '-'",
        "mapping values are not",
        "block sequence entries",
    )
    if not trouble.problem.startswith(words) or trouble.line >= len(trouble.lines):
        return None
    before = trouble.lines[_line_before(trouble)]
    is_item, was_item = trouble.source.lstrip().startswith("- "), before.lstrip().startswith("- ")
    if is_item != was_item and _indent(before) == _indent(trouble.source):
        reason = "lines with `-` and lines without cannot stand side by side"
        return Slip(trouble.line + 1, reason, "indent the line as far as those that it belongs to")
    indents = sorted({_indent(line) for line in trouble.lines[: trouble.line] if line.strip()})
    reason = "the line is indented as none before it"
    if _indent(trouble.source) in indents:
        reason = "the line is not indented as those that it belongs to"
    hint = "lines that belong together begin below each other; what belongs to a line stands two spaces further in"
    return Slip(trouble.line + 1, reason, hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _word(value: str) -> str:
    return value.lstrip("*").split(" ", maxsplit=1)[0].strip(",]}")


def _quoted(value: str) -> str:
    """What to write in place of the text `value`; without it where it has such signs itself."""
    value = re.sub(r"\s+#.*$", "", value).strip()
    is_in_brackets = any(value.count(end) > value.count(begin) for begin, end in _CLOSING.items())
    if is_in_brackets:
        value = "".join(itertools.takewhile(lambda sign: sign not in ",]}", value)).strip()
    if not value or '"' in value or "\\" in value:
        return _PUT_IN_QUOTES
    return f'{_PUT_IN_QUOTES}: "{value}"'


_LOOKS: tuple[Callable[[_Trouble], Slip | None], ...] = (
    _tab,
    _hash,
    _open_quote,
    _escape,
    _document,
    _begins_with_a_sign,
    _two_colons,
    _odd_space,
    _no_space_or_colon,
    _open_bracket,
    _missing_value,
    _after_value,
    _indentation,
)
