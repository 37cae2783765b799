"""Mistakes of displayd.yaml and faults of the disk, for the glass: in English as the log has them, else by their kind.

The messages themselves are English, and there are hundreds. In another language the glass says where the mistake is,
which kind of mistake, and what stands in `marks`: names of settings, values and what to write, which have no language.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from displayd.errors import Mistake
from displayd.text.direction import is_right_to_left, isolated
from displayd.text.language import ENGLISH, Language, word

__all__ = ["fault_told", "mistakes_told"]

_CODE = re.compile("`[^`]+`")

# What the messages of a kind say, and what is said of them. `{code}` is what stands in marks first.
_KINDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"^unknown field `", word("there is no setting {code}")),
        (r"^`[^`]+` is missing|needs a `|^give `", word("{code} is missing")),
        (r"^cannot be read|cannot be read: ", word("the file cannot be read")),
        (r"^there is no file `", word("there is no file {code} beside this one")),
        (r"^is not read, as", word("this file is not read, as there is {code}")),
        (r"password", word("the password cannot be right")),
        (r"certificate|private key|public key|the key is", word("the key or certificate cannot be used")),
        (r"not UTF-8|not text|rich text|too large for|zero bytes", word("the file is not plain text in UTF-8")),
        (r"\bspace|\btab\b|quotation marks|indent|bracket|quote", word("a space, bracket or quotation mark is wrong")),
        (r"twice|both be given|beside `|has no meaning", word("this does not go together with the rest")),
        (r"^`[^`]+` (is|has|cannot be|can) ", word("{code} cannot have this value")),
    )
)

_OTHER = word("this line is not a setting as it should be")

# What hints say before what is to be written, and what is said instead.
_HINTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"^did you mean `|^is it `", word("perhaps {code}")),
        (r"^(for example|such as|write|add|put|leave|use|known:)", word("for example {code}")),
    )
)


def mistakes_told(mistakes: Sequence[Mistake], language: Language) -> str:
    """All of `mistakes` in one text, each with its place, what is wrong and what helps."""
    return "; ".join(_told(mistake, language) for mistake in mistakes)


def fault_told(fault: str, language: Language) -> str:
    """`fault` of the disk, which is English; in other languages only that there is one."""
    return fault if language is ENGLISH else language.say("its disk cannot be used")


def _told(mistake: Mistake, language: Language) -> str:
    if language is ENGLISH:
        return str(mistake)
    codes = _CODE.findall(mistake.reason)
    fitting = (text for pattern, text in _KINDS if pattern.search(mistake.reason))
    kind = next((text for text in fitting if codes or "{code}" not in text), _OTHER)
    said = language.say(kind, code=codes[0]) if "{code}" in kind else language.say(kind)
    if codes and "{code}" not in kind:
        said = f"{said}: {', '.join(dict.fromkeys(codes))}"
    hint = _hint(mistake.hint, language)
    # The place begins in Latin letters, which must not turn a sentence that runs from the right.
    where = isolated(mistake.where) if is_right_to_left(said) else mistake.where
    return f"{where}: {said} ({hint})" if hint else f"{where}: {said}"


def _hint(hint: str, language: Language) -> str:
    codes = _CODE.findall(hint)
    text = next((text for pattern, text in _HINTS if pattern.search(hint)), "")
    return language.say(text, code=codes[0]) if codes and text else ""
