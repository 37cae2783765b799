"""The catalogues of the product's own words, kept in step with the code: `python -m tests.support.catalogues`.

It finds every `say`, `say_as`, `say_count` and `word` in the package and writes each language's catalogue anew: what is
new in the code comes without a translation, what is gone goes. It says what is to be translated.
"""

from __future__ import annotations

import ast
import io
import pathlib
import sys
from typing import NamedTuple

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = pathlib.Path(__file__).parent.parent.parent

FOLDER = ROOT / "displayd" / "text" / "languages"

OVERLAYS = {"pt-PT"}
"""Languages that say only what another one, of the same name without its country, says in other words."""

# How many texts each of these has.
_TEXTS = {"say": 1, "word": 1, "say_count": 2, "say_as": 2, "say_count_as": 3, "counted": 2, "Message": 3}

# Tables of texts that are said later, each on its own.
_EACH = ("Message",)

_HEADER = """\
# What displayd says on the glass, in {name}.
# Translate what stands behind `msgstr`; leave names in {{braces}} as they are. Short: it is read from across a room.
# `python -m tests.support.catalogues` adds what is new in the code; docs/languages.md tells more."""


def words_in_code() -> Catalog:
    """All that the package says, in English.

    Raises:
        TypeError: a text is put together where it is said, so that no catalogue can have it.
    """
    catalog = Catalog()
    for path in sorted((ROOT / "displayd").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for context, *texts in _said(node, path):
                    catalog.add(tuple(texts) if len(texts) > 1 else texts[0], context=context or None)
    return catalog


def _said(call: ast.Call, path: pathlib.Path) -> list[list[str]]:
    """Context and texts of each message in a call that says something; none in others, or where a variable is said."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    count = _TEXTS.get(name)
    if count is None or len(call.args) < count:
        return []
    texts = []
    for argument in call.args[:count]:
        if isinstance(argument, (ast.JoinedStr, ast.BinOp)):
            raise TypeError(f"{path.relative_to(ROOT)}:{argument.lineno}: write the text as it is, with {{names}}")
        if not isinstance(argument, ast.Constant) or not isinstance(argument.value, str):
            return []
        texts.append(argument.value)
    if name in ("word", "counted") and len(call.args) > count:
        context = call.args[count]
        return [[str(context.value), *texts]] if isinstance(context, ast.Constant) else []
    if name in _EACH:
        return [["", text] for text in texts]
    return [texts if name in ("say_as", "say_count_as") else ["", *texts]]


def read(language: str) -> Catalog:
    """The catalogue of `language` as it is."""
    path = FOLDER / f"{language}.po"
    with path.open("rb") as file:
        return read_po(file)


def key(message: Message) -> tuple[str, ...]:
    """What tells a message from the others: its context and its English forms."""
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    return (message.context or "", *ids)


def renewed(language: str, code: Catalog) -> Catalog:
    """The catalogue of `language` with exactly the words of `code`; in an overlay, those that it had."""
    old = read(language)
    had = {key(message): message for message in old if message.id}
    catalog = Catalog(fuzzy=False)
    catalog.mime_headers = [("Plural-Forms", old.plural_forms)]
    for message in code:
        if not message.id or (language in OVERLAYS and key(message) not in had):
            continue
        mine = had.get(key(message))
        catalog.add(
            message.id,
            mine.string if mine else None,
            context=message.context,
            user_comments=mine.user_comments if mine else (),
        )
    return catalog


def written(language: str, catalog: Catalog) -> str:
    """The text of the file of `language`: sorted, with a header that says nothing of when and by whom."""
    name = Locale.parse(language, sep="-").english_name
    file = io.BytesIO()
    write_po(file, catalog, width=116, no_location=True, omit_header=True, sort_output=True)
    header = (
        f'{_HEADER.format(name=name)}\nmsgid ""\nmsgstr ""\n'
        f'"Language: {language.replace("-", "_")}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
    )
    return header + file.getvalue().decode().rstrip("\n") + "\n"


class Coverage(NamedTuple):
    """How much of what the package says a language has words for."""

    language: str
    translated: int
    said: int

    @property
    def percent(self) -> int:
        """Of all texts; 100 only where none is missing."""
        return 100 * self.translated // self.said


def coverage() -> list[Coverage]:
    """Every language that says everything itself, by its name."""
    wanted = {key(message) for message in words_in_code() if message.id}
    found = []
    for language in sorted(path.stem for path in FOLDER.glob("*.po") if path.stem not in OVERLAYS):
        has = {key(message) for message in read(language) if message.id and _is_whole(message)}
        found.append(Coverage(language, len(wanted & has), len(wanted)))
    return found


def language_list() -> str:
    """The languages and their shares as a table in Markdown."""
    rows = [
        f"| `{one.language}` | {Locale.parse(one.language, sep='-').english_name} | {one.percent} % |"
        for one in coverage()
    ]
    overlays = ", ".join(f"`{one}`" for one in sorted(OVERLAYS))
    head = ["| catalogue | language | of all texts |", "| --- | --- | --- |", "| none | English | 100 % |"]
    return "\n".join([*head, *rows]) + f"\n\nOn top of another: {overlays}."


def _is_whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(texts)


def main() -> int:
    """Renews every catalogue; 1 where something is to be translated."""
    code = words_in_code()
    missing = 0
    for path in sorted(FOLDER.glob("*.po")):
        catalog = renewed(path.stem, code)
        path.write_text(written(path.stem, catalog), encoding="utf-8")
        for message in catalog:
            if message.id and not _is_whole(message):
                sys.stdout.write(f"{path.name}: {' / '.join(key(message))!r} is to be translated\n")
                missing += 1
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
