"""Names of files, however they are spelled."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from displayd.validation.file_names import alike, composed, file_suggestion


@given(st.text())
def test_every_spelling_of_a_name_is_the_same_one(name: str) -> None:
    spellings = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")}

    assert len({composed(one) for one in spellings}) == 1


def test_a_name_that_differs_in_capitals_alone_is_told_so() -> None:
    assert file_suggestion("Sales", ["salsa", "sales"]) == "did you mean `sales`? Capitals count"
    assert file_suggestion("salse", ["sales"]) == "did you mean `sales`?"
    assert file_suggestion("-sales", ["sales"]) == "write a space after the dash"
    assert alike("BU\u0308RO", ["büro", "buro"]) == ["büro"]
