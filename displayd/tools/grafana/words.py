"""Text of dashboards as plain text: titles, descriptions and what text panels say, without their HTML."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

__all__ = ["Names", "one_line", "plain_text", "printable", "slug"]

_BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "tr",
        "table",
        "ul",
        "ol",
        "section",
        "article",
        "header",
        "footer",
        "hr",
        "pre",
        "center",
        "blockquote",
    )
)
_UNSEEN = frozenset(("script", "style", "iframe", "svg", "title", "head", "video", "object"))


class Names:
    """Gives each thing a name of its own."""

    def __init__(self) -> None:
        """Nothing has a name yet."""
        self._taken: set[str] = set()

    def of(self, wanted: str, longest: int) -> str:
        """`wanted`, or that with a number where it is taken; at most so many letters, and no part of a word."""
        name, number = _cut(wanted, longest), 1
        while name in self._taken:
            number += 1
            name = f"{_cut(wanted, longest - 4)}-{number}"
        self._taken.add(name)
        return name


def _cut(name: str, longest: int) -> str:
    """The first words of `name`; letters where a word is too long for that."""
    kept = name[:longest]
    if len(name) > longest and name[longest] not in "-.":
        words = kept.rpartition("-")[0]
        kept = words if len(words) >= longest // 2 else kept
    return kept.rstrip("-.")


def slug(text: str, instead: str) -> str:
    """`text` in small letters, digits and `-`; `instead` where nothing is left of it."""
    spelled = text.replace("%", " percent ").replace("&", " and ").replace("µ", "u").replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or instead


def one_line(text: str, longest: int) -> str:
    """The first paragraph of `text` in one line, without marks of HTML and Markdown; cut at a blank."""
    first = next((part for part in re.split(r"\n\s*\n", plain_text(text)) if part.strip()), "")
    words = " ".join(re.sub(r"[*_`#]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}(?!\w)", "", first).split())
    if len(words) <= longest:
        return words
    return words[: longest - 2].rpartition(" ")[0].rstrip(",;:. ") + " …"


def plain_text(text: str) -> str:
    """`text`, Markdown or HTML, as text with a little Markdown: no tags, links without addresses, no pictures."""
    text = re.sub(r"<!--.*?-->|<[!?][^>]*>", "", text, flags=re.DOTALL)
    # What is left of declarations is more than the library bears.
    text = re.sub(r"<(?=[!?])", "&lt;", text)
    parser = _Reader()
    parser.feed(text)
    parser.close()
    found = "".join(parser.parts)
    found = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", found)
    found = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", found)
    lines = [printable(line).strip() for line in found.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def printable(text: str) -> str:
    """`text` in one line, without what cannot be seen; every blank is a space."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    return "".join(letter for letter in spaced if letter.isprintable())


class _Reader(HTMLParser):
    """Collects what can be read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        """The beginning of a block, a heading or a bullet."""
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "li":
            self.parts.append("\n- ")
        elif re.fullmatch(r"h[1-6]", tag):
            self.parts.append("\n\n# ")
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """The end of one."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag in _BLOCKS or re.fullmatch(r"h[1-6]", tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Text."""
        if not self._unseen:
            self.parts.append(data)
